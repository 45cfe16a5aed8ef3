import HeavyBall
import LuaKit

/// A run or a flow's solution in Lua's hands.
final class TrajectoryObject: LuaObject {
  let trajectory: Trajectory
  /// What there is to say of a flow's.
  private let notes: (any TrajectoryNotes)?
  private lazy var times = VectorObject(trajectory.times)
  private lazy var points = MatrixObject(trajectory.points)
  private lazy var momenta = trajectory.momenta.map { MatrixObject($0) }
  private lazy var alternating = trajectory.alternating.map { MatrixObject($0) }
  private lazy var errors = trajectory.errors.map { MatrixObject($0) }
  private lazy var steps = VectorObject(Vector(trajectory.steps.map(Double.init)))
  /// Made once: a value that is read again is the same.
  private lazy var memory = Dictionary(
    trajectory.memory.map { name, v -> (String, LuaValue) in
      switch Operand(v.elements, trajectory.memoryShape(name)) {
      case .number(let x): (name, .number(x))
      case .matrix(let a): (name, .object(MatrixObject(a)))
      case .vector, .symbol: (name, .object(VectorObject(v)))
      }
    }
  ) { a, _ in a }
  private var losses: VectorObject?
  private lazy var records = trajectory.recordings.map { (name: $0.name, record: RecordObject($0, of: trajectory)) }

  init(_ trajectory: Trajectory, notes: (any TrajectoryNotes)? = nil) {
    self.trajectory = trajectory
    self.notes = notes
  }

  var externalBytes: Int {
    let memory = trajectory.memory.values.reduce(0) { $0 + $1.count }
    let beside =
      (trajectory.momenta?.elements.count ?? 0) + (trajectory.errors?.elements.count ?? 0)
      + (trajectory.alternating?.elements.count ?? 0)
    return 8 * (trajectory.points.elements.count + beside + memory) + (trajectory.dense?.bytes ?? 0)
  }

  private static let time = Parameter("t", .finiteNumber, "the time")

