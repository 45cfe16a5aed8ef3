import HeavyBall
import LuaKit

private let truth = Parameter("w_star", .vector, "the w that the data was made from").optional
private let kappa = Parameter("kappa", .kappa, "kappa of each component, or one for all")

private enum SparseRegression {
  static let equations = Parameter("n", .positiveInteger, "how many equations")
  static let unknowns = Parameter("d", .positiveInteger, "how many unknowns")
  static let nonzero = Parameter("nonzero", .integer(in: 0...), "how many unknowns are not 0")
  static let amplitude = Parameter("amplitude", .finiteNumber, "what those are", default: 1)
  static let support = Parameter(
    "support", .choice(of: DiagonalProblem.Support.self),
    "which they are: the first, or where a permutation drawn after X begins", default: .first)
}

private let predictionParameters: [AnyParameter] = [
  DiagonalTheory.problem, DiagonalTheory.trajectory, DiagonalTheory.stepSize, DiagonalTheory.momentum, DiagonalTheory.hessian,
  DiagonalTheory.order,
]

private enum PredictionError {
  static let predicted = Parameter("predicted", .kappa, "kappa as predicted")
  static let found = Parameter("found", .vector, "kappa as it is")
  static let initial = Parameter("initial", .kappa, "kappa at the beginning")
}

private enum Path {
  static let trajectory = DiagonalTheory.trajectory.described(
    "the flow's own, another flow's or a run of the same eta and mu")
  static let flow = Parameter("flow", .object(FlowObject.self), "the flow")
}

private enum Terms {
  static let order = Parameter("order", .integer(in: 2...3), "of the flow", default: 2)
  static let stepSize = FlowOptions.stepSize.described("heavy ball's step size, for order 3").optional
}

