import Testing

@testable import HeavyBall

@Suite("Power series of expressions") struct JetExpansionTests {
  @Test("the coefficient of an expression that no output is made of is found when it is asked for")
  func uncollected() {
    let graph = Graph()
    let b = graph.input(.scalar)
    let jets = JetExpansion(of: [b * b], input: b, algebra: .univariate(order: 3))
    jets.expand(0, input: b)
    jets.expand(1, input: graph.constant(1))
    for m in 2...3 { jets.expand(m, input: nil) }
    // Along b + t from 1: exp(2t + 2 + ...) is e² (1 + 2t + 2t² + 4/3 t³), of which nobody has heard before.
    let fresh = Expression.exp(b + b)
    let machine = Machine(Program(outputs: (0...3).map { jets[fresh, $0]! }, inputs: [b]))
    machine.load([1], input: 0)
    machine.run()
    let square = 7.38905609893065
    for (m, expected) in [square, 2 * square, 2 * square, 4 * square / 3].enumerated() {
      expectClose(machine.output(m)[0], expected, 1e-15, "\(m)")
    }
    #expect(jets[graph.constant(3), 1] == nil)
  }

  @Test("a coefficient that cannot be known yet stops, by the operation's name")
  func ahead() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let graph = Graph()
      let b = graph.input(.scalar)
      let jets = JetExpansion(of: [Expression.sin(b)], input: b, algebra: .univariate(order: 2))
      jets.expand(0, input: b)
      _ = jets[Expression.sin(b), 1]
    }
    let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(text.contains("sin: coefficient 1 is asked for before it is expanded"))
  }

  @Test("a part of a formula is a copy of it, with other numbers in the place of its input")
  func copies() throws {
    let (graph, other) = (Graph(), Graph())
    let (b, c) = (graph.input(.vector(2)), other.input(.vector(2)))
    let formula = try Expression.dot(Expression.power(b, graph.constant(Vector([2, 3]))), Expression.exp(b))
    let machine = Machine(Program(outputs: [formula.copied(replacing: b, with: c * 2)], inputs: [c]))
    machine.load([0.5, 1], input: 0)
    machine.run()
    // e + 8 e²
    expectClose(machine.output(0)[0], 61.830730619904244, 1e-15)
  }
}
