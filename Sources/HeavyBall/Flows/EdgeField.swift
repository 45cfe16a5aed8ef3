/// The flow of heavy ball on both sides of the edge of stability, to any order: how fast its state changes, and where the
/// iterates are, as formulas.
///
/// At ηλ = S = 2(1+µ) an iterate alternates. So β_k = c_k + (−1)ᵏx_k, which splits heavy ball exactly: with ḡ and Δ half the
/// sum and half the difference of ∇L at c + x and c − x
///
///     c_{k+1} = (1+µ)c_k − µc_{k−1} − ηḡ_k,      x_{k+1} = −(1+µ)x_k − µx_{k−1} + ηΔ_k.
///
/// P projects on some directions, the high ones. In the others c moves by heavy ball on ηḡ; in the high ones x does so on
/// Sx − ηΔ, since Sx is what alternates without growing. Together z = (1−P)c + Px, with a momentum m, moves by heavy ball on
///
///     γ(c, x) = (1−P) ηḡ + P (Sx − ηΔ),
///
/// which is small for ηλ near 0 in low directions and near S in high ones. What is left does not move by itself: it answers
///
///     ω(c, x) = P (ηḡ − S(c − ref)) − (1−P) ηΔ:      a(τ+1) + (1+µ)a(τ) + µa(τ−1) = −ω,      a = Pc − ref + (1−P)x.
///
/// This is the flow in phase space of the pair (c, x), with trees whose gradients are γ, answered freely, or ω, answered at
/// once: ``PhaseTree``. A grade each for γ, ω and m; none for the amplitude x, so that what it does to c is there whole at
/// order 1. Where no direction is high x is 0, and this is the field of ``PhaseField``.
///
/// It converges as that does: low modes for η|λ| < (1+√µ)², high ones for |ηλ − S| < (1+√µ)².
///
/// - Complexity: of order 1 two gradients and some products with P; of order 2 at either of c ± x a gradient and two Hessian
///   products, of order 3 six gradients' work in power series, of order 4 that of 18.
struct EdgeField {
  /// z, and m behind it where µ > 0.
  let state: Expression
  /// ``EdgeSplit/numbers``.
  let constants: Expression
  /// d/dt of the state.
  let field: Expression
  /// a and a(τ) + a(τ−1), one behind the other.
  let offsets: Expression

