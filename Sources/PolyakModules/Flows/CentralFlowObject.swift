import HeavyBall
import LuaKit

/// A central flow in Lua's hands: `hbf.central_flow{loss = L, eta = 1, mu = 0.5}`.
final class CentralFlowObject: LuaObject {
  let flow: CentralFlow
  private let loss: LossObject

  init(_ flow: CentralFlow, on loss: LossObject) { (self.flow, self.loss) = (flow, loss) }

  private static let tolerances = ToleranceOptions { CentralFlow.options(precision: $0) }

  static var luaClass: ClassDeclaration {
    let example = "hbf.central_flow{loss = losses.quadratic{A = {{2}}}, eta = 1, mu = 0.5"
    return ClassDeclaration(
      CentralFlowObject.self, "CentralFlow", "The flow of a method's mean at the edge of stability.", instanceName: "flow",
      [
        .property("eta", "The step size that is modelled.", .number) { $0.flow.method.stepSize },
        .property("mu", "The momentum that is modelled.", .number) { $0.flow.method.momentum },
        .property("nu", "How far ahead the modelled method takes its gradient; 0 is heavy ball.", .number) {
          $0.flow.method.lookahead
        },
        .property("modes", "How many eigenvalues may be at the threshold at most.", .integer) { $0.flow.modeCount },
        .property("relaxation", "The time, in steps, over which an eigenvalue comes to the threshold.", .number) {
          $0.flow.relaxation
        },
        .property("threshold", "S = 2(1+mu)/(eta (1+2nu)), which eigenvalues do not exceed.", .number) { $0.flow.threshold },
        .property("loss", "The loss.", .object(LossObject.self)) { $0.loss },
        .tostring { $0.text },
        .method(
          "field", "dw/dt at a point.", [Parameters.beta], returns: .object(VectorObject.self),
          example: "\(example)}:field({3})[1]  --> -12.0"
        ) { f, call in
          let w = try call.point(Parameters.beta, for: f.flow.objective)
          try f.checkPoint(w, call)
          return VectorObject(f.flow.field(at: w))
        },
        .method(
          "oscillation",
          "How the method oscillates about a point: the variances of its iterates, largest first, and the unit vectors along which "
            + "they are, a row each; no rows where it does not.",
          [Parameters.beta], returns: .object(VectorObject.self), example: "#\(example)}:oscillation({3})  --> 0"
        ) { f, call in try f.oscillation(call) },
        .method(
          "integrate",
          "The flow from a point, from every row of a matrix, or on from a trajectory's end; step k is at k eta. A single run's "
            + "recorded has at each kept step sharpness; variance, that of the iterates about the flow, summed over all directions; "
            + "variances, its largest ones, of each direction; and mean_loss, the mean of the loss over the iterates, "
            + "L + (H, Sigma)/2. Each evaluation takes eigenvectors of the Hessian.",
          [Run.start, Run.steps],
          options: IntegrateOptions.parameters(tolerances)
            + [Run.every, StopRule.parameter, RecordOptions.parameter, Run.progress, LivePlot.parameter],
          returns: LuaType.object(TrajectoryObject.self).or(.object(EnsembleObject.self)),
          example: "\(example)}:integrate({3}, 1):final()[1]  --> 0.0549469"
        ) { f, call in Run.Result(value: try f.integrate(call)) },
      ])
  }

  private var text: String {
    let (method, count) = (flow.method, flow.modeCount)
    let nu: String = method.lookahead == 0 ? "" : ", nu = \(formatted(method.lookahead))"
    let numbers: String = "eta = \(formatted(method.stepSize)), mu = \(formatted(method.momentum))\(nu)"
    let modes: String = "at most \(count) eigenvalue\(count == 1 ? "" : "s") at \(formatted(flow.threshold))"
    return "CentralFlow  \(flow.title), \(numbers), \(modes), on \(flow.objective.name)"
  }

