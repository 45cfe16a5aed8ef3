import HeavyBall
import LuaKit

private enum Field {
  static let labels = NetworkData.labels.described("the class of each row, from 0").optional
  static let targets = Parameter("targets", .matrix, "what the outputs are to be, in place of labels").optional
  static let classes = Parameter(
    "classes", .integer(in: 2...NetworkData.maximumClasses), "how many classes",
    default: "as many as labels show, two at least"
  ) { values throws(LuaError) in NetworkData.classes(of: try values[labels] ?? []) }

  private static let usualWidths = [200, 200]
  static let widths = Parameter(
    "widths", .widths, "of the hidden layers", default: "{\(usualWidths.map(String.init).joined(separator: ", "))}"
  ) { _ in usualWidths }
  static let activation = Parameter("activation", .choice(of: Activation.self), "of the hidden layers", default: .tanh)
  static let measure = Parameter(
    "loss", .choice(of: NetworkMeasure.self), "of the outputs",
    default: "\"\(NetworkMeasure.crossEntropy.rawValue)\" with labels, \"\(NetworkMeasure.squaredError.rawValue)\" with targets"
  ) { values throws(LuaError) in try values[labels] == nil ? .squaredError : .crossEntropy }
  static let precision = Parameter(
    "precision", .choice(of: Precision.self), "\"f32\" computes in single precision throughout", default: "that of inputs"
  ) { values throws(LuaError) in try values[NetworkData.inputs].precision }
  static let initialization = Parameter(
    "init", .choice(of: NetworkInitialization.self),
    "\"uniform\": all in +-1/sqrt(inputs of the layer); \"xavier\", \"he\": the weights by Glorot and Bengio, or He et al.",
    default: .uniform)
  static let seed = Parameters.seed.described("of N:start()")
}

extension ParameterType where Value == [Int] {
  fileprivate static var widths: Self {
    integers.map { widths -> [Int] in
      if let i = widths.firstIndex(where: { !(1...100_000).contains($0) }) {
        throw Flaw(element: i + 1, complaint: "must be an integer in [1, 100000], got \(widths[i])")
      }
      return widths
    }
  }
}

/// `losses.mlp`.
let networkFunction = Function(
  "mlp",
  "The loss of a fully connected network on all rows: |outputs - targets|^2 / 2 or the cross-entropy, its mean. Its "
    + "parameters are, layer after layer, the weights (inputs by outputs, row after row) and the biases.",
  [],
  options: [
    NetworkData.inputs, Field.labels, Field.targets, Field.classes, Field.widths, Field.activation, Field.measure,
    Field.precision, Field.initialization, Field.seed,
  ],
  returns: .object(NetworkObject.self),
  example: NetworkObject.example + "N.dimension  --> 42"
) { call in
  let inputs = try NetworkData.converted(call[NetworkData.inputs], to: call[Field.precision], NetworkData.inputs, call)
  let (labels, widths) = (try call[Field.labels], try call[Field.widths])
  let targets = try wantedOutputs(inputs, labels, widths, call)
  let perceptron = MultilayerPerceptron(
    inputs: inputs.numbers, targets: targets,
    layout: NetworkLayout(inputs: inputs.columns, widths: widths, outputs: targets.columns),
    activation: try call[Field.activation], measure: try call[Field.measure])
  return NetworkObject(
    Network(perceptron, labels: labels), try call[Field.initialization], seed: try call[Field.seed])
}

/// The targets, or 1 for the class of each row and 0 for the others.
private func wantedOutputs(_ inputs: NetworkData.Inputs, _ labels: [Int]?, _ widths: [Int], _ call: Call) throws -> Matrix {
  // What a start, a gradient and the layers' values will take, before any of it is there.
  func checkRoom(outputs: Int) throws {
    let layout = NetworkLayout(inputs: inputs.columns, widths: widths, outputs: outputs)
    let values = Double(inputs.rows) * Double(widths.reduce(outputs, +)) * Double(inputs.numbers.precision.stride)
    let bytes = 24 * Double(layout.count) + 2 * values
    try call.state.checkRoom(bytes: Int(min(bytes, 1e18))) { call.error("\($0.with(.working))") }
  }
  if let labels {
    if try call.has(Field.targets) { throw call.error("give either labels or targets, not both", at: Field.labels) }
    let classes = try call[Field.classes]
    try NetworkData.check(labels, rows: inputs.rows, classes: classes, Field.labels, call)
    try checkRoom(outputs: classes)
    return .oneHot(labels, classes: classes)
  }
  guard let targets = try call[Field.targets] else { throw call.error("give either labels or targets", at: Field.labels) }
  try call.checkFinite(targets, Field.targets)
  guard targets.rows == inputs.rows, targets.columns > 0 else {
    throw call.fault(
      at: Field.targets, complaint: "must have \(counted(inputs.rows, "row")), one for each row of inputs, got \(targets.rows)")
  }
  try checkRoom(outputs: targets.columns)
  return targets
}
