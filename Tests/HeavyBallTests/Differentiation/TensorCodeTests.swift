import Testing

@testable import HeavyBall

/// Programs run tensor by tensor beside the same ones run number by number, which share no storage.
@Suite("Tensor code") struct TensorCodeTests {
  struct Step: CustomTestStringConvertible {
    let testDescription: String
    let shapes: [Shape]
    let build: @Sendable ([Expression]) -> [Expression]

    init(_ name: String, _ shapes: [Shape], _ build: @escaping @Sendable ([Expression]) -> [Expression]) {
      (testDescription, self.shapes, self.build) = (name, shapes, build)
    }
  }

  /// Steps whose outputs may or may not be made where an input is.
  static let steps = [
    Step("nothing", [.vector(3)]) { $0 },
    Step("states that change places", [.vector(3), .vector(3)]) { [$0[1], $0[0]] },
    Step("states that go round", [.vector(3), .vector(3), .vector(3)]) { [$0[1], $0[2], $0[0]] },
    Step("a sum in the place of a term", [.vector(3), .vector(3)]) { [$0[0] + $0[1], $0[0]] },
    Step("a new state that both read", [.vector(3), .vector(3)]) { s in
      let m = 0.5 * s[1] - 0.25 * s[0]
      return [s[0] + m, m]
    },
    Step("a state read after its successor is made", [.vector(3), .vector(3)]) { s in
      let m = s[1] * s[0]
      return [.tanh(m), (s[0] + m) / 2]
    },
    Step("one value in two places", [.vector(3), .vector(3)]) { s in
      let mean = (s[0] + s[1]) / 2
      return [mean, mean]
    },
    Step("halves that change places", [.vector(6)]) { [Expression.concatenation([$0[0][3..<6], $0[0][0..<3]])] },
    Step("elements moved by one", [.vector(6)]) { s in
      [Expression.concatenation([s[0][1..<6], s[0][0..<1]]) * s[0]]
    },
    Step("parts made in their place", [.vector(6)]) { s in
      let (u, v) = (s[0][0..<3], s[0][3..<6])
      return [Expression.concatenation([u * v, u - v, v * 0.5])[0..<6]]
    },
    Step("one part twice", [.vector(6)]) { s in
      let part = s[0][0..<3] * s[0][3..<6]
      return [Expression.concatenation([part, part]) + s[0]]
    },
    Step("a concatenation in a concatenation", [.vector(6)]) { s in
      let (u, v) = (s[0][0..<2], s[0][2..<4])
      let inner: Expression = .concatenation([u + v, u * v])
      return [Expression.concatenation([inner - s[0][2..<6], .sin(v)]) + Expression.concatenation([inner, u])]
    },
    Step("products with sums", [.vector(4), .vector(4)]) { s in
      let (u, v) = (s[0], s[1])
      return [u * v + u / 2, u * u - v * v]
    },
    Step("differences from products", [.vector(4), .vector(4)]) { s in
      let p = s[0] * s[1]
      return [s[1] - s[0] * s[0], p - s[0] * 0.5 + p * 0.125]
    },
    Step("signs and powers of two", [.vector(4)]) { s in
      let (u, v) = (s[0][0..<2], s[0][2..<4])
      return [Expression.concatenation([u * -v * 2, -(u * u) * 0.5]) * 0.3]
    },
  ]

