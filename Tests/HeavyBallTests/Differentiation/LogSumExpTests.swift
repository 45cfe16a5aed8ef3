import Testing

@testable import HeavyBall

/// log Σ exp(uᵢ) at x + r for offsets x of every size, with derivatives along v. The numbers are from mpmath at 60 digits:
/// softmax s of r, s ⊙ (v − s·v), s ⊙ ((v − s·v)² − Σ s (v − s·v)²).
@Suite("logsumexp under offsets") struct LogSumExpTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let relative: [Double]
    let along: [Double]
    /// log Σ exp(r).
    let value: Double
    let gradient: [Double]
    let product: [Double]
    let third: [Double]
    var testDescription: String { "\(relative)" }

    init(
      _ relative: [Double], along: [Double], above: Double, gradient: [Double], product: [Double], third: [Double]
    ) {
      (self.relative, self.along, value) = (relative, along, above)
      (self.gradient, self.product, self.third) = (gradient, product, third)
    }
  }

  static let cases: [Case] = [
    Case([0, 0], along: [1, 0], above: 0.69314718055994531, gradient: [0.5, 0.5], product: [0.25, -0.25], third: [0, 0]),
    Case(
      [0, -30], along: [1, 0], above: 9.3576229688397368e-14, gradient: [0.99999999999990642, 9.357622968839299e-14],
      product: [9.3576229688384233e-14, -9.3576229688384233e-14],
      third: [-9.357622968836672e-14, 9.357622968836672e-14]),
    Case(
      [-30, 0], along: [1, 0], above: 9.3576229688397368e-14, gradient: [9.357622968839299e-14, 0.99999999999990642],
      product: [9.3576229688384233e-14, -9.3576229688384233e-14],
      third: [9.357622968836672e-14, -9.357622968836672e-14]),
    Case(
      [0, -1, -2], along: [1, -1, 0.5], above: 0.4076059644443803,
      gradient: [0.66524095577482189, 0.24472847105479765, 0.090030573170380458],
      product: [0.35555281625201831, -0.35865637075987029, 0.0031035545078519778],
      third: [-0.28612040185357485, 0.35045378527864893, -0.064333383425074087]),
    Case(
      [-40, 0, -41, -0.5], along: [1, 2, 3, 4], above: 0.47407698418010668,
      gradient: [2.6444277484573554e-18, 0.62245933120185456, 9.7283060232074734e-19, 0.37754066879814543],
      product: [-4.6411857899392831e-18, -0.47000742440318897, 2.3826436986579213e-19, 0.47000742440318898],
      third: [5.6598572140940034e-18, -0.23022717940928297, -8.5611982078876249e-19, 0.23022717940928296]),
    Case(
      [-3, -50, 0], along: [1, 1, 0], above: 0.048587351573742059,
      gradient: [0.047425873177566781, 1.8372772022831298e-22, 0.95257412682243322],
      product: [0.045176659730912133, 1.7501427266956154e-22, -0.045176659730912133],
      third: [0.040891574660943479, 1.584138632697801e-22, -0.040891574660943479]),
  ]

  @Test("every derivative has all its digits, in scalars and tensor by tensor", arguments: cases)
  func double(c: Case) throws {
    for limit in [Int.max, -1] {
      for offset: Double in [0, 1024, -0x1p28, 0x1p40, -0x1p45] {
        try check(c, offset, limit, .double, 1e-13)
      }
    }
  }

  @Test("and in single precision those that there are", arguments: cases)
  func single(c: Case) throws {
    for offset: Double in [0, 1024, -0x1p16] { try check(c, offset, -1, .single, 1e-5) }
  }

  private func check(_ c: Case, _ offset: Double, _ limit: Int, _ precision: Precision, _ tolerance: Double) throws {
    let graph = Graph(precision: precision)
    let n = c.relative.count
    let b = graph.input(.vector(n))
    let (v, r) = (graph.constant(Vector(c.along)), graph.constant(Vector(c.relative)))
    // Rows as a vector; and rows of a matrix, one more beside it.
    let rows = try Expression.concatenation([r * 0.5, b]).reshaped(.matrix(rows: 2, columns: n)).rowLogSumExp()[1]
    for y in [try Expression.logSumExp(b), rows] {
      let gradient = y.gradient(withRespectTo: b)
      let outputs = [
        y, gradient, gradient.derivative(withRespectTo: b, along: [v]),
        gradient.derivative(withRespectTo: b, along: [v, v]),
      ]
      let machine = Machine(Program(outputs: outputs, inputs: [b], scalarLimit: limit))
      machine.load(c.relative.map { offset + $0 }, input: 0)
      machine.run()
      let value = machine.output(0)[0]
      let exact = offset + c.value
      #expect((value - exact).magnitude <= tolerance * exact.magnitude, "value \(value) at \(offset)")
      for (k, list) in [c.gradient, c.product, c.third].enumerated() {
        for (found, exact) in zip(machine.output(k + 1), list) {
          #expect(
            (found - exact).magnitude <= tolerance * exact.magnitude + (exact == 0 ? tolerance : 0),
            "derivative \(k + 1) at \(offset): \(found), exact \(exact)")
        }
      }
    }
  }

  @Test("of n equal elements every weight is 1/n, for any n and offset", arguments: [1, 2, 3, 17, 1000, 100_000] as [Int])
  func equal(n: Int) throws {
    for precision in Precision.allCases {
      let graph = Graph(precision: precision)
      let b = graph.input(.vector(n))
      let y = try Expression.logSumExp(b)
      let machine = Machine(Program(outputs: [y.gradient(withRespectTo: b)], inputs: [b]))
      for offset: Double in [0, 1e8, -1e12, 1e16] {
        machine.load(Array(repeating: offset, count: n), input: 0)
        machine.run()
        let exact = 1 / Double(n)
        let tolerance = precision == .double ? 1e-15 : 1e-7
        #expect(machine.output(0).allSatisfy { ($0 - exact).magnitude <= tolerance * exact }, "\(precision), \(offset)")
      }
    }
  }

  static let infinite: [([Double], Double)] = [
    ([Double.infinity, 0.0], Double.infinity), ([-Double.infinity, 0.0], 0.0),
    ([-Double.infinity, -Double.infinity], -Double.infinity), ([Double.infinity, Double.infinity], Double.infinity),
    ([Double.infinity, -Double.infinity], Double.infinity), ([Double.nan, 0.0], Double.nan),
    ([0.0, Double.nan], Double.nan), ([1e308, -1e308], 1e308), ([-Double.infinity, 3.0, -Double.infinity], 3.0),
  ]

  @Test("has the value of numbers where numbers are infinite", arguments: infinite)
  func infinities(point: [Double], exact: Double) throws {
    for limit in [Int.max, -1] {
      let found = try evaluate({ try Expression.logSumExp($0) }, at: point, scalarLimit: limit)[0]
      expectSame(found, exact, "\(point)")
    }
  }
}