  static var luaClass: ClassDeclaration {
    ClassDeclaration(
      TrajectoryObject.self, "Trajectory", "The points that a run or a flow went through.", instanceName: "trajectory",
      [
        .length { $0.trajectory.steps.count },
        .tostring { t, state in try t.text { try state.checkInterrupt() } },
        .property("t", "The times of the kept steps, step k at k eta.", .object(VectorObject.self)) { $0.times },
        .property("beta", "The points, a row for each kept step.", .object(MatrixObject.self)) { $0.points },
        .property("x", "The points under the name that a system's solution has them by.", .object(MatrixObject.self)) {
          $0.points
        },
        .computed(
          "m", "Heavy ball's momentum, a row for each kept step, of a flow in phase space; nil of other runs.",
          .object(MatrixObject.self)
        ) { t, _ -> MatrixObject? in t.momenta },
        .computed(
          "error",
          "By how much each kept point is off from heavy ball's iterate, beta - beta_k, to leading order in eta: a row each, of a "
            + "flow integrated with error = true; nil of other runs.", .object(MatrixObject.self)
        ) { t, _ -> MatrixObject? in t.errors },
        .computed(
          "alternating",
          "x, a row for each kept step k, of a flow on both sides of the edge of stability, whose points are "
            + "c + (-1)^k x: c is smooth(). Nil of other runs.", .object(MatrixObject.self)
        ) { t, _ -> MatrixObject? in t.alternating },
        .computed(
          "loss_range",
          "The least and the largest of the loss at each kept point and that less and plus its error, {low, high}: the band "
            + "that plot draws. Nil of runs without error.", .table
        ) { t, state -> [VectorObject]? in try t.lossRange(state) },
        .computed("loss", "The loss at each kept step; nil of a system's solution.", .object(VectorObject.self)) {
          t, state -> VectorObject? in
          t.trajectory.hasLoss ? try t.losses(state) : nil
        },
        .property("steps", "The numbers of the kept steps.", .object(VectorObject.self)) {
          $0.steps
        },
        .property("title", "What made it.", .string) { $0.trajectory.title },
        .property(
          "memory", "What the method remembers at the end, by name: heavy ball's momentum is memory.m.", .table
        ) { $0.memory },
        .property(
          "recorded", "What the run's option record asked for, by name: recorded.sharpness.values, .steps and .t.", .table
        ) { t in Dictionary(t.records.map { ($0.name, LuaValue.object($0.record)) }) { a, _ in a } },
        .property(
          "ending",
          "\"completed\", \"loss\", \"gradient\", \"stopped\", \"interrupted\", \"diverged\", \"step too small\" or "
            + "\"too many steps\".",
          .string
        ) { $0.trajectory.ending.word },
        .property("diverged", "The step that made a number that is not finite; nil where none did.", .integer) {
          t -> Int? in
          if case .diverged(let step) = t.trajectory.ending { return step }
          return nil
        },
        .property("message", "Why the run ended before its last step; nil where it did not.", .string) { $0.message },
        .property(
          "statistics",
          "What an adaptive method took: accepted, rejected, evaluations (of the field), expansions (Taylor), jacobians; "
            + "nil of other runs.", .table
        ) { t -> [String: Int]? in
          t.trajectory.statistics.map {
            [
              "accepted": $0.acceptedSteps, "rejected": $0.rejectedSteps, "evaluations": $0.evaluations,
              "expansions": $0.expansions, "jacobians": $0.jacobians,
            ]
          }
        },
        .method(
          "at", "The point at any time, of a run with dense = true; of a flow in phase space m there too.", [time],
          returns: .object(VectorObject.self),
          example: """
            flow = hbf.flow{loss = losses.quadratic{A = {{1}}}, eta = 0.1, mu = 0, order = 1, form = "limit"}
            flow:integrate({1}, 10, {dense = true}):at(0.55)[1]  --> 0.57695
            """
        ) { run, call in
          guard let dense = run.trajectory.dense else {
            throw call.error("the run keeps nothing between its points; integrate with dense = true")
          }
          let t = try call[time]
          guard let point = dense.value(at: t) else {
            let (first, last) = (formatted(dense.range.lowerBound), formatted(dense.range.upperBound))
            throw call.fault(at: time, complaint: "must be in [\(first), \(last)], got \(formatted(t))")
          }
          guard let m = run.trajectory.denseMomenta?.value(at: t) else { return Results(VectorObject(point)) }
          return Results(VectorObject(point), VectorObject(m))
        },
        .method(
          "smooth",
          "The smooth part c, a row for each kept step k, of a flow on both sides of the edge, whose points are c + (-1)^k x: x is "
            + "alternating. It goes through the midpoints of heavy ball's iterates.",
          [], returns: .object(MatrixObject.self),
          example: """
            L = losses.define(1, function(b) return 1.51 * b[1]^2 - b[1]^4 / 100 end)     -- lambda = 3.02, beyond heavy ball's edge
            run = hbf.flow{loss = L, eta = 1, mu = 0.5, order = 2, form = "edge"}:integrate({0.1}, 100)
            c = run:smooth()                                              -- near 0, around which the run goes
            run.alternating[101][1]  --> 0.706823
            """
        ) { run, call in
          guard let smooth = run.trajectory.smooth else {
            throw call.error("the run keeps no smooth part: single runs of flows in form \"edge\" or \"auto\" do")
          }
          return MatrixObject(smooth)
        },
        .method(
          "final", "The last point.", [], returns: .object(VectorObject.self),
          example: "optim.gd{loss = losses.product{y = 0.6}, eta = 5e-3}:run({2.8, 3.5}, 200):final()[2]  --> 2.1037"
        ) { t, _ in VectorObject(t.trajectory.end) },
        .method(
          "midpoints",
          "A trajectory of (b_{k-1} + 2 b_k + b_{k+1})/4 at the steps k of which both neighbours were kept: the iterates without "
            + "what alternates beyond the edge of stability. The run must have kept three steps in a row, as one does with "
            + "every = 1.", [], returns: .object(TrajectoryObject.self),
          example: """
            run = optim.gd{loss = losses.quadratic{A = {{1}}}, eta = 2}:run({3}, 4)
            run:midpoints().beta[1][1]  --> 0.0
            """
        ) { run, call in
          guard let found = run.trajectory.midpoints() else {
            let kept = run.trajectory.steps
            let words = "\(kept.prefix(3).map(String.init).joined(separator: ", "))\(kept.count > 3 ? ", .." : "")"
            throw call.error(
              "needs three steps in a row, k - 1, k and k + 1, and the run kept steps \(words): run with every = 1")
          }
          return TrajectoryObject(found)
        },
        .method(
          "save",
          "Writes it to a file, and returns its name: a .csv or .npy file gets step, t, loss and beta of every kept step; a .npz "
            + "or .json file all that trajectories.load needs to go on.",
          [Parameters.file], returns: .string
        ) { t, call in
          let path = try call[Parameters.file]
          try call.handlingFiles {
            try t.trajectory.save(to: path, call.supervision(Call.title("writing", path)))
          }
          return path
        },
      ])
  }

