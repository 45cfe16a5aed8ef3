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

  /// The field: the sum of its ``terms(gradient:at:momentum:with:order:derived:poll:)``.
  static func expressions<E: Error>(
    gradient: Expression, at β: Expression, momentum m: Expression, of method: MomentumFamily, order: Int,
    derived: (Double) -> Void = { _ in }, poll: () throws(E) -> Void
  ) throws(E) -> Formulas {
    try expressions(
      gradient: gradient, at: β, momentum: m, with: .method(method), order: order, derived: derived, poll: poll)
  }

  /// The same with numbers that may change from step to step.
  static func expressions<E: Error>(
    gradient: Expression, at β: Expression, momentum m: Expression, with numbers: PhaseNumbers, order: Int,
    derived: (Double) -> Void = { _ in }, poll: () throws(E) -> Void
  ) throws(E) -> Formulas {
    let terms = try terms(
      gradient: gradient, at: β, momentum: m, with: numbers, order: order, derived: derived, poll: poll)
    return terms.dropFirst().reduce(terms[0]) { ($0.position + $1.position, $0.momentum + $1.momentum) }
  }

  /// What each grade has of the field, 1 to the order.
  ///
  /// - Parameters:
  ///   - m: any formula, of β's shape.
  ///   - derived: called with the share of the work that is done.
  ///   - poll: called now and then; what it throws ends the work.
  static func terms<E: Error>(
    gradient: Expression, at β: Expression, momentum m: Expression, with numbers: PhaseNumbers, order: Int,
    derived: (Double) -> Void = { _ in }, poll: () throws(E) -> Void
  ) throws(E) -> [Formulas] {
    let top = order - 1
    let forests = PhaseForest.all(upTo: top)
    let weights = try PhaseWeights(numbers, forests, poll: poll)
    var fields = Array(repeating: (position: Terms(), momentum: Terms()), count: order)
    fields[0].position.add(m, weights.leaf.position)
    fields[0].momentum.add(m, weights.leaf.momentum)
    func add(_ part: Expression?, of forest: PhaseForest) {
      guard let weight = weights.trees[forest] else { return }
      fields[forest.grade].position.add(part, weight.position)
      fields[forest.grade].momentum.add(part, weight.momentum)
    }
    func formulas() -> [Formulas] { fields.map { ($0.position.sum(of: β), $0.momentum.sum(of: β)) } }
    guard top > 0 else {
      add(gradient, of: .one)
      return formulas()
    }
    let wanted = weights.last.map { [$0.position, $0.momentum] } ?? []
    let single = wanted.isEmpty ? forests : Array(forests[..<top])
    let jets = JetExpansion(of: [gradient], input: β, algebra: .phase(single, wanted: wanted))
    // Z of the trees.
    var parts: [PhaseTree: Expression?] = [.momentum: m]
    for (number, forest) in single.joined().enumerated() {
      derived(jets.share)
      let input = number == 0 ? β : forest.trees.count == 1 ? parts[forest.trees[0]] ?? nil : nil
      try jets.expand(number, input: input, poll: poll)
      let part = jets[gradient, number]
      add(part, of: forest)
      if forest.grade < top { parts[PhaseTree(forest)] = part.map { numbers.scaled($0) } }
    }
    for (i, weights) in wanted.enumerated() {
      var input = Terms()
      for forest in forests[top] where forest.trees.count == 1 {
        input.add(parts[forest.trees[0]] ?? nil, .number(weights[forest] ?? 0))
      }
      let number = jets.algebra.count - wanted.count + i
      try jets.expand(number, input: input.sum, poll: poll)
      if i == 0 { fields[top].position.add(jets[gradient, number], .number(1)) }
      if i == 1 { fields[top].momentum.add(jets[gradient, number], .number(1)) }
    }
    return formulas()
  }

  /// A sum of formulas with factors.
  private struct Terms {
    private var terms: [Expression.ProductTerm] = []

    mutating func add(_ part: Expression?, _ factor: PhaseNumbers.Factor) {
      guard let part else { return }
      switch factor {
      case .number(0): break
      case .number(let x): terms.append(.init(u: part, v: part.graph.constant(1, part.shape), factor: x))
      case .element(let x): terms.append(.init(u: part, v: x.broadcast(to: part.shape)))
      case .scaled(let x, let factor): terms.append(.init(u: part, v: x.broadcast(to: part.shape), factor: factor))
      }
    }

    /// Nil where it has no terms.
    var sum: Expression? { Expression.sum(ofProducts: terms) }

    func sum(of β: Expression) -> Expression { sum ?? β.graph.constant(0, β.shape) }
  }
}

extension PhaseNumbers {
  /// η times a formula.
  func scaled(_ part: Expression) -> Expression {
    switch self {
    case .method(let method): part * method.stepSize
    case .stepSizes(let vector, _), .steps(let vector): part * vector[0]
    }
  }
}