/// `dln`: diagonal linear networks (section 3 of the paper).
let diagonalModule = Module(
  "dln", "Diagonal linear networks: the potential they minimise without being told, and what momentum does to it.",
  functions: [
    Function(
      "problem", "Regression X w = y by a diagonal linear network.", [],
      options: [RegressionData.inputs.parameter, RegressionData.targets.parameter, truth, RegressionData.normalization],
      returns: .object(DiagonalProblemObject.self),
      example: "dln.problem{X = {{1, 2, 0}, {0, 1, 1}}, y = {1, 2}}.d  --> 3"
    ) { call in
      let (x, y) = try call.regressionData()
      return DiagonalProblemObject(
        DiagonalProblem(
          x: x, y: y, truth: try call.vector(truth, count: x.columns),
          normalization: try call[RegressionData.normalization]))
    },
    Function(
      "sparse_regression",
      "A problem of random data: X = random.new(seed):normal(n, d), w_star = amplitude on its support, y = X w_star.",
      [],
      options: [
        SparseRegression.equations, SparseRegression.unknowns, SparseRegression.nonzero, SparseRegression.amplitude,
        SparseRegression.support, Parameters.seed, RegressionData.normalization,
      ],
      returns: .object(DiagonalProblemObject.self),
      example: "dln.sparse_regression{n = 40, d = 100, nonzero = 5, seed = 0}.X:get(1, 1)  --> 0.12573"
    ) { call in
      let (n, d) = (try call[SparseRegression.equations], try call[SparseRegression.unknowns])
      let nonzero = try call[SparseRegression.nonzero]
      guard nonzero <= d else {
        throw call.fault(at: SparseRegression.nonzero, complaint: "must be at most d = \(d), got \(nonzero)")
      }
      try call.checkRoom(for: n, by: d)
      let watch = call.watch("sparse_regression")
      let problem = try DiagonalProblem.sparseRegression(
        equations: n, unknowns: d, nonzero: nonzero, amplitude: try call[SparseRegression.amplitude],
        support: try call[SparseRegression.support], seed: try call[Parameters.seed],
        normalization: try call[RegressionData.normalization], poll: { try watch.poll() })
      guard problem.y.isFinite else {
        throw call.fault(at: SparseRegression.amplitude, complaint: "is so large that y is not finite")
      }
      return DiagonalProblemObject(problem)
    },
    Function(
      "kappa", "w+ w- of a point; of the points of a matrix or a trajectory a matrix, a row each.",
      [DiagonalTheory.points],
      returns: LuaType.object(VectorObject.self).or(.object(MatrixObject.self)),
      example: "dln.kappa{1, 2, 3, 5}[2]  --> 10.0"
    ) { call in
      try call.mapPoints(DiagonalTheory.points, dimension: nil) { β in
        let d = β.count / 2
        return Vector((0..<d).map { β[$0] * β[d + $0] })
      }
    },
    Function(
      "potential", "The potential of gradient flow (23), the sum of (w asinh(w/(2 kappa)) - sqrt(w^2 + 4 kappa^2) + 2 kappa)/4.",
      [DiagonalTheory.predictor, kappa], returns: .number, example: "dln.potential({1, -2}, 0.01)  --> 3.06041"
    ) { call in
      let w = try call.finite(DiagonalTheory.predictor)
      return HyperbolicPotential.value(w, kappa: try call.kappa(kappa, count: w.count))
    },
    Function(
      "potential_gradient", "The potential's gradient, asinh(w/(2 kappa))/4.", [DiagonalTheory.predictor, kappa],
      returns: .object(VectorObject.self),
      example: "dln.potential_gradient({1, -2}, 0.01)[2]  --> -1.32459"
    ) { call in
      let w = try call.finite(DiagonalTheory.predictor)
      return VectorObject(HyperbolicPotential.gradient(w, kappa: try call.kappa(kappa, count: w.count)))
    },
    Function(
      "counter_terms",
      "gamma+/w+ and gamma-/w- of the limit flow of order 2 in closed form, (105) and (108); or of order 3, gamma being the "
        + "whole of what that has beside -grad L/(1-mu), over eta.",
      [],
      options: [
        DiagonalTheory.problem, Parameters.beta, FlowOptions.momentum, DiagonalTheory.hessian, Terms.order, Terms.stepSize,
      ],
      returns: .object(VectorObject.self),
      example: example("dln.counter_terms{problem = p, beta = p:start(1), mu = 0.5}[1]  --> -210.0")
    ) { call in
      let object = try call[DiagonalTheory.problem]
      let terms = try counterTerms(object.problem, at: try object.point(Parameters.beta, call), call)
      return Results(VectorObject(terms.plus), VectorObject(terms.minus))
    },
    Function(
      "predicted_kappa",
      "kappa at the end by the theory of order 2 or 3, from where a run began and its integral of (dL/dw)^2: that over every "
        + "step of a run by p:train, of another from the kept steps, refused where those are too few. At order 3 a run has "
        + "what its first steps leave, and the limit flow what its terms of order 3 do. Of a run of nag or momentum, nu "
        + "not 0, by their own formula, with hessian = \"joint\" alone; of Adam, of a run that diverged, and of one that "
        + "began with momentum or by another method, there is none.",
      [], options: predictionParameters, returns: .object(VectorObject.self),
      example: example("dln.predicted_kappa{problem = p, trajectory = run, mu = 0.5}[2]  --> 0.00644022")
    ) { call in
      let (theory, integrals, end) = try DiagonalTheory.bias(call)
      return VectorObject(theory.kappa(integrals, to: end))
    },
    Function(
      "predicted_phi",
      "phi at the end by the theory: at order 2 eta (1+mu)/(2 (1-mu)^2) dL/dw(0), half of it as printed, and no part of what "
        + "decides where training ends; at order 3 also 4 eta^2 (1+4mu+mu^2)/(3 (1-mu)^5) times the integral of (dL/dw)^3, "
        + "which has one, and a combination of rows of X, which has none. Of what predicted_kappa takes.",
      [], options: predictionParameters, returns: .object(VectorObject.self),
      example: example("dln.predicted_phi{problem = p, trajectory = run, mu = 0.5, order = 2}[2]  --> -0.06")
    ) { call in
      let (theory, integrals, _) = try DiagonalTheory.bias(call)
      return VectorObject(theory.phi(integrals))
    },
    Function(
      "prediction_error",
      "max |ln(predicted/found)| / max |ln(found/initial)| of kappa: 0 for a perfect prediction, 1 for none; NaN where a "
        + "component changed sign.",
      [], options: [PredictionError.predicted, PredictionError.found, PredictionError.initial], returns: .number,
      example: "dln.prediction_error{predicted = {0.8, 1}, found = {0.8, 0.9}, initial = 1}  --> 0.472165"
    ) { call in
      let found = try call.finite(PredictionError.found)
      return PredictedBias.error(
        predicted: try call.kappa(PredictionError.predicted, count: found.count), found: found,
        initial: try call.kappa(PredictionError.initial, count: found.count))
    },
    Function(
      "path",
      "kappa(t), epsilon(t), phi(t) and the potential at every kept step of a run or a flow, with the residuals of the "
        + "identities behind Theorem 3.1; gamma is that of the flow, of any order and form.",
      [], options: [DiagonalTheory.problem, Path.trajectory, Path.flow], returns: .object(DiagonalPathObject.self),
      example: example(
        """
        flow = hbf.flow{loss = p:loss(), eta = 0.01, mu = 0.5, order = 3, form = "limit"}
        path = dln.path{problem = p, trajectory = flow:integrate(p:start(0.1), 100), flow = flow}
        path.residuals.dynamics:norm(math.huge) < 1e-7  --> true
        """)
    ) { call in try path(call) },
  ],
  classes: [DiagonalProblemObject.self, DiagonalPathObject.self])

