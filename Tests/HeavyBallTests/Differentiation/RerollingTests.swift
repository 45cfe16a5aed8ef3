import PolyakPlatform
import Testing

@testable import HeavyBall

/// Loops over elements, made rows again.
@Suite("Rerolled loops") struct RerollingTests {
  /// A loop, as a formula and as arithmetic on plain numbers.
  private struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let build: @Sendable (Expression, Int) -> Expression
    let value: @Sendable ([Double]) -> Double
    /// How many operations a rerolled value takes however many rounds there are; nil where each round leaves some.
    let operations: Int?

    init(
      _ name: String, operations: Int?, _ build: @escaping @Sendable (Expression, Int) -> Expression,
      _ value: @escaping @Sendable ([Double]) -> Double
    ) {
      (testDescription, self.operations, self.build, self.value) = (name, operations, build, value)
    }
  }

  /// Numbers for element i that are not all alike.
  private static func datum(_ i: Int) -> Double { sin(Double(3 * i + 1)) }
  private static func label(_ i: Int) -> Double { [0, 1, -1, 2][i * 7 % 4] }

  private static let cases: [Case] = neighbours + sums + elements + orders

  /// Neighbours, and elements in other orders.
  private static let neighbours: [Case] = [
    Case("a chain", operations: 12) { b, n in
      loop(b, 0..<n - 1) { i in
        let valley = (b[i + 1] - b[i].squared()).squared()
        return 100 * valley + (1 - b[i]).squared()
      }
    } _: { b in
      total(0..<b.count - 1) { i in
        let valley: Double = b[i + 1] - b[i] * b[i]
        return 100 * valley * valley + (1 - b[i]) * (1 - b[i])
      }
    },
    Case("from the end to the beginning, with data", operations: 9) { b, n in
      loop(b, (0..<n).reversed()) { i in (b[i] - datum(i)).squared() * 0.5 - .sin(b[i]) }
    } _: { b in
      total(b.indices) { i in pow(b[i] - datum(i), 2) * 0.5 - sin(b[i]) }
    },
    Case("each third element", operations: 6) { b, n in
      loop(b, stride(from: 1, to: n, by: 3)) { i in .exp(b[i] * datum(i)) }
    } _: { b in
      total(stride(from: 1, to: b.count, by: 3)) { i in exp(b[i] * datum(i)) }
    },
    Case("labels that are 0, 1 and -1", operations: 24) { b, n in
      loop(b, 0..<n) { i in label(i) * b[i] + (b[i] - label(i)).squared() }
    } _: { b in
      total(b.indices) { i in label(i) * b[i] + pow(b[i] - label(i), 2) }
    },
    Case("functions of neighbours, the later one first", operations: 6) { b, n in
      loop(b, 0..<n - 1) { i in .sin(b[i + 1]) * .sin(b[i]) }
    } _: { b in
      total(0..<b.count - 1) { i in sin(b[i + 1]) * sin(b[i]) }
    },
  ]

  /// Sums within sums.
  private static let sums: [Case] = [
    Case("two loops, one within the other", operations: 8) { b, n in
      loop(b, 0..<n * n / 64) { k in b[k / (n / 8)] * datum(k) * b[k % (n / 8)] }
    } _: { b in
      let m = b.count / 8
      return total(0..<m * m) { k in b[k / m] * datum(k) * b[k % m] }
    },
    Case("residuals of a regression by hand", operations: 8) { b, n in
      loop(b, 0..<n / 4) { i in (loop(b, 0..<n) { j in datum(i * n + j) * b[j] } - datum(i)).squared() }
    } _: { b in
      let n = b.count
      return total(0..<n / 4) { i in pow(total(0..<n) { j in datum(i * n + j) * b[j] } - datum(i), 2) }
    },
    Case("inner products with constant rows", operations: 8) { b, n in
      loop(b, 0..<n / 4) { i in
        let row = b.graph.constant(Vector((0..<n).map { datum(i * n + $0) }))
        return .softplus(shapesSuit { () throws(ShapeError) in try .dot(row, b) })
      }
    } _: { b in
      let n = b.count
      return total(0..<n / 4) { i in log1p(exp(total(0..<n) { j in datum(i * n + j) * b[j] })) }
    },
    Case("sums of parts, of exponentials of vectors", operations: 10) { b, n in
      loop(b, 0..<n / 4) { i in (Expression.exp(b[4 * i..<4 * i + 4]) * datum(i)).sum().squared() }
    } _: { b in
      total(0..<b.count / 4) { i in pow(total(4 * i..<4 * i + 4) { exp(b[$0]) * datum(i) }, 2) }
    },
    Case("a mean and a variance about it", operations: 8) { b, n in
      let mean = loop(b, 0..<n) { b[$0] } / Double(n)
      return loop(b, 0..<n) { (b[$0] - mean).squared() } / Double(n)
    } _: { b in
      let mean = total(b.indices) { b[$0] } / Double(b.count)
      return total(b.indices) { pow(b[$0] - mean, 2) } / Double(b.count)
    },
    Case("sums of fewer and fewer terms", operations: nil) { b, n in
      loop(b, 0..<n) { i in loop(b, i..<n) { j in datum(i + j) * b[j] }.squared() }
    } _: { b in
      total(b.indices) { i in pow(total(i..<b.count) { j in datum(i + j) * b[j] }, 2) }
    },
  ]

  /// Other functions of elements.
  private static let elements: [Case] = [
    Case("a product", operations: nil) { b, n in
      (0..<n).reduce(b.graph.constant(2)) { p, i in p * (1 + b[i] * 0.1) }
    } _: { b in
      b.reduce(2) { $0 * (1 + $1 * 0.1) }
    },
    Case("the logarithm of a sum of exponentials", operations: 4) { b, n in
      .log(loop(b, 0..<n) { .exp(b[$0]) })
    } _: { b in
      log(total(b.indices) { exp(b[$0]) })
    },
    Case("powers with an exponent for each element", operations: 8) { b, n in
      loop(b, 0..<n) { i in
        let exponent = b.graph.constant(1.3 + 0.5 * Double(i % 3))
        return shapesSuit { () throws(ShapeError) in try .power(b[i] + 3, exponent) }
      }
    } _: { b in
      total(b.indices) { i in pow(b[i] + 3, 1.3 + 0.5 * Double(i % 3)) }
    },
    Case("positive parts and largest ones", operations: 16) { b, n in
      loop(b, 0..<n - 1) { i in
        .relu(b[i] - 0.1) * shapesSuit { () throws(ShapeError) in try .maximum(b[i], b[i + 1]) }
      }
    } _: { b in
      total(0..<b.count - 1) { i in max(b[i] - 0.1, 0) * max(b[i], b[i + 1]) }
    },
    Case("elements of a vector put together from elements", operations: 8) { b, n in
      let v = Expression.concatenation((0..<n).map { .exp(b[$0]) })
      return loop(b, 0..<n - 1) { i in (v[i + 1] - v[i]).squared() }
    } _: { b in
      total(0..<b.count - 1) { i in pow(exp(b[i + 1]) - exp(b[i]), 2) }
    },
  ]

  /// Rounds that need those before.
  private static let orders: [Case] = [
    Case("running sums, each used", operations: nil) { b, n in
      var running = b.graph.constant(0)
      return loop(b, 0..<n) { i in
        running = running + b[i]
        return running.squared()
      }
    } _: { b in
      var running = 0.0
      return total(b.indices) { i in
        running += b[i]
        return running * running
      }
    },
    Case("a recurrence", operations: nil) { b, n in
      (0..<n).reduce(b.graph.constant(0.5)) { x, i in .tanh(x * 0.9 + .sin(b[i])) }
    } _: { b in
      b.reduce(0.5) { tanh($0 * 0.9 + sin($1)) }
    },
  ]

  /// `for i .. do s = s + term(i) end`
  private static func loop(_ b: Expression, _ indices: some Sequence<Int>, _ term: (Int) -> Expression) -> Expression {
    var s = b.graph.constant(0)
    for i in indices { s = s + term(i) }
    return s
  }

  private static func total(_ indices: some Sequence<Int>, _ term: (Int) -> Double) -> Double {
    var s = 0.0
    for i in indices { s += term(i) }
    return s
  }

  private static func point(_ n: Int) -> Vector { Vector((0..<n).map { 0.3 + 0.5 * cos(1.3 * Double($0)) }) }

  private static func rerolled(_ c: Case, _ n: Int) -> Objective {
    let trace = Graph()
    let b = trace.input(.vector(n))
    let value = c.build(b, n)
    return Objective(name: "rerolled", dimension: n) {
      Expression.rerolled([value], replacing: [(b, $0)], shortest: 0) { () throws(Never) in }[0]
    }
  }

  @Test("have the loop's value, and the derivatives of the loop as it is written", arguments: cases)
  private func values(_ c: Case) {
    for n in [64, 120] {
      let (rows, loop) = (Self.rerolled(c, n), Objective(name: "loop", dimension: n) { c.build($0, n) })
      let (b, v) = (Self.point(n), Vector((0..<n).map { Self.datum($0) }))
      let scale = max(1, loop.gradient(at: b).norm())
      expectClose(rows.value(at: b), c.value(b.elements), 1e-12)
      expectClose(rows.gradient(at: b) * (1 / scale), (loop.gradient(at: b) * (1 / scale)).elements, 1e-12)
      let (found, expected) = (rows.derivative(at: b, along: [v]), loop.derivative(at: b, along: [v]))
      expectClose(found * (1 / max(1, expected.norm())), (expected * (1 / max(1, expected.norm()))).elements, 1e-11)
    }
  }

  @Test("take as many operations however many rounds there are", arguments: cases.filter { $0.operations != nil })
  private func operations(_ c: Case) {
    for n in [64, 128] { #expect(Scalarization.operationCount(of: [Self.rerolled(c, n).value]) <= c.operations ?? 0) }
  }

  @Test("have gradients for many points at once", arguments: cases.prefix(6))
  private func ensembles(_ c: Case) {
    let objective = Self.rerolled(c, 64)
    let program = Program(outputs: [objective.gradient], inputs: [objective.parameters], scalarLimit: 0)
    let machine = Machine(program, members: 3)
    let points = (0..<3).map { k in Self.point(64) * (1 + 0.2 * Double(k)) }
    for (k, point) in points.enumerated() { machine.load(point, input: 0, member: k) }
    machine.run()
    for (k, point) in points.enumerated() {
      expectClose(machine.output(0, member: k), objective.gradient(at: point).elements, 1e-10)
    }
  }

  @Test("short formulas are as they were written, to the last bit")
  func short() {
    let build = { (b: Expression) in Self.loop(b, 0..<9) { i in .exp(b[i]) * (b[i + 1] - 0.3).squared() } }
    let trace = Graph()
    let b = trace.input(.vector(10))
    let value = build(b)
    let copied = Objective(name: "copied", dimension: 10) {
      Expression.rerolled([value], replacing: [(b, $0)]) { () throws(Never) in }[0]
    }
    let written = Objective(name: "written", dimension: 10, build: build)
    let point = Self.point(10)
    #expect(copied.value(at: point) == written.value(at: point))
    #expect(copied.gradient(at: point) == written.gradient(at: point))
    #expect(Scalarization.operationCount(of: [copied.value]) == Scalarization.operationCount(of: [written.value]))
  }

  @Test("elements of large constants, and in single precision")
  func sharedNumbers() {
    let n = 100
    for numbers in [
      SharedNumbers((0..<n).map { Self.datum($0) }), SharedNumbers((0..<n).map { Float(Self.datum($0)) }),
    ] {
      let trace = Graph()
      let b = trace.input(.vector(n))
      let data = trace.constant(numbers, .vector(n))
      let value = Self.loop(b, 0..<n) { i in (data[i] * b[i] - 1).squared() }
      let objective = Objective(name: "rows", dimension: n) {
        Expression.rerolled([value], replacing: [(b, $0)]) { () throws(Never) in }[0]
      }
      #expect(objective.precision == numbers.precision)
      #expect(Scalarization.operationCount(of: [objective.value]) <= 4)
      let point = Self.point(n)
      let expected = (0..<n).map { 2 * Self.datum($0) * (Self.datum($0) * point[$0] - 1) }
      expectClose(objective.gradient(at: point), expected, numbers.precision == .double ? 1e-13 : 1e-5)
    }
  }

  @Test("several outputs, of several inputs")
  func several() {
    let (trace, target) = (Graph(), Graph())
    let n = 100
    let (x, t) = (trace.input(.vector(n)), trace.input(.scalar))
    let field = Expression.concatenation((0..<n).map { i in x[(i + 1) % n] - t * x[i] })
    let sum = Self.loop(x, 0..<n) { x[$0] * t }
    let inputs = [target.input(.vector(n)), target.input(.scalar)]
    let outputs = Expression.rerolled([field, sum], replacing: [(x, inputs[0]), (t, inputs[1])]) { () throws(Never) in }
    let machine = Machine(Program(outputs: outputs, inputs: inputs))
    let point = Self.point(n)
    machine.load(point, input: 0)
    machine.load([2], input: 1)
    machine.run()
    expectClose(machine.output(0), (0..<n).map { point[($0 + 1) % n] - 2 * point[$0] }, 1e-15)
    expectClose(machine.output(1)[0], 2 * point.reduce(0, +), 1e-13)
    #expect(Scalarization.operationCount(of: outputs) <= 12)
  }

  @Test("what is thrown on the way ends it")
  func interrupted() {
    struct Stop: Error {}
    let trace = Graph()
    let b = trace.input(.vector(3000))
    let value = Self.loop(b, 0..<3000) { .exp(b[$0]) }
    let target = Graph().input(.vector(3000))
    #expect(throws: Stop.self) {
      _ = try Expression.rerolled([value], replacing: [(b, target)]) { () throws(Stop) in throw Stop() }
    }
  }
}