  /// Holds that the flow has a value at a point whose curvature is above the threshold.
  private func checkPoint(_ w: Vector, _ call: Call) throws {
    try prepare(call)
    guard !flow.field(at: w).isFinite, flow.objective.gradient(at: w).isFinite else { return }
    let sharpness = flow.objective.sharpness(at: w).values[0]
    guard sharpness.isFinite else { return }
    throw call.error(
      "the largest eigenvalue of the Hessian there is \(formatted(sharpness)), above the threshold \(formatted(flow.threshold)), and no "
        + "oscillation lowers it: the method diverges")
  }

  private func prepare(_ call: Call) throws {
    let watch = call.watch(call.name)
    try flow.objective.prepare(directions: 2) { () throws(LuaError) in try watch.poll() }
  }

  private func oscillation(_ call: Call) throws -> Results {
    let w = try call.point(Parameters.beta, for: flow.objective)
    try checkPoint(w, call)
    let found = flow.oscillation(at: w)
    let directions = found?.directions ?? []
    return Results(
      VectorObject(Vector(found?.variances ?? [])),
      MatrixObject(
        Matrix(rows: directions.count, columns: w.count, elements: directions.flatMap(\.elements))))
  }

  private func integrate(_ call: Call) throws -> any LuaObject {
    let (method, integratorOptions) = try IntegrateOptions.method(
      call, precision: flow.objective.precision, stepSize: flow.method.stepSize, hasFormula: false,
      tolerances: Self.tolerances)
    let watch = call.watch(call.name)
    let iteration = try flow.iteration { () throws(LuaError) in try watch.poll() }
    let runner = flow.run(method, integratorOptions).measured(by: iteration)
    let notes = CentralFlowNotes(flow)
    var request = try RunRequest(
      call, on: flow.objective, title: runner.title, sizes: .constant(runner.stepSize), steps: try call[Run.steps]
    ) { _ in notes }
    try request.stop(by: try call[StopRule.parameter], isFlow: true)
    try request.record(on: iteration, isFlow: true)
    switch request.start {
    case .rows(let starts): for i in 0..<starts.rows { try checkPoint(starts.row(i), call) }
    case .point(let w):
      try checkPoint(w, call)
      observe(&request)
    case .trajectory(let before):
      try checkPoint(before.end, call)
      observe(&request)
    }
    return try request.finish(runner)
  }

  /// Adds what the flow predicts, but for what is measured under that name already.
  private func observe(_ request: inout RunRequest) {
    let every: Int = if case .every(let n) = request.options.recording { n } else { .max }
    let known = Set(request.options.observers.map(\.name))
    request.options.observers += CentralObservers.all(of: flow, every: every).filter { !known.contains($0.name) }
  }
}

/// That there may be more eigenvalues at the threshold than a flow takes.
private final class CentralFlowNotes: TrajectoryNotes {
  private let flow: CentralFlow

  init(_ flow: CentralFlow) { self.flow = flow }

  func lines(of t: Trajectory, poll: () throws -> Void) throws -> [String] {
    guard flow.modeCount < flow.objective.dimension,
      let variances = t.recordings.first(where: { $0.name == "variances" }), variances.width == flow.modeCount
    else { return [] }
    let full = variances.steps.indices.first { variances.values[($0 + 1) * flow.modeCount - 1] > 0 }
    guard let full else { return [] }
    let time = formatted(t.time(ofStep: variances.steps[full]))
    let count = flow.modeCount
    let what = count == 1 ? "the one eigenvalue that the flow takes is" : "all \(count) eigenvalues that the flow takes are"
    return ["from t = \(time) on \(what) at the threshold: there may be more (modes = \(2 * count))"]
  }

  func lines(of ensemble: Ensemble, poll: () throws -> Void) throws -> [String] { [] }
  func notes(ofMember i: Int) -> (any TrajectoryNotes)? { CentralFlowNotes(flow) }
  var atStart: String { "the flow ends where nothing lowers a curvature above \(formatted(flow.threshold))" }
}
