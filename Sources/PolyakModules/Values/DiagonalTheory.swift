import HeavyBall
import LuaKit

/// Options that the functions of diagonal linear networks share.
enum DiagonalTheory {
  static let problem = Parameter.option("problem", .object(DiagonalProblemObject.self), "the problem")
  static let hessian = Parameter.option(
    "hessian", .string(oneOf: HessianBlocks.allCases.map(\.rawValue)), default: "joint",
    "\"joint\": all second derivatives, as Theorem 2.1 says; \"block\": as printed, those of w+ and of w- alone")
  static let phi = Parameter.option("phi", .vector, default: nil, "phi at the end; 0 if left out")
  static let start = Parameter.option(
    "start", .vector, default: nil, "the beta that training began from, where its w was not 0; its kappa is positive")

  static func hessian(_ call: Call) throws -> HessianBlocks {
    HessianBlocks(rawValue: try call.string("hessian")) ?? .joint
  }

  /// The start of a training given, nil without one.
  static func start(_ call: Call, _ problem: DiagonalProblem) throws -> Vector? {
    guard let start = try call.vectorIfPresent("start", count: 2 * problem.unknowns) else { return nil }
    if let j = problem.kappa(start).firstIndex(where: { !($0 > 0) }) {
      throw call.error(
        "option 'start' must have w+ w- > 0 in every component, got "
          + "\(LuaValue.number(problem.kappa(start)[j]).briefly) in place \(j + 1)")
    }
    return start
  }

  static let momentum = Parameter.option(
    "mu", .number(in: 0..<1), default: nil, "the trajectory's momentum, which it is if left out: another is refused")
  static let stepSize = Parameter.option(
    "eta", .positiveNumber, default: nil, "the trajectory's step size, which it is if left out: another is refused")

  /// The trajectory given, on the problem's loss. One that diverged is refused.
  static func trajectory(_ call: Call, _ problem: DiagonalProblem) throws -> Trajectory {
    let t = try call.object("trajectory", TrajectoryObject.self).trajectory
    guard t.points.columns == 2 * problem.unknowns else {
      throw call.error(
        "option 'trajectory' must have points in R^\(2 * problem.unknowns), w+ and w- of the problem, got R^\(t.points.columns)")
    }
    if case .diverged(let step) = t.ending {
      throw call.error(
        "option 'trajectory' diverged: step \(step) made a number that is not finite, and the theory is of trainings that do not")
    }
    guard problem.isLoss(t.objective, at: t.end) else {
      throw call.error("option 'trajectory' must be on the problem's loss, as \(problem.normalization.call) gives it")
    }
    return t
  }

  /// The method whose formula holds of a trajectory.
  ///
  /// - Parameter covers: whether ν ≠ 0 is covered.
  private static func method(of t: Trajectory, _ call: Call, coversLookahead covers: Bool) throws -> MomentumFamily {
    let made = t.provenance
    guard let method = made.method else {
      throw call.error(
        "option 'trajectory' must be a run of heavy ball, or its flow's, got one of \(t.title), of which the theory says nothing")
    }
    if method.lookahead != 0, made.isFlow || !covers {
      throw call.error(
        "option 'trajectory' must be "
          + (covers ? "a run of a method, or the flow of heavy ball, nu = 0" : "a run of heavy ball, nu = 0, or its flow's")
          + ", got \(words(t))")
    }
    if let order = made.flowOrder, order < 2 {
      throw call.error(
        "option 'trajectory' must be a run of heavy ball, or its flow's of order 2 or more, got one of \(t.title), along which "
          + "kappa stays")
    }
    guard made.isWhole else {
      throw call.error(
        "option 'trajectory' must be of one method from rest at step 0 on; before this one there were another's steps, "
          + "another eta or mu, or momentum at the start")
    }
    for (name, value) in [("eta", method.stepSize), ("mu", method.momentum)] {
      guard let given = try call.numberIfPresent(name), given != value else { continue }
      throw call.error("option '\(name)' must be the trajectory's, \(formatted(value)), got \(formatted(given))")
    }
    return method
  }

  /// What a trajectory is of, in words.
  static func words(_ t: Trajectory) -> String {
    guard let method = t.provenance.method else { return "one of \(t.title)" }
    let nu = method.lookahead == 0 ? "" : ", nu = \(formatted(method.lookahead))"
    return "one of \(t.title), eta = \(formatted(method.stepSize)), mu = \(formatted(method.momentum))\(nu)"
  }

  /// What the theory of order 2 predicts for a trajectory.
  ///
  /// - Parameter covers: whether of methods with ν ≠ 0 too.
  static func bias(_ call: Call, coversLookahead covers: Bool) throws -> PredictedBias {
    let problem = try call.object("problem", DiagonalProblemObject.self).problem
    let t = try trajectory(call, problem)
    let hessian = try hessian(call)
    let method = try method(of: t, call, coversLookahead: covers && hessian == .joint)
    if t.provenance.hasOwnField, hessian == .joint {
      throw call.error("option 'hessian' must be 'block' for a trajectory of \(t.title), got 'joint'")
    }
    // A training remembers where it began, and the integral from there on. Of another run both are in what it kept.
    if t.memory[DiagonalTraining.start] == nil {
      guard t.steps[0] == 0, t.steps.count > 1 || t.steps[0] == t.steps[t.steps.count - 1] else {
        throw call.error(
          "the trajectory does not have the points from step 0 on, which the integral is over: keep them (every = n), or "
            + "train with p:train, which adds up on the way")
      }
    }
    let watch = call.watch("the integral of (dL/dw)^2")
    let start = t.memory[DiagonalTraining.start] ?? t.points.row(0)
    let (integral, error) = try t.integralOfSquaredGradient(for: problem) { () throws(any Error) in try watch.poll() }
    if error > 0.05 {
      throw call.error(
        "the trajectory keeps too few points for the integral of (dL/dw)^2, which changes by \(formatted(100 * error, "%.0f"))% where every "
          + "second of them is left out: keep more (a smaller 'every'), or train with p:train, which adds up on the way")
    }
    return PredictedBias(
      problem, from: start, to: problem.predictor(t.end), integral: integral,
      stepSize: method.stepSize, momentum: method.momentum, lookahead: method.lookahead, isFlow: t.provenance.isFlow,
      hessian: hessian)
  }
}

extension Call {
  /// A function of a point, of each row of a matrix, or of each point of a trajectory.
  func mapPoints(_ name: String, dimension: Int?, _ f: (Vector) -> Vector) throws -> Operand {
    func check(_ count: Int) throws {
      if let dimension, count != dimension {
        throw error("\(label(name)) must have \(dimension) elements, w+ and then w-, got \(count)")
      }
      if count % 2 != 0 { throw error("\(label(name)) must have an even number of elements, w+ and then w-, got \(count)") }
    }
    switch try value(name, as: Start.self) {
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
