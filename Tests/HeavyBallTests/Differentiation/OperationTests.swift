import PolyakPlatform
import Testing

@testable import HeavyBall

@Suite("Operations") struct OperationTests {
  @Test("the value is that of plain loops, written out in scalars and tensor by tensor", arguments: OperationSample.all)
  func value(sample: OperationSample) throws {
    let expected = sample.reference(sample.point)
    for limit in [Int.max, -1] {
      let found = try evaluate(sample.build, at: sample.point, scalarLimit: limit)
      expectClose(found, expected, 4e-16, "\(sample.name), limit \(limit)")
    }
  }

  @Test("the gradient agrees with finite differences", arguments: OperationSample.all)
  func gradient(sample: OperationSample) throws {
    let weights = (0..<sample.reference(sample.point).count).map { 1 + 0.37 * Double($0) }
    let scalar = { (point: [Double]) in zip(sample.reference(point), weights).reduce(0) { $0 + $1.0 * $1.1 } }
    let h = 1e-3
    let expected = sample.point.indices.map { i in
      // Fourth-order central differences.
      let f = { (steps: Double) in
        var point = sample.point
        point[i] += steps * h
        return scalar(point)
      }
      return (8 * (f(1) - f(-1)) - (f(2) - f(-2))) / (12 * h)
    }
    for limit in [Int.max, -1] {
      let found = try evaluate(
        { try weighted(sample, $0, weights).gradient(withRespectTo: $0) }, at: sample.point, scalarLimit: limit)
      expectClose(found, expected, 1e-9, "\(sample.name), limit \(limit)")
    }
  }

  @Test("Taylor coefficients agree with the derivatives of the gradient", arguments: OperationSample.all)
  func taylor(sample: OperationSample) throws {
    let weights = (0..<sample.reference(sample.point).count).map { 1 + 0.37 * Double($0) }
    let v = sample.point.indices.map { 0.5 - 0.3 * Double($0 % 4) }
    for limit in [Int.max, -1] {
      let found = try evaluate(
        { b in
          let f = try weighted(sample, b, weights)
          let zero = b.graph.constant(0, b.shape)
          let terms = f.taylorCoefficients(withRespectTo: b, along: [b.graph.constant(Vector(v)), zero, zero])
          let direction = b.graph.constant(Vector(v))
          let gradient = f.gradient(withRespectTo: b)
          let derivatives = try (0..<3).map {
            try Expression.dot(
              gradient.derivative(withRespectTo: b, along: Array(repeating: direction, count: $0)), direction)
          }
          return Expression.concatenation(Array(terms[1...]) + derivatives)
        }, at: sample.point, scalarLimit: limit)
      expectClose(found[0], found[3], 1e-13, "\(sample.name) order 1")
      expectClose(found[1], found[4] / 2, 1e-13, "\(sample.name) order 2")
      expectClose(found[2], found[5] / 6, 1e-13, "\(sample.name) order 3")
    }
  }

  @Test("every member of an ensemble has the value of a single point", arguments: OperationSample.all)
  func ensembles(sample: OperationSample) throws {
    let graph = Graph()
    let b = graph.input(.vector(sample.point.count))
    for limit in [Int.max, -1] {
      let program = Program(outputs: [try sample.build(b)], inputs: [b], scalarLimit: limit)
      let machine = Machine(program, members: 5)
      let points = (0..<5).map { k in sample.point.map { $0 * (1 + 0.1 * Double(k)) } }
      for (k, point) in points.enumerated() { machine.load(point, input: 0, member: k) }
      machine.run()
      for (k, point) in points.enumerated() {
        expectClose(machine.output(0, member: k).elements, sample.reference(point), 1e-15, "\(sample.name) member \(k)")
      }
    }
  }

  @Test("no operation is without a sample")
  func completeness() throws {
    var seen: Set<String> = ["input", "constant"]
    for sample in OperationSample.all {
      let graph = Graph()
      let b = graph.input(.vector(sample.point.count))
      for node in graph.reachable(from: [try sample.build(b).node]) {
        seen.insert(type(of: graph.nodes[node].operation).name)
      }
    }
    #expect(seen == Set(try OperationSample.namesInSources()))
  }

  @Test("functions of the list have the values that the list says", arguments: ElementaryFunctions.all.indices)
  func sampleValue(place: Int) throws {
    let f = ElementaryFunctions.all[place]
    for limit in [Int.max, -1] {
      let found = evaluate({ f.expression($0) }, at: [f.sample.at, 0.25], scalarLimit: limit)[0]
      expectClose(found, f.sample.value, 4e-16, "\(f.name), limit \(limit)")
    }
    expectClose(f.value(f.sample.at), f.sample.value, 4e-16, f.name)
  }

  /// log1p has a kernel and could do without.
  private struct WithoutKernel: ElementaryFunction {
    static let name = "a function without a kernel"
    static let primitive = Primitive.unary(UnaryPrimitive { LogarithmOfOnePlus.function.value($0) })
    func derivative(at u: Expression, value y: Expression) -> Expression { 1 / (1 + u) }
  }

  @Test("a function that has no kernel is called for each number, in both precisions, alone and in ensembles, natively too")
  func withoutKernel() throws {
    for precision in [Precision.double, .single] {
      for limit in [Int.max, -1] {
        let graph = Graph(precision: precision)
        let b = graph.input(.vector(3))
        let plain = Expression.log1p(b), other = try graph.apply(WithoutKernel(), [b])
        let outputs = [plain, other].flatMap { [$0, $0.squared().sum().gradient(withRespectTo: b)] }
        let machine = Machine(Program(outputs: outputs, inputs: [b], scalarLimit: limit), members: 7)
        for k in 0..<7 { machine.load([0.1 * Double(k), 2.5 - 0.1 * Double(k), 1e-5], input: 0, member: k) }
        // Often enough for native code, where there is any.
        for _ in 0..<1500 { machine.run() }
        for k in 0..<7 {
          let found = (0..<4).map { machine.output($0, member: k).elements }
          // The kernel of single precision calls another function, of another last bit.
          let tolerance = precision == .double ? 0 : 3e-7
          for i in 0..<2 { expectClose(found[i + 2], found[i], tolerance, "\(precision), limit \(limit), member \(k)") }
        }
      }
    }
  }

  private func weighted(_ sample: OperationSample, _ b: Expression, _ weights: [Double]) throws -> Expression {
    let y = try sample.build(b)
    return try Expression.dot(y.reshaped(.vector(y.shape.count)), b.graph.constant(Vector(weights)))
  }
}
