import HeavyBall
import LuaKit

/// A network's loss in Lua's hands: a loss like any other, which also knows its start, its outputs and its accuracy.
final class NetworkObject: LossObject {
  let network: Network
  private let initialization: NetworkInitialization
  private let seed: Int

  init(_ network: Network, _ initialization: NetworkInitialization, seed: Int) {
    self.network = network
    self.initialization = initialization
    self.seed = seed
    super.init(network.objective)
  }

  override func batch(_ indices: [Int]) -> LossObject? { NetworkObject(network.batch(indices), initialization, seed: seed) }

  override func add(to fingerprint: inout Fingerprint) {
    super.add(to: &fingerprint)
    fingerprint.add("\(initialization) \(seed)")
  }

  /// The layers, weights and biases, by their numbers.
  override var blocks: [(name: String, range: Range<Int>)] {
    network.perceptron.layout.layers.enumerated().map { i, layer in
      ("\(i + 1)", layer.weights.lowerBound..<layer.biases.upperBound)
    }
  }

  override var externalBytes: Int { network.perceptron.inputs.count * (network.perceptron.precision == .single ? 4 : 8) }

  private static let otherSeed = Parameter("seed", .integer(in: 0...), "another seed").optional
  private static let inputs = NetworkData.inputs.optional
  private static let rows = Parameter("inputs", .operand, "other inputs, a row each, numbers or symbols").optional
  private static let labels = NetworkData.labels.optional

  static let example = """
    N = losses.mlp{inputs = {{0, 0}, {0, 1}, {1, 0}, {1, 1}}, labels = {0, 1, 1, 0}, widths = {8}, seed = 1}

    """

  override class var luaClass: ClassDeclaration {
    ClassDeclaration(
      NetworkObject.self, "Network", "The loss of a network, full batch, with its derivatives of every order.",
      instanceName: "N",
      members(of: NetworkObject.self) + [
        .property("precision", "\"f32\" or \"f64\".", .string) { $0.network.perceptron.precision.rawValue },
        .tostring { $0.text },
        .method(
          "start", "Parameters to start from, drawn as init and seed say.", [otherSeed],
          returns: .object(VectorObject.self), example: example + "#N:start()  --> 42"
        ) { n, call in
          let seed = try call[otherSeed] ?? n.seed
          return VectorObject(n.initialization.parameters(n.network.perceptron.layout, seed: seed))
        },
        .method(
          "outputs", "What the network gives for each row, of its own inputs or of others.", [argument, rows],
          returns: .object(MatrixObject.self), example: example + "#N:outputs(N:start(), {{0.5, 0.5}})  --> 1"
        ) { n, call -> Operand in
          let β = try n.argument(argument, call)
          guard let given = try call[rows] else {
            return switch β {
            case .point(let β): .matrix(n.network.outputs(at: β))
            case .symbol(let β): .symbol(n.network.perceptron.outputs(β))
            }
          }
          let columns = n.network.perceptron.layout.layers[0].inputs
          guard case .matrix(_, columns) = given.shape else {
            throw call.fault(at: rows, complaint: "must be a matrix of \(columns) columns, got \(given.description)")
          }
          let parameters: Operand =
            switch β {
            case .point(let β): .vector(β)
            case .symbol(let β): .symbol(β)
            }
          return try call.applied([parameters, given]) { n.network.perceptron.outputs($0[0], $0[1]) }
        },
        .method(
          "accuracy", "The part of the rows whose largest output is their class; of other data where it is given.",
          [beta], options: [inputs, labels], returns: .number,
          example: example + "gd = optim.hb{loss = N, eta = 0.5, mu = 0.9}:run(N:start(), 500, {every = \"last\"})\n"
            + "N:accuracy(gd:final())  --> 1.0"
        ) { n, call in
          let β = try call.point(beta, for: n.objective)
          let network = try call.has(inputs) || call.has(labels) ? n.on(call) : n.network
          guard let accuracy = network.accuracy(at: β) else {
            throw call.error("the network has targets, no classes")
          }
          return accuracy
        },
        .method(
          "layers", "The parameters layer by layer: tables of weights, inputs by outputs, and biases.",
          [argument], returns: .table,
          example: example + "#N:layers(N:start())[1].weights[1]  --> 8"
        ) { n, call in
          let β = try n.argument(argument, call)
          func part(_ range: Range<Int>, _ shape: Shape) -> Operand {
            switch β {
            case .point(let β): Operand(Array(β.elements[range]), shape)
            case .symbol(let β): .symbol(β.slice(from: range.lowerBound, shape))
            }
          }
          return n.network.perceptron.layout.layers.map { layer -> [String: Operand] in
            [
              "weights": part(layer.weights, .matrix(rows: layer.inputs, columns: layer.outputs)),
              "biases": part(layer.biases, .vector(layer.outputs)),
            ]
          }
        },
      ])
  }

  private var text: String {
    let p = network.perceptron
    let widths = [p.layout.layers[0].inputs] + p.layout.layers.map(\.outputs)
    return "Network  \(widths.map(String.init).joined(separator: "-")) \(p.activation.rawValue), "
      + "\(p.measure == .crossEntropy ? "cross-entropy" : "squared error"), \(objective.dimension) parameters, "
      + "\(counted(p.count, "row")), \(p.precision.rawValue)"
  }

  /// The network on the data that a call gives.
  private func on(_ call: Call) throws -> Network {
    guard let classes = network.labels.map({ _ in network.perceptron.targets.columns }) else {
      throw call.error("the network has targets, no classes")
    }
    let inputs = try NetworkData.converted(
      call.required(Self.inputs), to: network.perceptron.precision, Self.inputs, call)
    guard inputs.columns == network.perceptron.layout.layers[0].inputs else {
      throw call.fault(
        at: Self.inputs,
        complaint: "must have \(network.perceptron.layout.layers[0].inputs) columns, got \(inputs.columns)")
    }
    let labels = try call.required(Self.labels)
    try NetworkData.check(labels, rows: inputs.rows, classes: classes, Self.labels, call)
    return network.with(inputs: inputs.numbers, labels: labels)
  }
}
