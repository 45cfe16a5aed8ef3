import HeavyBall
import LuaKit

/// Parameters that the functions of diagonal linear networks share.
enum DiagonalTheory {
  static let problem = Parameter("problem", .object(DiagonalProblemObject.self), "the problem")
  static let trajectory = Parameter(
    "trajectory", .object(TrajectoryObject.self), "a run from rest, or heavy ball's flow's")
  static let hessian = Parameter(
    "hessian", .choice(of: HessianBlocks.self),
    "\"joint\": all second derivatives, as Theorem 2.1 says; \"block\": as printed, those of w+ and of w- alone",
    default: .joint)
  static let predictor = Parameter("w", .vector, "a predictor")
  static let points = Parameter("beta", .points, "a point, a matrix of points, or a trajectory")
  static let order = Parameter(
    "order", .integer(in: 2...3),
    "of the theory: 3 has also what the first steps of a run leave, and what the flow's terms of order 3 do; with hessian = "
      + "\"block\", and of a flow of order 2, there is 2 alone"
  ).optional(default: "the highest of which there is a formula")
  static let phi = Parameter("phi", .vector, "phi at the end").optional(default: "0")
  static let start = Parameter(
    "start", .vector, "the beta that training began from, where its w was not 0; its kappa is positive"
  ).optional
  static let momentum = Parameters.mu.described(
    "the trajectory's momentum: another is refused"
  ).optional(default: "the trajectory's")
  static let stepSize = Parameters.eta.described(
    "the trajectory's step size: another is refused"
  ).optional(default: "the trajectory's")

  /// The start of a training given, nil without one.
  static func checkedStart(_ call: Call, _ problem: DiagonalProblem) throws -> Vector? {
    guard let point = try call.vector(start, count: 2 * problem.unknowns) else { return nil }
    let κ = problem.kappa(point)
    if let j = κ.firstIndex(where: { !($0 > 0) }) {
      throw call.fault(
        at: start,
        complaint: "must have w+ w- > 0 in every component, but in component \(j + 1) it is \(LuaValue.number(κ[j]).briefly)")
    }
    return point
  }

  /// The trajectory given, on the problem's loss. One that diverged is refused.
  static func checkedTrajectory(
    _ parameter: Parameter<TrajectoryObject>, _ call: Call, _ problem: DiagonalProblem
  ) throws -> Trajectory {
    let t = try call[parameter].trajectory
    guard t.points.columns == 2 * problem.unknowns else {
      throw call.fault(
        at: parameter,
        complaint: "must have points in R^\(2 * problem.unknowns), w+ and w- of the problem, got R^\(t.points.columns)")
    }
    if case .diverged(let step) = t.ending {
      throw call.fault(
        at: parameter,
        complaint: "diverged: step \(step) made a number that is not finite, and the theory is of trainings that do not")
    }
    guard problem.isLoss(t.objective, at: t.end) else {
      throw call.fault(
        at: parameter, complaint: "must be on the problem's loss, as \(problem.normalization.call) gives it")
    }
    return t
  }

  /// The method whose formula holds of a trajectory.
  ///
  private static func method(of t: Trajectory, _ call: Call, _ hessian: HessianBlocks) throws -> MomentumFamily {
    let made = t.provenance
    guard let method = made.method else {
      throw call.fault(
        at: trajectory,
        complaint: "must be a run of heavy ball, or its flow's, got one of \(t.title), of which the theory says nothing")
    }
    if method.lookahead != 0, hessian == .block {
      throw call.fault(
        at: trajectory,
        complaint: "must be a run of heavy ball, nu = 0, or its flow's, got \(words(t))")
    }
    if let order = made.flowOrder, order < 2 {
      throw call.fault(
        at: trajectory,
        complaint: "must be a run of heavy ball, or its flow's of order 2 or more, got one of \(t.title), along which "
          + "kappa stays")
    }
    guard made.isWhole else {
      throw call.fault(
        at: trajectory,
        complaint: "must be of one method from rest at step 0 on; before this one there were another's steps, "
          + "another eta or mu, or momentum at the start")
    }
    for (parameter, value) in [(stepSize, method.stepSize), (momentum, method.momentum)] {
      guard let given = try call[parameter], given != value else { continue }
      throw call.fault(at: parameter, complaint: "must be the trajectory's, \(formatted(value)), got \(formatted(given))")
    }
    return method
  }

