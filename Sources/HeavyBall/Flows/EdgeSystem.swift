/// The compiled field of an ``EdgeFlow``, and what stands between its state and heavy ball's iterates.
///
/// Not for use by two threads at once.
final class EdgeSystem {
  let field: VectorField
  private let kind: Kind
  private unowned let flow: EdgeFlow
  private let dimension: Int
  private let hasMomentum: Bool
  /// Of the numbers that offsets are computed with.
  private let unit: Double
  private var split: EdgeSplit

  private enum Kind {
    /// z and m, with what gives a and a(τ) + a(τ−1).
    case split(offsets: Machine)
    /// β and m.
    case whole
    /// c and x.
    case pair
  }

  /// Where directions are high.
  init<E: Error>(_ flow: EdgeFlow, places: Int?, derived: (Double) -> Void, poll: () throws(E) -> Void) throws(E) {
    (self.flow, dimension, hasMomentum) = (flow, flow.objective.dimension, flow.hasMomentum)
    unit = flow.objective.precision == .double ? Double.ulpOfOne : Double(Float.ulpOfOne)
    split = EdgeSplit(nil, near: Vector(repeating: 0, count: flow.objective.dimension))
    if flow.modes == .none {
      field = try Self.pairField(flow, poll: poll)
      kind = .pair
      return
    }
    let formulas = try EdgeField(
      flow.objective, stepSize: flow.stepSize, momentum: flow.momentum, order: flow.order,
      directions: places, derived: derived, poll: poll)
    derived(1)
    field = try VectorField(
      formulas.field, of: formulas.state, constants: formulas.constants, isFused: flow.isFused, poll: poll)
    let offsets = try Program(outputs: [formulas.offsets], inputs: [formulas.state, formulas.constants], poll: poll)
    kind = .split(offsets: Machine(offsets, counting: .field))
  }

  /// Where none is: the flow in phase space.
  init<E: Error>(whole flow: EdgeFlow, poll: () throws(E) -> Void) throws(E) {
    (self.flow, dimension, hasMomentum) = (flow, flow.objective.dimension, flow.hasMomentum)
    unit = flow.objective.precision == .double ? Double.ulpOfOne : Double(Float.ulpOfOne)
    let p = flow.objective.dimension
    split = EdgeSplit(Matrix(rows: 0, columns: p), near: Vector(repeating: 0, count: p))
    let phase = HeavyBallFlow(
      flow.objective, stepSize: flow.stepSize, momentum: flow.momentum, order: flow.order, form: .phase,
      isFused: flow.isFused)
    field = try flow.hasMomentum ? phase.phase(poll: poll) : phase.limit(poll: poll)
    kind = .whole
  }

  /// dc/dt = −ḡ/(1−µ), dx/dt = (Δ − 2(1+µ)x/η)/(1−µ).
  private static func pairField<E: Error>(_ flow: EdgeFlow, poll: () throws(E) -> Void) throws(E) -> VectorField {
    let (objective, p) = (flow.objective, flow.objective.dimension)
    let state = objective.graph.input(.vector(2 * p))
    let (c, x) = (state[0..<p], state[p..<2 * p])
    let gradient = try objective.gradient(poll: poll)
    let above = try gradient.substituting(objective.parameters, with: c + x, poll: poll)
    let below = try gradient.substituting(objective.parameters, with: c - x, poll: poll)
    let memory = 1 - flow.momentum
    let formula = Expression.concatenation([
      (above + below) * (-0.5 / memory), (above - below) * (0.5 / memory) - x * (flow.edge / flow.stepSize / memory),
    ])
    return try VectorField(formula, of: state, isFused: flow.isFused, poll: poll)
  }

  /// From here on directions and ref are these.
  func use(_ split: EdgeSplit) {
    self.split = split
    guard case .split(let offsets) = kind else { return }
    field.setConstants(split.numbers)
    offsets.load(Vector(split.numbers), input: 1)
  }

  /// Heavy ball where the flow is; without momentum m is 0, which is of no consequence.
  func point(of state: Vector) -> EdgePoint {
    let p = dimension
    let z = Vector(state[0..<p])
    switch kind {
    case .whole:
      let m = hasMomentum ? Vector(state[p..<2 * p]) : z * 0
      return EdgePoint(smooth: z, alternating: z * 0, smoothMomentum: m, alternatingMomentum: z * 0)
    case .pair:
      let (x, slope) = (Vector(state[p..<2 * p]), field.value(at: state) * flow.stepSize)
      return EdgePoint(
        smooth: z, alternating: x, smoothMomentum: Vector(slope[0..<p]),
        alternatingMomentum: x * 2 - Vector(slope[p..<2 * p]))
    case .split:
      let (a, sum) = offsets(at: state)
      let m = hasMomentum ? Vector(state[p..<2 * p]) : z * 0
      return EdgePoint(z: z, m: m, offset: a, sum: sum, split)
    }
  }

  /// The state where heavy ball is at β with m after k steps.
  ///
  /// What is slaved depends on the state: corrections are made until they are rounding.
  ///
  /// - Returns: what is no number where they do not converge, far outside of the radius.
  func state(_ β: Vector, _ m: Vector, step k: Int) -> Vector {
    let p = dimension
    let sign = k.isMultiple(of: 2) ? 1.0 : -1.0
    switch kind {
    case .whole: return hasMomentum ? Vector(β.elements + m.elements) : β
    case .pair:
      let near = EdgePoint(β, m, nextTo: flow, step: k)
      return Vector(near.smooth.elements + near.alternating.elements)
    case .split:
      var (a, sum) = (β * 0, β * 0)
      var state = Vector(repeating: 0, count: hasMomentum ? 2 * p : p)
      var last = Double.infinity
      let size = β.norm() + m.norm()
      for _ in 0..<Self.mostCorrections {
        let (highA, highSum) = (split.high(a), split.high(sum))
        // P and 1−P of what β and m have beside the offsets.
        let low = β - (a - highA) * sign
        let high = split.high((β - highA) * sign) - split.reference * sign
        let z = low - split.high(low) + high
        let lowMomentum = m - (sum - highSum) * sign
        let highMomentum = high * 2 - split.high(m - highA * 2 + highSum) * sign
        let own = lowMomentum - split.high(lowMomentum) + highMomentum
        state = Vector(z.elements + (hasMomentum ? own.elements : []))
        let next = offsets(at: state)
        let change = (next.point - a).norm() + (next.sum - sum).norm()
        (a, sum) = next
        // Rounding of the offsets may keep them from standing still.
        if change <= 4 * unit * size || change >= last && change <= 1024 * unit * size { return state }
        last = change
      }
      return state * .nan
    }
  }

  /// Corrections shrink by half at least where the flow's series converges well.
  private static let mostCorrections = 200

  private func offsets(at state: Vector) -> (point: Vector, sum: Vector) {
    guard case .split(let machine) = kind else { preconditionFailure("a split") }
    machine.load(state, input: 0)
    machine.run()
    let value = machine.output(0)
    return (Vector(value[0..<dimension]), Vector(value[dimension..<2 * dimension]))
  }
}
