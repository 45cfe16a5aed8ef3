import HeavyBall
import LuaKit

/// An optimizer on a loss: `optim.hb{loss = L, eta = 5e-3, mu = 0.7}`.
final class OptimizerObject: LuaObject {
  let name: String
  let iteration: Iteration
  private let loss: LossObject
  /// What it was made with, for print.
  private let settings: [(name: String, value: Double)]
  /// Where the last run or step ended.
  private var latest: Trajectory?

  init<O: Optimizer>(
    _ optimizer: O, on loss: LossObject, settings: [(name: String, value: Double)], isFused: Bool, _ call: Call
  ) throws(LuaError) {
    name = O.name
    self.loss = loss
    let watch = call.watch(O.name)
    iteration = try Iteration(optimizer, on: loss.objective, isFused: isFused) { () throws(LuaError) in try watch.poll() }
    self.settings = settings
  }

  static var luaClass: ClassDeclaration {
    ClassDeclaration(
      OptimizerObject.self, "Optimizer", "A discrete method on a loss.", instanceName: "optimizer",
      [
        .property("name", "Its name: \"hb\".", .string) { $0.name },
        .property("eta", "The step size.", .number) { $0.iteration.stepSize },
        .property("loss", "The loss.", .object(LossObject.self)) { $0.loss },
        .tostring { o in
          let settings = o.settings.map { "\($0.name) = \(formatted($0.value))" }.joined(separator: ", ")
          return "Optimizer  \(o.iteration.title), \(settings), on \(o.iteration.objective.name)"
        },
        .method(
          "run", "Runs from a starting point, from every row of a matrix, or on from a trajectory's end.",
          parameters: Run.parameters + [RecordOptions.parameter], returns: ParameterType.object(TrajectoryObject.self).or(.object(EnsembleObject.self)),
          example: "optim.gd{loss = losses.product{y = 0.6}, eta = 5e-3}:run({2.8, 3.5}, 200):final()[1]  --> 0.299029"
        ) { o, call in
          let observers = try RecordOptions.observers(call, on: o.iteration)
          let result = try Run.run(o.iteration, call, observers: observers)
          if let run = result as? TrajectoryObject { o.latest = run.trajectory }
          return Run.Result(value: result)
        },
        .method(
          "step", "One step on from where the last run or step ended, or the first from a starting point; returns the new point.",
          .optional("start", .points, "where to begin"), returns: .object(VectorObject.self),
          example: "optim.gd{loss = losses.product{y = 0.6}, eta = 0.1}:step({1, 1})[1]  --> 0.96"
        ) { o, call in
          var options = RunOptions()
          options.recording = .last
          if call.has("start") {
            switch try call.start(for: o.iteration.objective) {
            case .point(let v): o.latest = try o.iteration.run(from: v, steps: 1, options)
            case .trajectory(let t): o.latest = try o.iteration.run(from: t, steps: 1, options)
            case .rows: throw call.error("argument 'start' must be one point")
            }
          } else if let latest = o.latest {
            o.latest = try o.iteration.run(from: latest, steps: 1, options)
          } else {
            throw call.error("where from? Give a starting point to the first step, or run before")
          }
          if let latest = o.latest, case .diverged(let step) = latest.ending {
            throw call.error("step \(step) makes a number that is not finite")
          }
          return o.latest.map { VectorObject($0.end) }
        },
      ])
  }
}
