import HeavyBall
import LuaKit

/// A run or a flow's solution in Lua's hands.
final class TrajectoryObject: LuaObject {
  let trajectory: Trajectory
  private lazy var times = VectorObject(trajectory.times)
  private lazy var points = MatrixObject(trajectory.points)
  private lazy var losses = VectorObject(trajectory.losses())

  init(_ trajectory: Trajectory) { self.trajectory = trajectory }

  var externalBytes: Int { 8 * trajectory.points.elements.count }

  static var luaClass: ClassDeclaration {
    ClassDeclaration(
      TrajectoryObject.self, "Trajectory", "The points that a run or a flow went through.", instanceName: "trajectory",
      [
        .length { $0.trajectory.steps.count },
        .tostring { $0.text },
        .property("t", "The times of the kept steps, step k at k eta.", .object(VectorObject.self)) { $0.times },
        .property("beta", "The points, a row for each kept step.", .object(MatrixObject.self)) { $0.points },
        .property("loss", "The loss at each kept step.", .object(VectorObject.self)) { $0.losses },
        .property("steps", "The numbers of the kept steps.", .object(VectorObject.self)) {
          VectorObject(Vector($0.trajectory.steps.map(Double.init)))
        },
        .property("title", "What made it.", .string) { $0.trajectory.title },
        .property(
          "ending",
          "\"completed\", \"loss\", \"gradient\", \"stopped\", \"diverged\", \"step too small\" or \"too many steps\".",
          .string
        ) { $0.trajectory.ending.word },
        .property("diverged", "The step that made a number that is not finite; nil where none did.", .integer) {
          t -> Int? in
          if case .diverged(let step) = t.trajectory.ending { return step }
          return nil
        },
        .method(
          "final", "The last point.", returns: .object(VectorObject.self),
          example: "optim.gd{loss = losses.product{y = 0.6}, eta = 5e-3}:run({2.8, 3.5}, 200):final()[2]  --> 2.1037"
        ) { t, _ in VectorObject(t.trajectory.end) },
        .method(
          "save", "Writes step, t, loss and beta of every kept step to a .csv, .npy or .json file; returns its name.",
          .positional("path", .string, "the file"), returns: .string
        ) { t, call in
          let path = try call.string("path")
          do { try t.trajectory.save(to: path) } catch let error as TrajectoryFile.Failure {
            throw call.error(error.description)
          }
          return path
        },
      ])
  }

  private var text: String {
    let t = trajectory
    let (count, p) = (t.steps.count, t.points.columns)
    let from = formatted(t.time(ofStep: t.steps[0]))
    let losses = self.losses.vector
    var text = "Trajectory  \(t.title), \(count) \(count == 1 ? "point" : "points") in R^\(p), "
    text += count == 1 ? "t = \(from)" : "t = \(from) .. \(formatted(t.endTime))"
    text += "\n  loss  "
    if count > 1 { text += formatted(losses[0], "%.2e") + " -> " }
    text += formatted(losses[count - 1], "%.2e") + "     final  (\(summary(of: t.end, separator: ", ", limit: 6)))"
    switch t.ending {
    case .completed: break
    case .lossGoal: text += "\n  stopped at step \(t.steps[count - 1]): the loss is low enough"
    case .gradientGoal: text += "\n  stopped at step \(t.steps[count - 1]): the gradient is small enough"
    case .stopped: text += "\n  stopped at step \(t.steps[count - 1]) by the function given"
    case .diverged(let step): text += "\n  step \(step) made a number that is not finite; what came before is kept"
    case .stepTooSmall(let step, let time):
      text += "\n  steps became too small in step \(step), at t = \(formatted(time)); what came before is kept"
    case .tooManySteps(let step, let time):
      text += "\n  no steps were left in step \(step), at t = \(formatted(time)); what came before is kept"
    }
    return text
  }
}

extension RunEnd {
  /// As scripts compare it.
  var word: String {
    switch self {
    case .completed: "completed"
    case .lossGoal: "loss"
    case .gradientGoal: "gradient"
    case .stopped: "stopped"
    case .diverged: "diverged"
    case .stepTooSmall: "step too small"
    case .tooManySteps: "too many steps"
    }
  }
}
