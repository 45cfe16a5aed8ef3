import HeavyBall
import LuaKit

private let normalization = RegressionData.normalization.optional(default: "the problem's")
private let splitPoint = Parameters.beta.described("a point")
private let endKappa = Parameter("kappa", .kappa, "kappa at the end")

private enum PaperStart {
  static let scale = Parameter("s", .positiveNumber, "the scale")
  static let ratio = Parameter("theta", .positiveNumber, "how uneven", default: 1)
}

private enum Training {
  static let start = Parameter(
    "start", .points, "a point, or a trajectory of an earlier training to go on from")
  static let momentum = Parameter("mu", .number(in: 0..<1), "momentum", default: 0)
  static let loss = Parameter("loss", .nonNegativeNumber, "stop at the first step with a loss that low", default: 1e-14)
  static let steps = Parameter("steps", .positiveInteger, "stop after so many steps", default: 10_000_000)
  static let every = Parameter("every", Run.recording, Run.every.summary, default: .last)
}

/// Regression by a diagonal linear network in Lua's hands: `dln.problem{X = X, y = y}`.
final class DiagonalProblemObject: LuaObject {
  let problem: DiagonalProblem
  /// By normalization: every optimizer on the same loss shares its formulas.
  private var losses: [LossNormalization: LossObject] = [:]
  private lazy var inputs = MatrixObject(problem.x)
  private lazy var targets = VectorObject(problem.y)
  private lazy var truth = problem.truth.map { VectorObject($0) }

  init(_ problem: DiagonalProblem) { self.problem = problem }

  var externalBytes: Int { 8 * (problem.x.elements.count + problem.y.count) }

  func loss(_ normalization: LossNormalization? = nil) -> LossObject {
    let wanted = normalization ?? problem.normalization
    if let known = losses[wanted] { return known }
    let loss = LossObject(Objective(DiagonalLinearLoss(x: problem.x, y: problem.y, normalization: wanted)))
    losses[wanted] = loss
    return loss
  }

  static let example = "p = dln.problem{X = {{1, 2, 0}, {0, 1, 1}}, y = {1, 2}}\n"

