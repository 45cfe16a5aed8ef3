import Testing

@testable import HeavyBall

/// Programs of single points, with regions, beside the same ones of two members, which have none.
@Suite("Regions of rows") struct RowRegionTests {
  struct Case: CustomTestStringConvertible {
    let testDescription: String
    let regions: Int
    let build: @Sendable (Inputs) throws -> [Expression]

    init(_ name: String, regions: Int, _ build: @escaping @Sendable (Inputs) throws -> [Expression]) {
      (testDescription, self.regions, self.build) = (name, regions, build)
    }
  }

  /// N×12, 12×12 and 12 numbers, and one.
  struct Inputs {
    let x: Expression
    let w: Expression
    let b: Expression
    let s: Expression

    func product(_ u: Expression, _ v: Expression) throws -> Expression { try .matrixProduct(u, v) }

    func transposedProduct(_ u: Expression, _ v: Expression) throws -> Expression {
      try u.graph.apply(MatrixProduct(transposeLeft: true), [u, v])
    }
  }

  /// No multiple of a part.
  private static let rows = 1501

  static let cases = [
    Case("a layer", regions: 1) { i in [.tanh(try i.product(i.x, i.w) + i.b.inEachRow(of: rows))] },
    Case("layers, and their gradient", regions: 1) { i in
      let h = Expression.tanh(try i.product(i.x, i.w) + i.b.inEachRow(of: rows))
      let loss = try i.product(h, i.w).rowLogSumExp().sum() / Double(rows)
      return [loss, loss.gradient(withRespectTo: i.w), loss.gradient(withRespectTo: i.b)]
    },
    Case("softmax", regions: 1) { i in [try i.product(i.x, i.w).rowSoftmax()] },
    Case("a factor that is made of all rows", regions: 2) { i in
      let u = Expression.tanh(try i.product(i.x, i.w)) * 0.5
      let gram = try i.transposedProduct(u, u) / Double(rows)
      return [Expression.sin(try i.product(u, gram)) + 1]
    },
    Case("a number that is made of all rows", regions: 2) { i in
      let u = Expression.tanh(try i.product(i.x, i.w)) * 0.5
      return [u / (1 + u.squared().sum().broadcast(to: u.shape)) + u]
    },
    Case("what is read outside of it, and an output", regions: 1) { i in
      let u = try i.product(i.x, i.w)
      let v = u * u + i.b.inEachRow(of: rows)
      return [v, v.sums(of: .columns), u.reshaped(.vector(rows * 12))[5..<500] * 2, v.sums(of: .rows)]
    },
    Case("rows under another shape's name", regions: 1) { i in
      let u = try i.product(i.x, i.w).sums(of: .rows)
      let column = u.reshaped(.matrix(rows: rows, columns: 1)).broadcast(to: .matrix(rows: rows, columns: 12))
      return [column * i.x + u.inEachColumn(of: 12)]
    },
    Case("a part of what it makes, as long as its rows", regions: 1) { i in
      let u = Expression.tanh(try i.product(i.x, i.w))
      return [u.reshaped(.vector(rows * 12))[7..<7 + rows] * u.sums(of: .rows)]
    },
    Case("long rows with one number over and over", regions: 1) { i in
      let u = try i.product(i.x, i.w)
      return [.select(.exceeds(u, u.graph.constant(0, u.shape)), u * 2 + 1, 0.25 - u / 3)]
    },
  ]

  private func inputs(_ graph: Graph) -> Inputs {
    Inputs(
      x: graph.input(.matrix(rows: Self.rows, columns: 12)), w: graph.input(.matrix(rows: 12, columns: 12)),
      b: graph.input(.vector(12)), s: graph.input(.scalar))
  }

  @Test("give what the steps give one after another", arguments: cases, [Precision.double, .single])
  func agreement(_ c: Case, _ precision: Precision) throws {
    let graph = Graph(precision: precision)
    let i = inputs(graph)
    let given = [i.x, i.w, i.b, i.s]
    let program = Program(outputs: try c.build(i), inputs: given, scalarLimit: 0)
    guard case .tensor(let code) = program.code else { preconditionFailure("not scalar") }
    #expect(code.regions.count == c.regions)
    let machines = [Machine(program), Machine(program, members: 2)]
    for machine in machines {
      for (k, input) in given.enumerated() { machine.load(numbers(input.shape.count, UInt64(k + 1)), input: k) }
      // Twice: what a run leaves behind is nothing to the next.
      machine.run(times: 2)
    }
    for k in program.outputs.indices {
      expectClose(
        machines[0].output(k).elements, machines[1].output(k, member: 1).elements, precision == .double ? 1e-12 : 1e-4)
    }
  }

  @Test("give the same bits with any number of threads", arguments: cases)
  func threads(_ c: Case) throws {
    let i = inputs(Graph())
    let given = [i.x, i.w, i.b, i.s]
    let program = Program(outputs: try c.build(i), inputs: given, scalarLimit: 0)
    var found: [[Vector]] = []
    for limit in [1, Int.max] {
      Threads.limit(to: limit)
      defer { Threads.limit(to: .max) }
      let machine = Machine(program)
      for (k, input) in given.enumerated() { machine.load(numbers(input.shape.count, UInt64(k + 1)), input: k) }
      for _ in 0..<3 {
        machine.run()
        found.append(program.outputs.indices.map { machine.output($0) })
      }
    }
    #expect(found.allSatisfy { $0 == found[0] })
  }

  @Test("are none where there is little to do or nothing to go with the rows", arguments: [(20, 12), (900, 1)])
  func none(_ rows: Int, _ columns: Int) throws {
    let graph = Graph()
    let x = graph.input(.matrix(rows: rows, columns: columns))
    let program = Program(outputs: [Expression.tanh(x) * x + 1], inputs: [x], scalarLimit: 0)
    guard case .tensor(let code) = program.code else { preconditionFailure("not scalar") }
    #expect(code.regions.isEmpty)
  }
}
