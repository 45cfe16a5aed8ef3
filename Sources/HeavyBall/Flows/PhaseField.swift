/// The field of a momentum method in phase space, to any order: dβ/dt and dm/dt at a point (β, m).
///
/// It is the logarithm of the method's own step, m⁺ = µm − η∇L(β + νm), β⁺ = β + m⁺, truncated: with a grade for each
/// gradient and each m, order α has the grades to α. So it begins where the method begins, with m = 0 or any other, and its
/// linear part is the logarithm of [[1−s, µ], [−s, µ]], s = ηλ, as a series in s, which converges for |s| < (1+√µ)².
/// Order 1 is dβ/dt = µ ln µ/(µ−1) (m/η + ∇L/(1−µ)) − ∇L/(1−µ), dm/dt = ln µ (m/η + ∇L/(1−µ)).
///
/// The monomials of the expansion are the trees of ``PhaseSeries`` and their products, not the functions of time that belong to
/// them: near µ = 1 such functions are all but the same, and what is made of them has digits enough for order 2 and no more,
/// while trees have coefficients that lose none.
///
/// - Complexity: ``coefficientCount(order:)`` gradients' work in power series: of order 2 three's, of order 3 five's, then 10, 23,
///   60, 168, 500.
enum PhaseField {
  /// What is beyond takes minutes to derive of any loss.
  static let maximumOrder = 8

  /// How many coefficients the gradient has.
  static func coefficientCount(order: Int) -> Int {
    PhaseForest.all(upTo: max(order - 2, 0)).reduce(0) { $0 + $1.count } + (order > 1 ? 2 : 0)
  }

  typealias Formulas = (position: Expression, momentum: Expression)

  /// The field: the sum of its ``terms(gradient:at:momentum:of:order:derived:poll:)``.
  static func expressions<E: Error>(
    gradient: Expression, at β: Expression, momentum m: Expression, of method: MomentumFamily, order: Int,
    derived: (Double) -> Void = { _ in }, poll: () throws(E) -> Void
  ) throws(E) -> Formulas {
    let terms = try terms(
      gradient: gradient, at: β, momentum: m, of: method, order: order, derived: derived, poll: poll)
    return terms.dropFirst().reduce(terms[0]) { ($0.position + $1.position, $0.momentum + $1.momentum) }
  }

  /// What each grade has of the field, 1 to the order.
  ///
  /// - Parameters:
  ///   - m: any formula, of β's shape.
  ///   - derived: called with the share of the work that is done.
  ///   - poll: called now and then; what it throws ends the work.
  /// - Precondition: 0 < µ < 1.
  static func terms<E: Error>(
    gradient: Expression, at β: Expression, momentum m: Expression, of method: MomentumFamily, order: Int,
    derived: (Double) -> Void = { _ in }, poll: () throws(E) -> Void
  ) throws(E) -> [Formulas] {
    let (top, η) = (order - 1, method.stepSize)
    let forests = PhaseForest.all(upTo: top)
    var coefficients = PhaseCoefficients(momentum: method.momentum, lookahead: method.lookahead, order: order)
    var weights: [PhaseForest: (position: Double, momentum: Double)] = [:]
    for forest in forests.joined() {
      weights[forest] = coefficients(PhaseTree(forest))
      try poll()
    }
    let leaf = coefficients(.momentum)
    var fields = Array(repeating: (position: Terms(), momentum: Terms()), count: order)
    fields[0] = (Terms(m, leaf.position / η), Terms(m, leaf.momentum / η))
    func add(_ part: Expression?, of forest: PhaseForest) {
      guard let weight = weights[forest] else { return }
      fields[forest.grade].position.add(part, weight.position)
      fields[forest.grade].momentum.add(part, weight.momentum)
    }
    func formulas() -> [Formulas] { fields.map { ($0.position.sum(of: β), $0.momentum.sum(of: β)) } }
    guard top > 0 else {
      add(gradient, of: .one)
      return formulas()
    }
    let wanted = [
      weights.filter { $0.key.grade == top }.mapValues(\.position), weights.filter { $0.key.grade == top }.mapValues(\.momentum),
    ]
    let jets = JetExpansion(of: [gradient], input: β, algebra: .phase(Array(forests[..<top]), wanted: wanted))
    // Z of the trees.
    var parts: [PhaseTree: Expression?] = [.momentum: m]
    for (number, forest) in forests[..<top].joined().enumerated() {
      derived(jets.share)
      let input = number == 0 ? β : forest.trees.count == 1 ? parts[forest.trees[0]] ?? nil : nil
      try jets.expand(number, input: input, poll: poll)
      let part = jets[gradient, number]
      add(part, of: forest)
      parts[PhaseTree(forest)] = part.map { $0 * η }
    }
    for (i, weights) in wanted.enumerated() {
      var input = Terms()
      for forest in forests[top] where forest.trees.count == 1 {
        input.add(parts[forest.trees[0]] ?? nil, weights[forest] ?? 0)
      }
      let number = jets.algebra.count - wanted.count + i
      try jets.expand(number, input: input.sum, poll: poll)
      if i == 0 { fields[top].position.add(jets[gradient, number], 1) }
      if i == 1 { fields[top].momentum.add(jets[gradient, number], 1) }
    }
    return formulas()
  }

  /// A sum of formulas with factors.
  private struct Terms {
    private var terms: [Expression.ProductTerm] = []

    init() {}
    init(_ part: Expression, _ factor: Double) { add(part, factor) }

    mutating func add(_ part: Expression?, _ factor: Double) {
      guard let part, factor != 0 else { return }
      terms.append(.init(u: part, v: part.graph.constant(1, part.shape), factor: factor))
    }

    /// Nil where it has no terms.
    var sum: Expression? { Expression.sum(ofProducts: terms) }

    func sum(of β: Expression) -> Expression { sum ?? β.graph.constant(0, β.shape) }
  }
}
