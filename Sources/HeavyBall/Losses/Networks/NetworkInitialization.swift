/// How a network's parameters are drawn before training. A new way is a case here.
public enum NetworkInitialization: String, CaseIterable, Sendable {
  /// Weights and biases uniform in ±1/√(inputs of the layer).
  case uniform
  /// Weights uniform in ±√(6/(inputs + outputs)), biases 0. Glorot and Bengio 2010.
  case xavier
  /// Weights normal with variance 2/inputs, biases 0: for relu. He et al. 2015.
  case he

  /// The parameters of a network: layer after layer, weights and then biases, drawn in their order.
  public func parameters(_ layout: NetworkLayout, seed: Int) -> Vector {
    var generator = RandomGenerator(seed: seed)
    var β = Vector(repeating: 0, count: layout.count)
    for layer in layout.layers {
      let (inputs, outputs) = (Double(layer.inputs), Double(layer.outputs))
      switch self {
      case .uniform:
        for i in layer.weights.lowerBound..<layer.biases.upperBound {
          β[i] = (2 * generator.uniform() - 1) / inputs.squareRoot()
        }
      case .xavier:
        for i in layer.weights { β[i] = (2 * generator.uniform() - 1) * (6 / (inputs + outputs)).squareRoot() }
      case .he:
        for i in layer.weights { β[i] = generator.normal() * (2 / inputs).squareRoot() }
      }
    }
    return β
  }
}