  @Test("has the bits of scalar code", arguments: steps, [1, 3])
  func agreement(_ step: Step, members: Int) {
    let graph = Graph()
    let state = step.shapes.map { graph.input($0) }
    let next = step.build(state)
    let machines = [0, Int.max].map { limit in
      Machine(Program(step: next, of: state, scalarLimit: limit), members: members)
    }
    for machine in machines {
      for (i, input) in state.enumerated() {
        for k in 0..<members {
          machine.load(numbers(input.shape.count, UInt64(7 + i + 10 * k)), input: i, member: k)
        }
      }
    }
    for _ in 0..<5 {
      for machine in machines { machine.run() }
      for i in state.indices {
        for k in 0..<members { #expect(machines[0].output(i, member: k) == machines[1].output(i, member: k)) }
      }
    }
  }

  static let gradients: [(String, @Sendable (Expression) -> Expression)] = [
    ("least squares", { $0.squared().sum() / 3 }),
    ("logistic loss", { Expression.softplus($0 * -0.5).sum() }),
    ("a sum that every element reads", { Expression.sqrt($0.squared().sum()) * 0.5 }),
    ("log-sum-exp", { z in shapesSuit { () throws(ShapeError) in try .logSumExp(z) } }),
  ]

  /// Xᵀf(Xw − y) in one pass over X: rows that are no multiple of what is done at a time, and more than one part.
  @Test("makes Xᵀf(Xw) in one pass with the bits of two", arguments: gradients.indices, [(1, 3), (37, 100), (90, 53)])
  func streams(_ number: Int, _ size: (rows: Int, columns: Int)) throws {
    let graph = Graph()
    let w = graph.input(.vector(size.columns))
    let x = Matrix(rows: size.rows, columns: size.columns, elements: numbers(size.rows * size.columns, 1))
    let z = try Expression.matrixProduct(graph.constant(x), w) - graph.constant(Vector(numbers(size.rows, 2)))
    let gradient = Self.gradients[number].1(z).gradient(withRespectTo: w)
    let code = TensorCode(outputs: [(gradient, size.columns)], inputs: [(w, 0)], elementCount: 2 * size.columns, poll: {})
    #expect(code.streams.count == (number < 2 ? 1 : 0), "only where f goes element by element")

    let weights = Self.gradients[number].1(z).gradient(withRespectTo: z)
    let program = Program(outputs: [gradient, weights], inputs: [w], scalarLimit: 0)
    let point = numbers(size.columns, 3)
    let alone = Machine(Program(outputs: [gradient], inputs: [w], scalarLimit: 0))
    let both = Machine(program)
    let several = Machine(program, members: 3)
    for machine in [alone, both, several] {
      machine.load(point, input: 0)
      machine.run(times: 2)
    }
    let transposed = TensorCall.evaluate(
      MatrixProduct(transposeLeft: true), [x.elements, both.output(1).elements],
      shapes: [.matrix(rows: size.rows, columns: size.columns), .matrix(rows: size.rows, columns: 1)],
      result: .matrix(rows: size.columns, columns: 1))
    #expect(alone.output(0).elements == transposed)
    #expect(both.output(0).elements == transposed)
    for k in 0..<3 { expectClose(several.output(0, member: k), transposed, 1e-13) }
  }

  /// v is read by every part, u by f alone: their storage may go to nothing that the stream makes.
  @Test("keeps what a stream reads until its last part is done", arguments: [3, 36, 90])
  func streamedIntermediates(_ rows: Int) throws {
    let graph = Graph()
    let w = graph.input(.vector(100))
    let constant = { (seed: UInt64) in
      graph.constant(Matrix(rows: rows, columns: 100, elements: numbers(rows * 100, seed)))
    }
    let (x, v) = (constant(1), w * w - 0.25)
    let u = try Expression.matrixProduct(constant(2), w * 0.5)
    let f = try Expression.matrixProduct(x, v) * u * u - u
    let product = try graph.apply(MatrixProduct(transposeLeft: true), [x, f.reshaped(.matrix(rows: rows, columns: 1))])
    let output = Expression.tanh(product.reshaped(.vector(100))) + w
    let program = Program(step: [output], of: [w], scalarLimit: 0)
    guard case .tensor(let code) = program.code else { preconditionFailure("not scalar") }
    #expect(code.streams.count == 1)
    let machines = [Machine(program), Machine(program, members: 2)]
    for machine in machines {
      machine.load(numbers(100, 3), input: 0)
      machine.run()
    }
    for k in 0..<2 { expectClose(machines[0].output(0).elements, machines[1].output(0, member: k).elements, 1e-13) }
  }

  @Test("makes a stream of a function of thirty thousand steps, and none where another product reads one of them")
  func longFunctions() throws {
    let graph = Graph()
    let w = graph.input(.vector(2))
    let x = graph.constant(Matrix([[1, -0.5], [0.25, 2], [-1, 1]]))
    var z = try Expression.matrixProduct(x, w)
    for _ in 0..<15_000 { z = Expression.sin(z) + 0.125 }
    let transposed = { (v: Expression) in
      try graph.apply(MatrixProduct(transposeLeft: true), [x, v.reshaped(.matrix(rows: 3, columns: 1))])
    }
    let (first, second) = (try transposed(z), try transposed(z * z))
    let streams = { (outputs: [Expression]) in
      TensorCode(
        outputs: outputs.enumerated().map { ($1, 2 + 2 * $0) }, inputs: [(w, 0)], elementCount: 2 + 2 * outputs.count, poll: {}
      ).streams.map(\.count)
    }
    #expect(streams([first]) == [30_002])
    #expect(streams([first, second]) == [30_002])
  }

  @Test("needs no copies for a step of heavy ball on a diagonal linear network")
  func network() throws {
    let x = Matrix(rows: 40, columns: 100, elements: numbers(4000, 1))
    let objective = Objective(DiagonalLinearLoss(x: x, y: Vector(numbers(40, 2))))
    let (β, m) = (objective.parameters, objective.graph.input(.vector(200)))
    let next = HeavyBallMethod(stepSize: 1e-3, momentum: 0.9).step(StepNumber(in: objective.graph), β, [m]) { _ in
      objective.gradient
    }
    let code = TensorCode(
      outputs: [(next.β, 0), (next.memory[0], 200)], inputs: [(β, 0), (m, 200)], elementCount: 400, poll: {})
    #expect(code.copies.isEmpty)
    #expect(code.streams.count == 1)
  }
}
