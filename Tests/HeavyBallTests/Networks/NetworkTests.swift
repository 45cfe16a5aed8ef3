import Testing

@testable import HeavyBall

@Suite("A multilayer perceptron") struct NetworkTests {
  private struct File: Decodable {
    let X: [[Double]], labels: [Int], beta: [Double], v: [Double]
    let cases: [Case]
  }
  private struct Case: Decodable {
    let activation: String, measure: String
    let loss: Double, gradient: [Double], hvp: [Double], third: [Double]
  }

  private let file: File

  init() throws { file = try SeriesReference.read(File.self, "network.json") }

  private func network(_ activation: String, _ measure: String, _ precision: Precision = .double) throws -> Network {
    let x = Matrix(file.X)
    let inputs = precision == .double ? SharedNumbers(x.elements) : SharedNumbers(FloatMatrix(x).elements)
    return Network(
      MultilayerPerceptron(
        inputs: inputs, targets: .oneHot(file.labels, classes: 3),
        layout: NetworkLayout(inputs: 4, widths: [5, 3], outputs: 3),
        activation: try #require(Activation(rawValue: activation)),
        measure: try #require(NetworkMeasure(rawValue: measure))), labels: file.labels)
  }

  @Test("has JAX's loss, gradient, Hessian products and third derivatives, with every activation and measure")
  func derivatives() throws {
    #expect(Set(file.cases.map(\.activation)) == Set(Activation.allCases.map(\.rawValue)))
    #expect(Set(file.cases.map(\.measure)) == Set(NetworkMeasure.allCases.map(\.rawValue)))
    let (β, v) = (Vector(file.beta), Vector(file.v))
    for c in file.cases {
      let objective = try network(c.activation, c.measure).objective
      expectClose(objective.value(at: β), c.loss, 1e-15, c.activation)
      expectClose(objective.gradient(at: β), c.gradient, 1e-15, c.activation)
      let (product, gradient) = objective.hessianProduct(at: β, with: v)
      expectClose(product, c.hvp, 1e-14, c.activation)
      expectClose(gradient, c.gradient, 1e-15, c.activation)
      expectClose(objective.derivative(at: β, along: [v, v]), c.third, 1e-13, c.activation)
    }
  }

  @Test("is the same in single precision, to single precision")
  func single() throws {
    let (β, v) = (Vector(file.beta), Vector(file.v))
    for c in file.cases {
      let objective = try network(c.activation, c.measure, .single).objective
      expectClose(objective.value(at: β), c.loss, 1e-6, c.activation)
      expectClose(objective.gradient(at: β), c.gradient, 2e-6, c.activation)
      expectClose(objective.hessianProduct(at: β, with: v).product, c.hvp, 1e-5, c.activation)
    }
  }

  @Test("is trained by every optimizer as its double is, in single precision", arguments: [Precision.single, .double])
  func training(precision: Precision) throws {
    let network = try network("tanh", "cross_entropy", precision)
    let run = try Iteration(HeavyBallMethod(stepSize: 0.5, momentum: 0.9), on: network.objective)
      .run(from: Vector(file.beta), steps: 400)
    #expect(network.objective.value(at: run.end) < 0.01)
    #expect(network.accuracy(at: run.end) == 1)
    // What is kept are the numbers that were computed with.
    if precision == .single { #expect(run.end.allSatisfy { Double(Float($0)) == $0 }) }
  }

  @Test("has a flow of order 3 in single precision that follows its double's")
  func flow() throws {
    let β = Vector(file.beta)
    let fields = try [Precision.single, .double].map { precision in
      HeavyBallFlow(
        try network("tanh", "mse", precision).objective, stepSize: 0.05, momentum: 0.5, order: 3, form: .limit
      ).field(at: β)
    }
    expectClose(fields[0], fields[1], 1e-5)
  }

  @Test("its layout has weights and then biases, layer after layer")
  func layout() {
    let layout = NetworkLayout(inputs: 4, widths: [5, 3], outputs: 2)
    #expect(layout.count == 4 * 5 + 5 + 5 * 3 + 3 + 3 * 2 + 2)
    #expect(layout.layers.map(\.weights) == [0..<20, 25..<40, 43..<49])
    #expect(layout.layers.map(\.biases) == [20..<25, 40..<43, 49..<51])
  }

  @Test("starts from parameters of the right size and spread", arguments: NetworkInitialization.allCases)
  func initialization(way: NetworkInitialization) {
    let layout = NetworkLayout(inputs: 100, widths: [300], outputs: 10)
    let β = way.parameters(layout, seed: 5)
    #expect(β.count == layout.count && β == way.parameters(layout, seed: 5) && β != way.parameters(layout, seed: 6))
    let weights = β[layout.layers[0].weights]
    let variance = weights.reduce(0) { $0 + $1 * $1 } / Double(weights.count)
    let expected: Double =
      switch way {
      case .uniform: 1 / 300.0
      case .xavier: 2 / 400.0
      case .he: 2 / 100.0
      }
    #expect((variance / expected - 1).magnitude < 0.03, "\(variance)")
    #expect(β[layout.layers[1].biases].allSatisfy { way == .uniform ? $0 != 0 : $0 == 0 })
  }
}