private func example(_ code: String) -> String {
  let run = code.contains("run") ? "run = optim.hb{loss = p:loss(), eta = 0.01, mu = 0.5}:run(p:start(0.1), 2000)\n" : ""
  return DiagonalProblemObject.example + run + code
}

private func counterTerms(_ problem: DiagonalProblem, at β: Vector, _ call: Call) throws -> CounterTerms {
  let (µ, hessian) = (try call[FlowOptions.momentum], try call[DiagonalTheory.hessian])
  guard try call[Terms.order] == 3 else {
    if try call.has(Terms.stepSize) {
      throw call.fault(at: Terms.stepSize, complaint: "is for order 3: the terms of order 2 do not depend on it")
    }
    return CounterTerms(problem, at: β, momentum: µ, hessian: hessian)
  }
  if hessian == .block {
    throw call.fault(at: Terms.order, complaint: "must be 2 with hessian = 'block', got 3: the printed form has no more")
  }
  return CounterTerms(problem, at: β, stepSize: try call.required(Terms.stepSize), momentum: µ)
}

private func path(_ call: Call) throws -> DiagonalPathObject {
  let problem = try call[DiagonalTheory.problem].problem
  let t = try DiagonalTheory.checkedTrajectory(Path.trajectory, call, problem)
  let flow = try call[Path.flow].flow
  guard flow.objective.dimension == 2 * problem.unknowns, flow.lookahead == 0 else {
    throw call.fault(
      at: Path.flow,
      complaint: "must be heavy ball's flow on the problem's loss, got \(flow.title) on \(flow.objective.name)")
  }
  guard !flow.hasMomentum else {
    throw call.fault(at: Path.flow, complaint: "must be a first-order flow, whose field is of beta alone, got form 'phase'")
  }
  guard problem.isLoss(flow.objective, at: t.points.row(0)) else {
    throw call.fault(
      at: Path.flow,
      complaint: "must be on the problem's loss, which differs from the flow's where the trajectory begins")
  }
  guard t.provenance.method == flow.method else {
    throw call.fault(
      at: Path.trajectory,
      complaint: "must be of heavy ball or a flow of the flow's eta = \(formatted(flow.stepSize)) and "
        + "mu = \(formatted(flow.momentum)), got \(DiagonalTheory.words(t))")
  }
  let watch = call.watch("dln.path")
  try call.state.checkMemory(adding: 40 * t.steps.count * problem.unknowns)
  let path = try DiagonalPath(problem, t, flow: flow, poll: { try watch.poll() })
  return DiagonalPathObject(path, title: t.title)
}