  /// What a trajectory is of, in words.
  static func words(_ t: Trajectory) -> String {
    guard let method = t.provenance.method else { return "one of \(t.title)" }
    let nu = method.lookahead == 0 ? "" : ", nu = \(formatted(method.lookahead))"
    return "one of \(t.title), eta = \(formatted(method.stepSize)), mu = \(formatted(method.momentum))\(nu)"
  }

  /// The order of the theory that is asked for, or the highest that there is for the trajectory.
  private static func order(for t: Trajectory, _ call: Call, _ hessian: HessianBlocks) throws -> Int {
    let highest = hessian == .block ? 2 : min(t.provenance.flowOrder ?? 3, 3)
    guard let wish = try call[order] else { return highest }
    if wish > highest {
      throw call.fault(
        at: order,
        complaint: hessian == .block
          ? "must be 2 with hessian = 'block', got \(wish): the printed form has no more"
          : "must be 2 for a trajectory of \(t.title), got \(wish)")
    }
    return wish
  }

  /// What the theory says of a trajectory, and what it adds up along it.
  static func bias(_ call: Call) throws -> (theory: PredictedBias, integrals: GradientIntegrals, end: Vector) {
    let problem = try call[Self.problem].problem
    let t = try checkedTrajectory(trajectory, call, problem)
    let hessian = try call[Self.hessian]
    let method = try method(of: t, call, hessian)
    if t.provenance.hasOwnField, hessian == .joint {
      throw call.fault(at: Self.hessian, complaint: "must be 'block' for a trajectory of \(t.title), got 'joint'")
    }
    let order = try order(for: t, call, hessian)
    // A training remembers where it began, and the integrals from there on. Of another run both are in what it kept.
    if !DiagonalTraining.hasSums(t) {
      guard t.steps[0] == 0, t.steps.count > 1 || t.steps[0] == t.steps[t.steps.count - 1] else {
        throw call.error(
          "the trajectory does not have the points from step 0 on, which the integral is over: keep them (every = n), or "
            + "train with p:train, which adds up on the way",
          at: trajectory)
      }
    }
    let watch = call.watch("the integral of (dL/dw)^2")
    let start = DiagonalTraining.hasSums(t) ? t.memory[DiagonalTraining.start] ?? t.points.row(0) : t.points.row(0)
    let integrals = try t.gradientIntegrals(for: problem) { () throws(any Error) in try watch.poll() }
    if integrals.error > 0.05 {
      throw call.error(
        "the trajectory keeps too few points for the integral of (dL/dw)^2, which changes by \(formatted(100 * integrals.error, "%.0f"))% where every "
          + "second of them is left out: keep more (a smaller 'every'), or train with p:train, which adds up on the way")
    }
    let theory = PredictedBias(
      problem, from: start, by: method, order: order, isOfLimitFlow: t.provenance.isLimitFlow, hessian: hessian)
    return (theory, integrals, problem.predictor(t.end))
  }
}

extension Call {
  /// A function of a point, of each row of a matrix, or of each point of a trajectory.
  func mapPoints(_ parameter: Parameter<Start>, dimension: Int?, _ f: (Vector) -> Vector) throws -> Operand {
    func check(_ count: Int) throws {
      if let dimension, count != dimension {
        throw fault(at: parameter, complaint: "must have \(dimension) elements, w+ and then w-, got \(count)")
      }
      if count % 2 != 0 {
        throw fault(at: parameter, complaint: "must have an even number of elements, w+ and then w-, got \(count)")
      }
    }
    switch try self[parameter] {
    case .point(let v):
      try check(v.count)
      return .vector(f(v))
    case .rows(let a): return try mapped(a, check, f)
    case .trajectory(let t): return try mapped(t.points, check, f)
    }
  }

  private func mapped(_ rows: Matrix, _ check: (Int) throws -> Void, _ f: (Vector) -> Vector) throws -> Operand {
    try check(rows.columns)
    try checkRoom(for: rows.rows, by: rows.columns / 2)
    var result = Matrix(rows: rows.rows, columns: rows.columns / 2)
    if result.columns == 0 { return .matrix(result) }
    let watch = watch("mapping points")
    for i in 0..<rows.rows {
      if i % 256 == 0 { try watch.poll() }
      let row = f(rows.row(i))
      result.elements.replaceSubrange(i * row.count..<(i + 1) * row.count, with: row.elements)
    }
    return .matrix(result)
  }
}

extension LossNormalization {
  /// How a problem is asked for the loss.
  fileprivate var call: String { self == .mean ? "p:loss()" : "p:loss{normalization = \"sum\"}" }
}