  static var luaClass: ClassDeclaration {
    ClassDeclaration(
      DiagonalProblemObject.self, "DiagonalProblem",
      "Regression X w = y by a diagonal linear network, w = w+^2 - w-^2; a point beta is w+ and then w-.",
      instanceName: "p",
      [
        .property("X", "The inputs, a row each.", .object(MatrixObject.self)) { $0.inputs },
        .property("y", "The targets.", .object(VectorObject.self)) { $0.targets },
        .property("n", "How many equations.", .integer) { $0.problem.equations },
        .property("d", "How many unknowns.", .integer) { $0.problem.unknowns },
        .property("w_star", "The w that the data was made from; nil where it is not known.", .object(VectorObject.self)) {
          $0.truth
        },
        .property("normalization", "\"mean\" or \"sum\".", .string) { $0.problem.normalization.rawValue },
        .property("note", "What there is to say of n >= d; nil for n < d.", .string) { $0.note },
        .tostring { $0.text },
        .method(
          "loss", "The loss of beta, |X w - y|^2 / (2n), or of another normalization than the problem's.", [],
          options: [normalization],
          returns: .object(LossObject.self), example: example + "p:loss(){1, 1, 1, 0, 1, 1}  --> 1.0"
        ) { p, call in p.loss(try call[normalization]) },
        .method(
          "start", "The paper's start, w+ = theta s, w- = s/theta in every component: kappa is s^2, and w is 0 for theta = 1.",
          [PaperStart.scale, PaperStart.ratio],
          returns: .object(VectorObject.self), example: example + "p:start(0.1, 0.5)[4]  --> 0.2"
        ) { p, call in
          let start = p.problem.start(scale: try call[PaperStart.scale], ratio: try call[PaperStart.ratio])
          guard start.isFinite, p.problem.kappa(start)[0] > 0 else {
            throw call.error("s and theta are so extreme that w+, w- or kappa = s^2 are no positive numbers")
          }
          return VectorObject(start)
        },
        .method(
          "split", "w+ and w-.", [splitPoint], returns: .object(VectorObject.self),
          example: example + "select(2, p:split{1, 1, 1, 0, 1, 2})[3]  --> 2.0"
        ) { p, call in
          let (plus, minus) = p.problem.split(try p.point(splitPoint, call))
          return Results(VectorObject(plus), VectorObject(minus))
        },
        .method(
          "predictor", "w = w+^2 - w-^2 of a point; of the points of a matrix or a trajectory a matrix, a row each.",
          [DiagonalTheory.points],
          returns: LuaType.object(VectorObject.self).or(.object(MatrixObject.self)),
          example: example + "p:predictor{1, 1, 1, 0, 1, 2}[3]  --> -3.0"
        ) { p, call in
          try call.mapPoints(DiagonalTheory.points, dimension: 2 * p.problem.unknowns, p.problem.predictor)
        },
        .method(
          "train",
          "Heavy ball until the loss is low enough. The run's memory has start, integral_gradient_squared and "
            + "integral_gradient_cubed, the integrals of (dL/dw)^2 and (dL/dw)^3 over all steps, and steps_of_negative_kappa, how many iterates behind the start had kappa_j < 0.",
          [Training.start],
          options: [
            Parameters.eta, Training.momentum, Training.loss, Training.steps, Training.every, Run.progress,
            LivePlot.parameter,
          ],
          returns: .object(TrajectoryObject.self),
          example: example + "p:train(p:start(0.1), {eta = 0.05, mu = 0.5}).ending  --> loss"
        ) { p, call in Run.Result(value: try p.train(call)) },
        .method(
          "flow",
          "The limit flow of order 2 with the loss's joint Hessian, as Theorem 2.1 says, or with its diagonal blocks "
            + "alone, as the paper's proofs take it.",
          [], options: [FlowOptions.stepSize, FlowOptions.momentum, DiagonalTheory.hessian],
          returns: .object(FlowObject.self),
          example: example + "p:flow{eta = 0.01, mu = 0.5, hessian = \"block\"}.order  --> 2"
        ) { p, call in
          let (η, µ) = (try call[FlowOptions.stepSize], try call[FlowOptions.momentum])
          let loss = p.loss()
          return FlowObject(
            try call[DiagonalTheory.hessian] == .joint
              ? HeavyBallFlow(loss.objective, stepSize: η, momentum: µ, order: 2, form: .limit)
              : .withHessianBlocks(loss.objective, stepSize: η, momentum: µ),
            on: loss)
        },
        .method(
          "minimize",
          "The w with the least potential(w, kappa) + w phi - w asinh(w(0)/(2 kappa(0)))/4 among those with X w = y: "
            + "Theorem 3.1's end. Also a table with iterations and residual, |X w - y| relative, rows of X of length 1.",
          [], options: [endKappa, DiagonalTheory.phi, DiagonalTheory.start],
          returns: .object(VectorObject.self), example: example + "p:minimize{kappa = 0.1}[1]  --> -0.0980479"
        ) { p, call in try p.minimize(call) },
        .method(
          "kkt_residual",
          "How far an interpolant is from what minimize gives: the part of asinh(w/(2 kappa))/4 + phi - "
            + "asinh(w(0)/(2 kappa(0)))/4 outside X's row space, relative to the whole. Also |X w - y|/|y|, 0 for an "
            + "interpolant.",
          [], options: [DiagonalTheory.predictor, endKappa, DiagonalTheory.phi, DiagonalTheory.start], returns: .number,
          example: example + "p:kkt_residual{w = {0, 0.5, 1.5}, kappa = 1}  --> 0.247213"
        ) { p, call in
          let (d, watch) = (p.problem.unknowns, call.watch("kkt_residual"))
          let found = try p.problem.optimality(
            of: try call.vector(DiagonalTheory.predictor, count: d), kappa: try call.kappa(endKappa, count: d),
            phi: try call.vector(DiagonalTheory.phi, count: d), start: try DiagonalTheory.checkedStart(call, p.problem)
          ) { try watch.poll() }
          return Results(found.stationarity, found.constraint)
        },
      ])
  }

