import Testing

@testable import HeavyBall

@Suite("Sums of products as one node") struct SumOfProductsTests {
  /// Twenty terms of parts of b, of so many elements each, some of them squares, some with factors.
  private func terms(of b: Expression, elements n: Int) -> [Expression.ProductTerm] {
    (0..<20).map { i in
      let part = { (k: Int) in b.slice(from: k % 5 * n, .vector(n)) }
      return .init(u: part(i), v: part(i % 3 == 0 ? i : 3 * i + 1), factor: [1, 2, -0.3, 1, 1.7][i % 5])
    }
  }

  @Test(
    "have the bits of the terms added one by one, as values and as power series",
    arguments: [Precision.double, .single], [1, 7, 2500])
  func bits(precision: Precision, elements: Int) throws {
    let graph = Graph(precision: precision)
    let b = graph.input(.vector(5 * elements))
    let terms = terms(of: b, elements: elements)
    let one = try #require(Expression.sum(ofProducts: terms))
    let apart = try #require(Expression.sum(ofProducts: terms, fewestAsOne: .max))
    #expect(one.operation is SumOfProducts && apart.operation is Add)
    let series = [one, apart].map { sum in
      sum.taylorCoefficients(withRespectTo: b, along: [Expression.sin(b), b * 0.5, Expression.exp(-b)])
    }
    for scalarLimit in elements < 100 ? [0, .max] : [0] {
      for members in [1, 3] {
        let machine = Machine(
          Program(outputs: series.flatMap { $0 }, inputs: [b], scalarLimit: scalarLimit), members: members)
        machine.load((0..<b.shape.count).map { 0.37 * Double($0 % 23) - 3.1 }, input: 0)
        machine.run()
        for m in 0...3 {
          let (found, expected) = (machine.output(m, member: members - 1), machine.output(m + 4, member: members - 1))
          #expect(found == expected, "coefficient \(m), \(members) members, scalars up to \(scalarLimit)")
        }
      }
    }
  }

  @Test("are added one by one where they are few, or of two shapes") func few() throws {
    let graph = Graph()
    let b = graph.input(.vector(10))
    let terms = terms(of: b, elements: 2)
    #expect(Expression.sum(ofProducts: []) == nil)
    #expect(Expression.sum(ofProducts: Array(terms.prefix(15)))?.operation is Add)
    let mixed = terms + [.init(u: b[0], v: b[0..<2])]
    let sum = try #require(Expression.sum(ofProducts: mixed))
    #expect(sum.operation is Add && sum.shape == .vector(2))
  }

  @Test("keep the limit field's graph from growing with more than the cube of the order", arguments: [8, 16])
  func growth(order: Int) {
    let nodes = [order, 2 * order].map { order in
      let objective = Objective(ProductLoss(x: 1, y: 0.6))
      let field = LimitField.expression(
        gradient: objective.gradient, at: objective.parameters,
        of: MomentumFamily(stepSize: 1e-3, momentum: 0.5, lookahead: 0), order: order)
      return objective.graph.reachable(from: [field.node]).count
    }
    #expect(nodes[1] <= 8 * nodes[0], "\(nodes)")
  }
}
