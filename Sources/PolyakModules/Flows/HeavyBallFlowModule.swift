import HeavyBall
import LuaKit

private let lookahead = Parameter(
  "nu", .finiteNumber, "how far ahead the gradient is taken; mu for Nesterov's method", default: 0)

private let radiusForm = Parameter(
  "form", .choice(of: FlowFormChoice.self),
  "\"phase\"; \"edge\" or \"auto\", whose high directions have it for |eta lambda - 2(1+mu)|; or any first-order form",
  default: .piecewise)

private enum Discretization {
  static let a = Parameter("a", .object(TrajectoryObject.self), "a trajectory")
  static let b = Parameter("b", .object(TrajectoryObject.self), "another")
  static let map = Parameter(
    "map", .function, "a function of a point, such as a predictor: distances are of what it returns"
  ).optional
}

/// `hbf`: the heavy-ball flow.
let heavyBallFlowModule = Module(
  "hbf", "The heavy-ball flow: heavy ball's continuous model, its error and where it holds.",
  functions: [
    flowFunction,
    Function(
      "radius",
      "The largest eta |lambda| for which a flow's series converges on a quadratic: (1 - sqrt(mu))^2 of first-order forms, "
        + "(1 + sqrt(mu))^2 in phase space; the page on flows has those with a lookahead nu.",
      [Parameters.mu, lookahead, radiusForm], returns: .number, example: "hbf.radius(0.7)  --> 0.0266799"
    ) { call in
      let (µ, ν, form) = (try call[Parameters.mu], try call[lookahead], try call[radiusForm])
      if form.form == nil, ν != 0 {
        throw call.fault(at: lookahead, complaint: "must be 0 in form '\(form.rawValue)', got \(formatted(ν))")
      }
      return form == .phase || form.form == nil
        ? Radius.phase(momentum: µ, lookahead: ν) : Radius.value(momentum: µ, lookahead: ν)
    },
    Function(
      "discretization_error",
      "The distance |a - b| at every time that both have kept. A flow that is handed a trajectory goes on from its end, at "
        + "the times of a run that does so too.",
      [Discretization.a, Discretization.b, Discretization.map],
      returns: .object(VectorObject.self),
      example: """
        L = losses.product{y = 0.6}
        optimizer = optim.hb{loss = L, eta = 1e-3, mu = 0.5}
        burnt = optimizer:run({1, 2}, 40)
        flow = hbf.flow{loss = L, eta = 1e-3, mu = 0.5, order = 2, form = "limit"}:integrate(burnt, 10)
        later = hbf.discretization_error(flow, optimizer:run(burnt, 10))   -- from a burn-in on
        flow = hbf.flow{loss = L, eta = 1e-3, mu = 0.5, order = 2, form = "matched"}:integrate({1, 2}, 10)
        hbf.discretization_error(flow, optimizer:run({1, 2}, 10))[11]  --> 0.000312767
        """
    ) { call in
      let (a, b) = (try call[Discretization.a].trajectory, try call[Discretization.b].trajectory)
      let map = try call[Discretization.map]
      if map == nil, a.points.columns != b.points.columns {
        throw call.fault(
          at: Discretization.b,
          complaint: "must have points in R^\(a.points.columns) as 'a' has, got R^\(b.points.columns)")
      }
      var length: Int?
      let watch = call.watch("discretization_error")
      let errors = try DiscretizationError.norms(a, b) { β in
        try watch.poll()
        guard let map else { return β }
        let value = try mapped(β, by: map, call)
        guard value.count == length ?? value.count else {
          throw call.error(
            "the function 'map' must return as many numbers each time, got \(length ?? 0) and \(value.count)",
            at: Discretization.map)
        }
        length = value.count
        return value
      }
      guard !errors.isEmpty else {
        throw call.error(
          "the two have no time in common, \(span(a)) and \(span(b)); flow:integrate(trajectory, steps) goes on "
            + "from a trajectory's end")
      }
      return VectorObject(errors)
    },
  ] + [
    secondOrderFunction, principalFlowFunction, centralFlowFunction, adamFlowFunction, stationaryCovarianceFunction,
    orderOfErrorFunction,
  ] + modifiedLossFunctions + seriesFunctions,
  classes: [
    FlowObject.self, SecondOrderObject.self, PrincipalFlowObject.self, CentralFlowObject.self, AdamFlowObject.self,
    NoiseFlowObject.self, EdgeFlowObject.self,
    OrderOfErrorObject.self, SeriesObject.self, ModifiedLossSeriesObject.self, PhaseSeriesObject.self,
  ])

private func mapped(_ β: Vector, by map: LuaFunction, _ call: Call) throws -> Vector {
  let value = try map.call([.object(VectorObject(β))]).first ?? .nil
  switch Operand(value) {
  case .number(let x): return [x]
  case .vector(let v): return v
  default:
    throw call.error(
      "the function 'map' must return a vector or a number, got \(value.briefly)", at: Discretization.map)
  }
}

private func span(_ trajectory: Trajectory) -> String {
  guard let first = trajectory.times.first, let last = trajectory.times.last else { return "no times" }
  return "t = \(formatted(first)) .. \(formatted(last))"
}