  /// - Parameters:
  ///   - directions: the most that are high; nil where all are, which P = 1 then says.
  ///   - derived: called with the share of the work that is done.
  ///   - poll: called now and then; what it throws ends the work.
  init<E: Error>(
    _ objective: Objective, stepSize η: Double, momentum µ: Double, order: Int, directions: Int?,
    derived: (Double) -> Void = { _ in }, poll: () throws(E) -> Void
  ) throws(E) {
    let (graph, p, S) = (objective.graph, objective.dimension, 2 * (1 + µ))
    let hasMomentum = µ > 0
    state = graph.input(.vector(hasMomentum ? 2 * p : p))
    constants = graph.input(.vector(EdgeSplit.numberCount(dimension: p, directions: directions)))
    let projection = Projection(constants, dimension: p, directions: directions)
    let pair = graph.input(.vector(2 * p))
    let (c, x) = (pair[0..<p], pair[p..<2 * p])
    let gradient = try objective.gradient(poll: poll)
    let above = try gradient.substituting(objective.parameters, with: c + x, poll: poll) * η
    let below = try gradient.substituting(objective.parameters, with: c - x, poll: poll) * η
    let outputs: [PhaseTree.Response: Expression] = [
      .free: (above + below) * 0.5 + projection(x * S - above),
      .slaved: (below - above) * 0.5 + projection(above - c * S) + projection.reference * S,
    ]

    let top = order - 1
    let forests = PhaseForest.all(upTo: top, responses: PhaseTree.Response.allCases, hasMomentum: hasMomentum)
    let weights = try Part.weights(momentum: µ, forests, poll: poll)
    let single = top > 0 ? Array(forests[..<top]) : forests
    let wanted =
      top > 0
      ? Part.allCases.map { part in Dictionary(uniqueKeysWithValues: forests[top].map { ($0, weights[part]?[$0] ?? 0) }) } : []
    let jets = JetExpansion(
      of: PhaseTree.Response.allCases.compactMap { outputs[$0] }, input: pair,
      algebra: top > 0 ? .phase(single, wanted: wanted) : .univariate(order: 0))
    var sums: [Part: [Expression.ProductTerm]] = [:]
    func add(_ formula: Expression?, to part: Part, times weight: Double?) {
      guard let formula, let weight, weight != 0 else { return }
      sums[part, default: []].append(.init(u: formula, v: graph.constant(1, formula.shape), factor: weight))
    }
    var displacements: [PhaseTree: Expression] = [:]
    if hasMomentum {
      let m = state[p..<2 * p]
      let (position, momentum) = Part.leafWeights(momentum: µ)
      add(m, to: .position, times: position)
      add(m, to: .momentum, times: momentum)
      displacements[.momentum] = projection.displacement(m, .free)
    }
    for (number, forest) in single.joined().enumerated() {
      derived(jets.share)
      let input = number == 0 ? pair : forest.trees.count == 1 ? displacements[forest.trees[0]] : nil
      try jets.expand(number, input: input, poll: poll)
      for part in Part.allCases {
        guard let output = outputs[part.response] else { continue }
        add(jets[output, number], to: part, times: weights[part]?[forest])
      }
      guard forest.grade < top else { continue }
      for (response, output) in outputs {
        displacements[PhaseTree(forest, response)] = jets[output, number].map { projection.displacement($0, response) }
      }
    }
    for (i, part) in Part.allCases.enumerated() where top > 0 {
      var input: [Expression.ProductTerm] = []
      for forest in forests[top] where forest.trees.count == 1 {
        guard let known = displacements[forest.trees[0]], let weight = wanted[i][forest], weight != 0 else { continue }
        input.append(.init(u: known, v: graph.constant(1, known.shape), factor: weight))
      }
      let number = jets.algebra.count - wanted.count + i
      try jets.expand(number, input: Expression.sum(ofProducts: input), poll: poll)
      if let output = outputs[part.response] { add(jets[output, number], to: part, times: 1) }
    }

    let (z, zero) = (state[0..<p], graph.constant(0, .vector(p)))
    let high = projection(z)
    let beginning = Expression.concatenation([z - high + projection.reference, high])
    func formula(_ parts: [Part], times factor: Double) throws(E) -> Expression {
      let all = Expression.concatenation(parts.map { Expression.sum(ofProducts: sums[$0] ?? []) ?? zero })
      return try all.substituting(pair, with: beginning, poll: poll) * factor
    }
    field = try formula(hasMomentum ? [.position, .momentum] : [.position], times: 1 / η)
    offsets = try formula([.point, .sum], times: 1)
  }
}

/// What is made of the trees' parts: dz/dτ and dm/dτ of free ones, a and a(τ) + a(τ−1) of slaved ones.
private enum Part: CaseIterable {
  case position, momentum, point, sum

  var response: PhaseTree.Response {
    switch self {
    case .position, .momentum: .free
    case .point, .sum: .slaved
    }
  }

  /// How much of the tree of each forest there is in each part.
  static func weights<E: Error>(
    momentum µ: Double, _ forests: [[PhaseForest]], poll: () throws(E) -> Void
  ) throws(E) -> [Part: [PhaseForest: Double]] {
    var coefficients = PhaseCoefficients(momentum: µ, lookahead: 0, order: forests.count)
    var weights: [Part: [PhaseForest: Double]] = [:]
    for forest in forests.joined() {
      (weights[.position, default: [:]][forest], weights[.momentum, default: [:]][forest]) =
        coefficients(PhaseTree(forest, .free))
      (weights[.point, default: [:]][forest], weights[.sum, default: [:]][forest]) =
        coefficients.offset(PhaseTree(forest, .slaved))
      try poll()
    }
    return weights
  }

  /// Those of m.
  static func leafWeights(momentum µ: Double) -> (position: Double, momentum: Double) {
    var coefficients = PhaseCoefficients(momentum: µ, lookahead: 0, order: 1)
    return coefficients(.momentum)
  }
}

/// P and ref, as ``EdgeSplit/numbers`` have them.
private struct Projection {
  let reference: Expression
  /// The high directions, a row each; nil where all are high.
  private let directions: Expression?

  init(_ constants: Expression, dimension p: Int, directions count: Int?) {
    reference = constants[0..<p]
    directions = count.map { constants.slice(from: p, .matrix(rows: $0, columns: p)) }
  }

  func callAsFunction(_ v: Expression) -> Expression {
    guard let directions else { return v }
    return shapesSuit { () throws(ShapeError) in
      try .matrixProduct(directions.transposed(), .matrixProduct(directions, v))
    }
  }

  /// Where the part of a tree goes in the pair (c, x).
  func displacement(_ part: Expression, _ response: PhaseTree.Response) -> Expression {
    let high = self(part)
    return .concatenation(response == .free ? [part - high, high] : [high, part - high])
  }
}
