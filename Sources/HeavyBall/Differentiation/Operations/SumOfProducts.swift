/// Σ cᵢuᵢvᵢ, element by element, added in this order: a coefficient of a product of power series as one node.
///
/// Written out it takes two nodes or three for each term, of which a power series in two variables has n⁴ in all. The bits
/// are the same.
struct SumOfProducts: Operation {
  static let name = "sum of products"

  /// c, none where all are 1. The operands are u₁, v₁, u₂, v₂, …
  let factors: [Double]

  init(factors: [Double]) { self.factors = factors.allSatisfy { $0 == 1 } ? [] : factors }

  func factor(_ i: Int) -> Double { factors.isEmpty ? 1 : factors[i] }

  func shape(of operands: [Shape]) throws(ShapeError) -> Shape {
    guard let shape = operands.first, operands.count % 2 == 0, operands.allSatisfy({ $0 == shape }) else {
      throw .mismatch(Self.name, operands)
    }
    return shape
  }

  func adjoint(ofOperand i: Int, _ operands: [Expression], result y: Expression, seed: Expression) -> Expression {
    seed * operands[i ^ 1] * factor(i / 2)
  }

  func coefficient(_ m: Int, _ operands: [Expression], result y: Expression, in jets: JetExpansion) -> Expression? {
    var sum: Expression?
    for i in stride(from: 0, to: operands.count, by: 2) {
      let (u, v) = (operands[i], operands[i + 1])
      if let part = jets.convolution(u, v, at: m, halved: u == v) { jets.add(part * factor(i / 2), to: &sum) }
    }
    return sum
  }

  /// As many as there would be nodes.
  func operationCount(_ operands: Int) -> Int { operands - 1 + factors.count { $0 != 1 } }

  func scalarCost(_ operands: [Shape], result: Shape) -> Int { operationCount(operands.count) * result.count }

  func scalars(_ operands: [[Expression]], shapes: [Shape], result: Shape) -> [Expression] {
    (0..<result.count).map { k in
      let terms = stride(from: 0, to: operands.count, by: 2).map { i in
        operands[i][k] * operands[i + 1][k] * factor(i / 2)
      }
      return terms.dropFirst().reduce(terms[0], +)
    }
  }

  func evaluate(_ call: TensorCall) {
    switch call.precision {
    case .double: evaluate(call, Double.self)
    case .single: evaluate(call, Float.self)
    }
  }

  private func evaluate<Number: BinaryFloatingPoint>(_ call: TensorCall, _: Number.Type) {
    let result = call.result.assumingMemoryBound(to: Number.self)
    // So many at a time that the sums stay in the cache from term to term.
    for start in stride(from: 0, to: call.rowLength, by: 1024) {
      let elements = start..<min(start + 1024, call.rowLength)
      for i in 0..<call.operandCount / 2 {
        let u = call.operands[2 * i].assumingMemoryBound(to: Number.self)
        let v = call.operands[2 * i + 1].assumingMemoryBound(to: Number.self)
        let c = Number(factor(i))
        if i == 0 {
          for k in elements { result[k] = u[k] * v[k] * c }
        } else {
          for k in elements { result[k] += u[k] * v[k] * c }
        }
      }
    }
  }
}

extension Expression {
  /// A term cuv.
  struct ProductTerm {
    let u: Expression
    let v: Expression
    var factor = 1.0
  }

  /// Σ cuv, added in the order of the terms, nil of none: one node where they are many and of one shape.
  static func sum(ofProducts terms: [ProductTerm], fewestAsOne fewest: Int = 16) -> Expression? {
    guard let first = terms.first else { return nil }
    let shape = first.u.shape
    guard terms.count >= fewest, terms.allSatisfy({ $0.u.shape == shape && $0.v.shape == shape }) else {
      return terms.dropFirst().reduce(first.u * first.v * first.factor) { $0 + $1.u * $1.v * $1.factor }
    }
    var operands: [Expression] = []
    operands.reserveCapacity(2 * terms.count)
    for term in terms {
      // In the order in which a product has them, which is that of its own power series' terms.
      operands.append(term.u.node < term.v.node ? term.u : term.v)
      operands.append(term.u.node < term.v.node ? term.v : term.u)
    }
    return shapesSuit { () throws(ShapeError) in
      try first.u.graph.apply(SumOfProducts(factors: terms.map(\.factor)), operands)
    }
  }
}
