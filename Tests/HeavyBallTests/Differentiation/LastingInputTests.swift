import Testing

@testable import HeavyBall

/// Programs whose first inputs last beside the same ones that compute everything in every run.
@Suite("Lasting inputs") struct LastingInputTests {
  struct Formula: CustomTestStringConvertible {
    let testDescription: String
    let shapes: [Shape]
    let build: @Sendable ([Expression]) throws -> [Expression]

    init(_ name: String, _ shapes: [Shape], _ build: @escaping @Sendable ([Expression]) throws -> [Expression]) {
      (testDescription, self.shapes, self.build) = (name, shapes, build)
    }
  }

  private static let tall = Shape.matrix(rows: 80, columns: 24)
  private static let square = Shape.matrix(rows: 24, columns: 24)

  /// The first input lasts.
  static let formulas = [
    Formula("nothing that varies", [.vector(4), .vector(4)]) { [.tanh($0[0])] },
    Formula("nothing that lasts", [.vector(4), .vector(4)]) { [.tanh($0[1])] },
    Formula("the inputs themselves", [.vector(4), .vector(4)]) { [$0[0], $0[1], $0[0] * $0[1]] },
    Formula("values of either kind as outputs", [.vector(4), .vector(4)]) { [.tanh($0[0]), .sin($0[1]), .exp($0[0])] },
    Formula("the sign of zero and of infinity", [.vector(4), .vector(4)]) { [1 / $0[0] + $0[1]] },
    Formula("a product with a sum that varies", [.vector(4), .vector(4)]) { [$0[0] * $0[0] + $0[1], $0[1] - $0[0] * 3] },
    Formula("parts made in their place", [.vector(6), .vector(6)]) { s in
      let (u, v) = (s[0][0..<3], s[1][3..<6])
      return [Expression.concatenation([.tanh(u), u * v, .sin(u)]) * 0.5, .concatenation([u * u, v * v])]
    },
    Formula("a part that lasts within one that varies", [.vector(6), .vector(6)]) { s in
      let inner: Expression = .concatenation([.exp(s[0][0..<2]), s[1][0..<2] * s[0][1..<3]])
      return [.concatenation([inner, .sqrt(s[0] * s[0])]), inner + s[1][2..<6]]
    },
    Formula("long rows", [.vector(5000), .vector(5000)]) { s in
      let (a, v) = (Expression.tanh(s[0]), s[1])
      return [(a * a + 1) * v - a * v * v, 2 * v + .sqrt(a * a + v * v)]
    },
    Formula("values that need their place again and again", [.vector(3000), .vector(3000)]) { s in
      let kept = (1...5).map { Expression.sin(s[0] * Double($0)) }
      return [kept.reduce(s[1]) { .tanh($0 * $1) + $0 }]
    },
    Formula("one pass over a matrix for either", [.vector(24), .vector(24)]) { s in
      let x = s[0].graph.constant(Matrix(rows: 80, columns: 24, elements: numbers(80 * 24, 5)))
      let z = try Expression.matrixProduct(x, s[0])
      let g = Expression.softplus(z).sum().gradient(withRespectTo: s[0])
      return [g.derivative(withRespectTo: s[0], along: [s[1]]), g]
    },
    Formula("rows carried out together", [square, square]) { s in
      let x = s[0].graph.constant(Matrix(rows: 80, columns: 24, elements: numbers(80 * 24, 5)))
      var (a, b) = (try Expression.matrixProduct(x, s[0]), try Expression.matrixProduct(x, s[1]))
      for _ in 0..<6 {
        a = .tanh(try Expression.matrixProduct(a, s[0]) * 0.3)
        b = try Expression.matrixProduct(b, s[0]) * a + Expression.matrixProduct(a, s[1])
      }
      return [(a * b).sum(), b, a]
    },
    Formula("a matrix read as a vector", [tall, .vector(80 * 24)]) { s in
      let u = Expression.exp(s[0] * 0.1)
      return [u.reshaped(.vector(80 * 24)) * s[1], u]
    },
  ]

  /// The same programs in turn at points and with others, some of which repeat.
  @Test("change nothing but what is computed again", arguments: formulas, [1, 3])
  func agreement(_ formula: Formula, members: Int) throws {
    for precision in [Precision.double, .single] {
      let graph = Graph(precision: precision)
      let inputs = formula.shapes.map { graph.input($0) }
      let outputs = try formula.build(inputs)
      let machines = [0, 1].map {
        Machine(Program(outputs: outputs, inputs: inputs, scalarLimit: 0, lasting: $0), members: members)
      }
      for (point, direction) in [(0, 0), (0, 1), (1, 1), (1, 1), (1, 2), (0, 2), (3, 2), (4, 2), (5, 0)] {
        for machine in machines {
          for (i, seed) in [point, direction].enumerated() {
            machine.load(values(formula.shapes[i].count, seed), input: i)
          }
          machine.run()
        }
        for i in outputs.indices {
          for k in 0..<members {
            for (x, y) in zip(machines[1].output(i, member: k), machines[0].output(i, member: k)) { expectSame(x, y) }
          }
        }
      }
    }
  }

  private func values(_ count: Int, _ seed: Int) -> [Double] {
    switch seed {
    case 3: Array(repeating: 0, count: count)
    case 4: Array(repeating: -0.0, count: count)
    case 5: Array(repeating: .nan, count: count)
    default: numbers(count, UInt64(10 + seed))
    }
  }

  @Test("of one member are given anew without a change to those of the others")
  func members() {
    let graph = Graph()
    let (u, v) = (graph.input(.vector(3)), graph.input(.vector(3)))
    let machine = Machine(Program(outputs: [.tanh(u) * v], inputs: [u, v], scalarLimit: 0, lasting: 1), members: 2)
    machine.load([1, 2, 3], input: 0)
    machine.load([1, 1, 1], input: 1)
    machine.run()
    let first = machine.output(0, member: 0)
    machine.load([0, 0, 0], input: 0, member: 1)
    machine.run()
    #expect(machine.output(0, member: 0) == first)
    #expect(machine.output(0, member: 1) == [0, 0, 0])
  }

  @Test("leave to each Hessian product of a network what depends on the direction alone")
  func network() throws {
    let x = Matrix(rows: 80, columns: 6, elements: numbers(480, 1))
    let graph = Graph()
    let (β, v) = (graph.input(.vector(36)), graph.input(.vector(36)))
    let layer = { (w: Expression) in
      Expression.tanh(try .matrixProduct(graph.constant(x), w.reshaped(.matrix(rows: 6, columns: 6))))
    }
    let loss = try layer(β).squared().sum()
    let gradient = loss.gradient(withRespectTo: β)
    let product = gradient.derivative(withRespectTo: β, along: [v])
    let program = Program(outputs: [product, gradient], inputs: [β, v], scalarLimit: 0, lasting: 1)
    guard case .tensor(let code) = program.code else { preconditionFailure("not scalar") }
    let products = { (part: ArraySlice<TensorInstruction>) in
      part.count { if case .operation(let operation) = $0.action { operation is MatrixProduct } else { false } }
    }
    // The layer and its gradient; the direction through the layer, and back.
    #expect(products(code.instructions[..<code.preparationCount]) == 2)
    #expect(products(code.instructions[code.preparationCount...]) == 2)
  }
}
