/// A network on its data: the loss as an objective, and what the network says of inputs.
///
///     let network = Network(perceptron, labels: labels)
///     network.objective.gradient(at: β)
///     network.accuracy(at: β)        // 0.98
///
/// Not for use by two threads at once.
public final class Network {
  public let perceptron: MultilayerPerceptron
  /// The class of each row, of a network that classifies.
  public let labels: [Int]?
  public let objective: Objective

  private lazy var machine = Machine(
    Program(outputs: [perceptron.outputs(objective.parameters)], inputs: [objective.parameters]))

  public init(_ perceptron: MultilayerPerceptron, labels: [Int]? = nil) {
    self.perceptron = perceptron
    self.labels = labels
    objective = Objective(perceptron)
  }

  /// o, a row for each row of the inputs.
  public func outputs(at β: Vector) -> Matrix {
    machine.load(β, input: 0)
    machine.run()
    let columns = perceptron.targets.columns
    return Matrix(rows: perceptron.count, columns: columns, elements: machine.output(0).elements)
  }

  /// The part of the rows whose largest output is that of their class; nil without classes, NaN where an output is.
  public func accuracy(at β: Vector) -> Double? {
    guard let labels else { return nil }
    let outputs = outputs(at: β)
    guard !outputs.elements.contains(where: \.isNaN) else { return .nan }
    let right = labels.indices.count { outputs.row($0).indexOfLargest == labels[$0] }
    return Double(right) / Double(labels.count)
  }

  /// The same network on some of the rows, counted from 0; a row may be there more than once.
  ///
  /// - Precondition: there are such rows, and at least one.
  public func batch(_ indices: [Int]) -> Network {
    let inputs = RowData("inputs", perceptron.inputs, rows: perceptron.count, columns: perceptron.layout.layers[0].inputs)
    let targets = RowData("targets", perceptron.targets).rows(indices)
    let part = MultilayerPerceptron(
      inputs: inputs.rows(indices).numbers,
      targets: Matrix(rows: indices.count, columns: perceptron.targets.columns, elements: targets.numbers.values),
      layout: perceptron.layout, activation: perceptron.activation, measure: perceptron.measure)
    return Network(part, labels: labels.map { labels in indices.map { labels[$0] } })
  }

  /// The same network and parameters on other data.
  public func with(inputs: SharedNumbers, labels: [Int]) -> Network {
    let targets = Matrix.oneHot(labels, classes: perceptron.targets.columns)
    return Network(
      MultilayerPerceptron(
        inputs: inputs, targets: targets, layout: perceptron.layout, activation: perceptron.activation,
        measure: perceptron.measure), labels: labels)
  }
}

extension Vector {
  /// Where the largest coordinate is, the first of several; nil where one is not a number.
  var indexOfLargest: Int? {
    if contains(where: \.isNaN) { return nil }
    return indices.max { self[$0] < self[$1] || self[$0] == self[$1] && $0 > $1 }
  }
}
