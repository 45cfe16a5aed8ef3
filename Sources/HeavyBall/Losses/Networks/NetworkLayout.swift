/// Where the weights and biases of a network are in its vector of parameters: for each layer the weights, inputs×outputs
/// row after row, and then the biases.
public struct NetworkLayout: Hashable, Sendable {
  public struct Layer: Hashable, Sendable {
    public let inputs: Int
    public let outputs: Int
    /// Where the weights begin.
    public let start: Int

    public var weights: Range<Int> { start..<start + inputs * outputs }
    public var biases: Range<Int> { weights.upperBound..<weights.upperBound + outputs }
  }

  public let layers: [Layer]

  /// The layers between so many inputs, hidden layers of the given widths, and so many outputs.
  public init(inputs: Int, widths: [Int], outputs: Int) {
    var layers: [Layer] = []
    var (before, end) = (inputs, 0)
    for width in widths + [outputs] {
      let layer = Layer(inputs: before, outputs: width, start: end)
      layers.append(layer)
      (before, end) = (width, layer.biases.upperBound)
    }
    self.layers = layers
  }

  /// The number of parameters.
  public var count: Int { layers.last?.biases.upperBound ?? 0 }
}