  func point(_ parameter: Parameter<Vector>, _ call: Call) throws -> Vector {
    try call.vector(parameter, count: 2 * problem.unknowns)
  }

  private var note: String? {
    problem.equations < problem.unknowns
      ? nil : "n >= d: unless columns of X are dependent, the interpolant is unique, or there is none"
  }

  private var text: String {
    let (n, d) = (problem.equations, problem.unknowns)
    var text = "DiagonalProblem  \(counted(n, "equation")), \(counted(d, "unknown"))"
    if let truth = problem.truth {
      let count = truth.count { $0 != 0 }
      text += ", w* with \(counted(count, "nonzero"))"
    }
    if problem.normalization == .sum { text += ", plain sum of squares" }
    return text + (note.map { "\n  " + $0 } ?? "")
  }

  private func train(_ call: Call) throws -> any LuaObject {
    // A loss of its own: formulas of other trainings stay out of it, however many there are.
    let training = DiagonalTraining(
      problem, stepSize: try call[Parameters.eta], momentum: try call[Training.momentum])
    let iteration = training.iteration
    var request = try RunRequest(
      call, on: iteration.objective, title: iteration.title, sizes: iteration.sizes,
      start: try call.start(Training.start, for: iteration.objective), steps: try call[Training.steps], every: Training.every)
    request.options.lossGoal = try call[Training.loss]
    return try request.finish { start, steps, options in
      switch start {
      case .point(let v): return .run(try training.run(from: v, steps: steps, options))
      case .trajectory(let t):
        guard DiagonalTraining.hasSums(t), self.problem.isLoss(t.objective, at: t.end) else {
          throw call.fault(
            at: Training.start, complaint: "must be a point, or a trajectory that p:train made of this problem")
        }
        return .run(try training.run(from: t, steps: steps, options))
      case .rows: throw call.fault(at: Training.start, complaint: "must be one point: each training stops at its own step")
      }
    }
  }

  private func minimize(_ call: Call) throws -> Results {
    let (d, watch) = (problem.unknowns, call.watch("minimize"))
    let κ = try call.kappa(endKappa, count: d)
    if let j = κ.firstIndex(where: { !(1e-300...1e300).contains($0) }) {
      throw call.fault(
        at: endKappa, complaint: "must be in [1e-300, 1e300], got \(LuaValue.number(κ[j]).briefly)")
    }
    do {
      let found = try problem.minimizer(
        kappa: κ, phi: try call.vector(DiagonalTheory.phi, count: d),
        start: try DiagonalTheory.checkedStart(call, problem), poll: { try watch.poll() })
      return Results(
        VectorObject(found.w), ["iterations": LuaValue.integer(found.iterations), "residual": .number(found.residual)])
    } catch let failure as DiagonalProblem.MinimizationFailure {
      throw call.error(failure.description)
    }
  }
}

extension DiagonalProblem.MinimizationFailure: CustomStringConvertible {
  public var description: String {
    switch self {
    case .inconsistent(let rank, let equations, let distance):
      "there is no w with X w = y: the rank of X's \(equations) rows is \(rank), and y does not depend in the same way "
        + "(the nearest X w is \(formatted(distance, "%.2g")) |y| away, rows of X of length 1)"
    case .notConverged(let iterations, let residual):
      "no minimum found in \(iterations) steps: |X w - y| is still \(formatted(residual, "%.2g")) |y|"
    }
  }
}
