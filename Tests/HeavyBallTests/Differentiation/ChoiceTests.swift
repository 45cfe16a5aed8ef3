import Testing

@testable import HeavyBall

/// What `where` chooses between, where the branch that is not taken has no derivative, or no value. Gradients and second
/// derivatives are those of the chosen branch by hand.
@Suite("Choices") struct ChoiceTests {
  struct Sample: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let point: Vector
    let gradient: [Double]
    /// Of ∂²/∂b₁².
    let second: Double?
    let formula: @Sendable (Expression) throws -> Expression

    init(
      _ name: String, _ point: Vector, _ gradient: [Double], second: Double? = 0,
      _ formula: @escaping @Sendable (Expression) throws -> Expression
    ) {
      (testDescription, self.point, self.gradient, self.second, self.formula) = (
        "\(name) at \(point)", point, gradient, second, formula
      )
    }
  }

  private static func chosen(_ x: Expression, _ a: Expression, _ b: Expression) throws -> Expression {
    try .chosen(where: x, a, b)
  }

  static let samples: [Sample] = [
    Sample("√", [-1, 1], [0, 1]) { try chosen($0[0], .sqrt($0[0]), $0[1]) },
    Sample("√", [4, 1], [0.25, 0], second: -1.0 / 32) { try chosen($0[0], .sqrt($0[0]), $0[1]) },
    Sample("the second", [1, 3], [0, 1]) { try chosen(-$0[0], .log(-$0[0]), $0[1]) },
    Sample("elsewhere", [1, 3], [0, 1]) { try chosen($0[0], $0[1], .sqrt(-$0[0])) },
    Sample("log", [0, 1], [0, 1]) { try chosen($0[0], .log($0[0]), $0[1]) },
    Sample("1/x", [0, 1], [0, 1]) { try chosen($0[0], 1 / $0[0], $0[1]) },
    Sample("a power", [-2, 1], [0, 1]) { b in try chosen(b[0], .power(b[0], b.graph.constant(0.3)), b[1]) },
    Sample("an overflow", [-2, 1], [0, 1]) { try chosen($0[0], .exp(-1e3 * $0[0]) * $0[1], $0[1]) },
    Sample("a product", [-1, 3], [0, 6]) { try chosen($0[0], $0[1] * .sqrt($0[0]), $0[1].squared()) },
    Sample("a chain", [-1, 3], [0, 1]) { try chosen($0[0], .sin(2 * .log($0[0]) + 1) / .sqrt($0[0]), $0[1]) },
    Sample("one used twice", [-1, 3], [0, 1]) { b in
      let u = Expression.sqrt(b[0])
      return try chosen(b[0], u * u * u + .exp(u), b[1])
    },
    Sample("one in two choices", [-1, 3], [0, 1]) { b in
      let u = Expression.sqrt(b[0]), zero = b.graph.constant(0)
      return try chosen(b[0], u, zero) + chosen(b[0] - 1, .exp(u), zero) + b[1]
    },
    Sample("one in both branches", [-1, 3], [-2, 1], second: -2) { b in
      let u = Expression.log(b[0].squared())
      return try chosen(b[0], u * .sqrt(b[0]), u) + b[1]
    },
    Sample("nested, the outer", [-1, 3], [0, 1]) { b in
      try chosen(b[0], chosen(b[0] - 1, .sqrt(b[0] - 1), .log(b[0])), b[1])
    },
    Sample("nested, the inner", [0.5, 3], [2, 0], second: -4) { b in
      try chosen(b[0], chosen(b[0] - 1, .sqrt(b[0] - 1), .log(b[0])), b[1])
    },
    Sample("nested elsewhere", [-1, -1], [0, 1]) { b in
      let u = Expression.sqrt(b[0])
      return try chosen(b[0], u, chosen(b[1], 2 * u, b[1]))
    },
    Sample("a sum", [-1, 2], [0, 1]) { try chosen($0[0], Expression.sqrt($0).sum(), $0[1]) },
    Sample("an inner product", [-1, 2], [0, 1]) { b in try chosen(b[0], .dot(.log(b), .sqrt(b)), b[1]) },
    Sample("a matrix product", [-1, 2], [0, 1]) { b in
      let a = b.graph.constant(Matrix([[1, 2], [3, 4]]))
      return try chosen(b[0], Expression.exp(.matrixProduct(a, .sqrt(b))).sum(), b[1])
    },
    Sample("an element", [-1, 2], [0, 1]) { try chosen($0[0], Expression.sqrt($0)[0], $0[1]) },
    Sample("each element", [-1, 4], [-2, 0.25], second: 2) { try chosen($0, .sqrt($0), $0.squared()).sum() },
    Sample("the larger", [0, 2], [0, 1]) { b in try .maximum(.sqrt(b[0]), b.graph.constant(0)) + b[1] },
    Sample("a seed that is 0 and changes", [0, 1], [0, 0], second: 2) { b in
      try chosen(b[1], Expression.sin(b[0]).squared(), b[1])
    },
  ]

  @Test("have the derivatives of what is chosen, in scalars and in tensors", arguments: samples)
  func derivatives(_ sample: Sample) throws {
    let objective = try Objective(name: "choice", dimension: 2) { try sample.formula($0) }
    let direction = objective.graph.input(.vector(2))
    let second = objective.gradient.derivative(withRespectTo: objective.parameters, along: [direction]) { () throws(Never) in }
    for limit in [Int.max, -1] {
      let program = Program(
        outputs: [objective.gradient, second], inputs: [objective.parameters, direction], scalarLimit: limit)
      let machine = Machine(program, members: 1)
      machine.load(sample.point, input: 0)
      machine.load([1, 0], input: 1)
      machine.run()
      let found = machine.output(0).elements
      #expect(zip(found, sample.gradient).allSatisfy { ($0 - $1).magnitude <= 1e-14 }, "limit \(limit): \(found)")
      guard let expected = sample.second else { continue }
      #expect((machine.output(1)[0] - expected).magnitude <= 1e-13, "limit \(limit): \(machine.output(1).elements)")
    }
  }
}