  private func lossRange(_ state: LuaState) throws(LuaError) -> [VectorObject]? {
    let t = trajectory
    guard let errors = t.errors, t.hasLoss else { return nil }
    let watch = Watch("losses of \(2 * t.steps.count) points", state.checkInterrupt)
    let poll = { () throws(LuaError) in try watch.poll() }
    let around = [-1.0, 1].map { sign in
      Matrix(
        rows: errors.rows, columns: errors.columns,
        elements: zip(t.points.elements, errors.elements).map { $0 + sign * $1 })
    }
    let all = [
      try losses(state).vector, try t.losses(at: around[0], poll: poll), try t.losses(at: around[1], poll: poll),
    ]
    let at = all[0].indices
    return [
      VectorObject(Vector(at.map { i in all.map { $0[i] }.min() ?? .nan })),
      VectorObject(Vector(at.map { i in all.map { $0[i] }.max() ?? .nan })),
    ]
  }

  private func losses(_ state: LuaState) throws(LuaError) -> VectorObject {
    if let losses { return losses }
    let watch = Watch("losses of \(trajectory.steps.count) points", state.checkInterrupt)
    let found = VectorObject(try trajectory.losses { () throws(LuaError) in try watch.poll() })
    losses = found
    return found
  }

  /// A flow's is the longer to find the first time, for r, the products of which ask whether to go on.
  private func text(poll: () throws -> Void) throws -> String {
    let t = trajectory
    let (count, p) = (t.steps.count, t.points.columns)
    let from = formatted(t.time(ofStep: t.steps[0]))
    var text = "Trajectory  \(t.title), \(counted(count, "point")) in R^\(p), "
    text += count == 1 ? "t = \(from)" : "t = \(from) .. \(formatted(t.endTime))"
    if t.hasLoss {
      text += "\n  loss  "
      if count > 1 { text += formatted(t.objective.value(at: t.points.row(0)), "%.2e") + " -> " }
      text += formatted(t.objective.value(at: t.end), "%.2e") + "     "
    } else {
      text += "\n  "
    }
    text += "final  (\(summary(of: t.end, separator: ", ", limit: 6)))"
    if !t.recordings.isEmpty {
      text += "\n  recorded  " + t.recordings.map { "\($0.name) (\($0.steps.count))" }.joined(separator: ", ")
    }
    if let message { text += "\n  " + message }
    if let s = t.statistics {
      text += "\n  \(counted(s.acceptedSteps, "step")), \(s.rejectedSteps) rejected, "
      text += "\(s.evaluations) evaluations of the field"
      if s.expansions > 0 { text += ", \(s.expansions) expansions" }
      if s.jacobians > 0 { text += ", \(s.jacobians) Jacobians" }
    }
    for line in try notes?.lines(of: t, poll: poll) ?? [] where message?.contains(line) != true { text += "\n  " + line }
    return text
  }

  /// Why it ended before its last step.
  private var message: String? {
    let t = trajectory
    let last = t.steps[t.steps.count - 1]
    let time = "t = \(formatted(t.endTime))"
    let place = !t.hasLoss ? time : t.endsBetweenSteps ? "\(time), in step \(last)" : "step \(last)"
    let failure: String
    switch t.ending {
    case .completed: return nil
    case .lossGoal: return "stopped at \(place): the loss is low enough"
    case .gradientGoal: return "stopped at \(place): the gradient is small enough"
    case .stopped: return "stopped at \(place) by the function given"
    case .interrupted: return "interrupted at step \(last); what came before is kept"
    case .diverged(let step):
      let time = formatted(t.statistics?.time ?? t.time(ofStep: step - 1))
      failure = "step \(step), from t = \(time) on, made a number that is not finite"
    case .stepTooSmall(let step, let time):
      failure = "steps became too small in step \(step), at t = \(formatted(time))"
    case .tooManySteps(let step, let time):
      failure = "no steps were left in step \(step), at t = \(formatted(time))"
    }
    return failure + "; what came before is kept" + (notes.map { "\n  " + $0.atStart } ?? "")
  }
}
