import Testing

@testable import HeavyBall

/// −mean Σ t_j log softmax(o)_j at outputs o = x + r for offsets x of every size. The numbers are from mpmath at 60 digits:
/// of each row Σ t_j (log Σ exp(r) − r_j), with the gradient (Σ t) softmax(r) − t.
@Suite("The cross-entropy") struct CrossEntropyTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let outputs: [[Double]]
    let targets: [[Double]]
    let loss: Double
    let gradient: [Double]
    var testDescription: String { "\(outputs), targets \(targets)" }

    init(_ outputs: [[Double]], targets: [[Double]], loss: Double, gradient: [Double]) {
      (self.outputs, self.targets, self.loss, self.gradient) = (outputs, targets, loss, gradient)
    }
  }

  static let cases: [Case] = [
    Case([[0, 0]], targets: [[1, 0]], loss: 0.69314718055994531, gradient: [-0.5, 0.5]),
    Case(
      [[0, -17.1875]], targets: [[1, 0]], loss: 3.4321288574287018e-8,
      gradient: [-3.43212879853116e-8, 3.43212879853116e-8]),
    Case(
      [[0, -40, -41]], targets: [[1, 0, 0]], loss: 5.8112364446265777e-18,
      gradient: [-5.8112364446265777e-18, 4.248354255291589e-18, 1.5628821893349888e-18]),
    Case(
      [[-5, 0], [0, -36]], targets: [[1, 0], [1, 0]], loss: 2.5033576742445592,
      gradient: [-0.49665357453785757, 0.49665357453785757, -1.1597614151217844e-16, 1.1597614151217844e-16]),
    Case(
      [[0, -1, -2]], targets: [[0.5, 0.25, 0.25]], loss: 1.1576059644443803,
      gradient: [0.16524095577482189, -0.0052715289452023475, -0.15996942682961954]),
    Case(
      [[0, -30]], targets: [[0.75, 0.25]], loss: 7.5000000000000936,
      gradient: [0.24999999999990642, -0.24999999999990642]),
    Case(
      [[-2, 0, -50], [3, 0, 1]], targets: [[0, 1, 0], [0.125, 0.5, 0.375]], loss: 1.2733870152996291,
      gradient: [
        0.059601461011058778, -0.059601461011058778, 8.494186151184519e-23, 0.35939736724066974, -0.22899496693296697,
        -0.13040240030770276,
      ]),
  ]

  @Test("has the digits of its precision at every offset, of labels and of distributions", arguments: cases)
  func offsets(c: Case) throws {
    let shape = Shape.matrix(rows: c.outputs.count, columns: c.outputs[0].count)
    let ways: [(Precision, Int, Double)] = [(.double, Int.max, 1e-13), (.double, -1, 1e-13), (.single, -1, 1e-5)]
    for (precision, limit, tolerance) in ways {
      let graph = Graph(precision: precision)
      let b = graph.input(.vector(shape.count))
      let loss = NetworkMeasure.crossEntropy(b.reshaped(shape), graph.constant(Matrix(c.targets)))
      let machine = Machine(
        Program(outputs: [loss, loss.gradient(withRespectTo: b)], inputs: [b], scalarLimit: limit))
      for offset: Double in [0, 1024, -0x1p20, 0x1p30, -0x1p40] {
        let relative = Array(c.outputs.joined())
        let point = relative.map { offset + $0 }
        // What is left of the differences at such an offset is no matter of the loss.
        guard relative.indices.allSatisfy({ rounded(point[$0], precision) - offset == relative[$0] }) else { continue }
        machine.load(point, input: 0)
        machine.run()
        let results = [machine.output(0)[0]] + machine.output(1).elements
        for (found, exact) in zip(results, [c.loss] + c.gradient) {
          #expect(
            (found - exact).magnitude <= tolerance * exact.magnitude, "\(precision), \(offset): \(found), exact \(exact)")
        }
      }
    }
  }

  private func rounded(_ x: Double, _ precision: Precision) -> Double { precision == .single ? Double(Float(x)) : x }

  @Test("of large equal biases is log 2, with half for a gradient", arguments: Precision.allCases)
  func biases(precision: Precision) {
    let one = precision == .single ? SharedNumbers([Float(1)]) : SharedNumbers([1.0])
    let network = Network(
      MultilayerPerceptron(
        inputs: one, targets: .oneHot([0], classes: 2), layout: NetworkLayout(inputs: 1, widths: [1], outputs: 2),
        activation: .tanh, measure: .crossEntropy), labels: [0])
    let n = network.objective.dimension
    for v: Double in [0, 1e4, -1e6, 1e8, 1e15] {
      var β = Vector(repeating: 0, count: n)
      (β[n - 2], β[n - 1]) = (v, v)
      expectClose(network.objective.value(at: β), 0.693147180559945, precision == .single ? 1e-7 : 1e-15)
      #expect(Array(network.objective.gradient(at: β).suffix(2)) == [-0.5, 0.5])
    }
  }

  @Test("is never negative and, where every row is right, neither 0", arguments: Precision.allCases)
  func sign(precision: Precision) {
    for seed in 1...50 {
      var generator = RandomGenerator(seed: seed)
      let rows = 20
      let graph = Graph(precision: precision)
      let b = graph.input(.vector(3 * rows))
      let targets = Matrix.oneHot((0..<rows).map { $0 % 3 }, classes: 3)
      let loss = NetworkMeasure.crossEntropy(b.reshaped(.matrix(rows: rows, columns: 3)), graph.constant(targets))
      let machine = Machine(Program(outputs: [loss], inputs: [b]))
      // The right outputs lead by 36 to 66, which is more than 16 digits.
      var point = targets.elements
      for i in point.indices { point[i] = 66 * point[i] + 30 * generator.uniform() }
      machine.load(point, input: 0)
      machine.run()
      #expect(machine.output(0)[0] > 0 && machine.output(0)[0] < 1e-12, "seed \(seed): \(machine.output(0)[0])")
    }
  }

  @Test("falls without steps while single precision trains a network")
  func training() throws {
    let inputs: [Float] = [0, 0, 0, 1, 1, 0, 1, 1]
    let network = Network(
      MultilayerPerceptron(
        inputs: SharedNumbers(inputs), targets: .oneHot([0, 1, 1, 0], classes: 2),
        layout: NetworkLayout(inputs: 2, widths: [8], outputs: 2), activation: .tanh, measure: .crossEntropy))
    let start = NetworkInitialization.xavier.parameters(network.perceptron.layout, seed: 1)
    var options = RunOptions()
    options.recording = .every(1000)
    let run = try Iteration(HeavyBallMethod(stepSize: 1, momentum: 0.9), on: network.objective)
      .run(from: start, steps: 20_000, options)
    let losses = Array(run.losses())
    #expect(losses.last! > 0 && losses.last! < 1e-4)
    #expect(zip(losses.dropFirst(2), losses.dropFirst(3)).allSatisfy { $1 < $0 }, "\(losses)")
  }

  @Test("is right where an output is so far from the others that their difference is infinite")
  func farOutputs() throws {
    let cases: [(outputs: [Double], class: Int, loss: Double)] = [
      ([1e308, -1e308], 0, 0), ([0, 0, -.infinity], 0, 0.69314718055994531), ([0, -.infinity, -.infinity], 0, 0),
      ([-1e308, 1e308], 0, .infinity),
    ]
    for example in cases {
      for limit in [Int.max, -1] {
        let graph = Graph()
        let shape = Shape.matrix(rows: 1, columns: example.outputs.count)
        let b = graph.input(.vector(shape.count))
        let targets = Matrix.oneHot([example.class], classes: shape.count)
        let loss = NetworkMeasure.crossEntropy(b.reshaped(shape), graph.constant(targets))
        let machine = Machine(Program(outputs: [loss], inputs: [b], scalarLimit: limit))
        machine.load(Vector(example.outputs), input: 0)
        machine.run()
        #expect(machine.output(0)[0] == example.loss, "\(example.outputs)")
      }
    }
  }
}
