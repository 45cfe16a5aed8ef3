import HeavyBall
import LuaKit

/// `losses.mlp`.
let networkFunction = Function(
  "mlp",
  "The loss of a fully connected network on all rows: |outputs - targets|^2 / 2 or the cross-entropy, its mean. Its "
    + "parameters are, layer after layer, the weights (inputs by outputs, row after row) and the biases.",
  .option("inputs", .inputs, "a row each"),
  .option("labels", .labels, default: nil, "the class of each row, from 0"),
  .option("targets", .matrix, default: nil, "what the outputs are to be, in place of labels"),
  .option("classes", .integer(in: 2...NetworkData.maximumClasses), default: nil, "how many classes; as many as labels show if left out, two at least"),
  .option("widths", .labels, default: nil, "of the hidden layers; {200, 200} if left out"),
  .option("activation", .string(oneOf: Activation.allCases.map(\.rawValue)), default: "tanh", "of the hidden layers"),
  .option(
    "loss", .string(oneOf: NetworkMeasure.allCases.map(\.rawValue)), default: nil,
    "\"cross_entropy\", the default with labels, or \"mse\""),
  .option(
    "precision", .string(oneOf: Precision.allCases.map(\.rawValue)), default: nil,
    "\"f32\" computes in single precision throughout; that of inputs if left out"),
  .option(
    "init", .string(oneOf: NetworkInitialization.allCases.map(\.rawValue)), default: "uniform",
    "\"uniform\": all in +-1/sqrt(inputs of the layer); \"xavier\", \"he\": the weights by Glorot and Bengio, or He et al."),
  .option("seed", .integer(in: 0...), default: 0, "of N:start()"),
  returns: .object(NetworkObject.self),
  example: NetworkObject.example + "N.dimension  --> 42"
) { call in
  let inputs = try NetworkData.inputs(
    call, precision: try call.stringIfPresent("precision").flatMap(Precision.init(rawValue:)))
  let widths = call.has("widths") ? try call.value("widths", as: [Int].self) : [200, 200]
  if let i = widths.firstIndex(where: { !(1...100_000).contains($0) }) {
    throw call.error("option 'widths' must hold integers in [1, 100000], got \(widths[i]) in place \(i + 1)")
  }
  guard call.has("labels") != call.has("targets") else {
    throw call.error("give either labels or targets\(call.has("labels") ? ", not both" : "")")
  }
  // What a start, a gradient and the layers' values will take, before any of it is there.
  func checkRoom(outputs: Int) throws {
    let layout = NetworkLayout(inputs: inputs.columns, widths: widths, outputs: outputs)
    let values = Double(inputs.rows) * Double(widths.reduce(outputs, +)) * Double(inputs.numbers.precision.stride)
    let bytes = 24 * Double(layout.count) + 2 * values
    try call.state.checkRoom(bytes: Int(min(bytes, 1e18))) { call.error("\($0.with(.working))") }
  }
  let targets: Matrix
  var labels: [Int]?
  if call.has("labels") {
    let found = try NetworkData.labels(call, rows: inputs.rows, classes: try call.integerIfPresent("classes"))
    labels = found.labels
    try checkRoom(outputs: found.classes)
    targets = .oneHot(found.labels, classes: found.classes)
  } else {
    targets = try call.finite("targets", as: Matrix.self)
    guard targets.rows == inputs.rows, targets.columns > 0 else {
      throw call.error("option 'targets' must have \(inputs.rows) rows, one for each row of inputs, got \(targets.rows)")
    }
    try checkRoom(outputs: targets.columns)
  }
  let measure = try call.stringIfPresent("loss").flatMap(NetworkMeasure.init(rawValue:))
  let perceptron = MultilayerPerceptron(
    inputs: inputs.numbers, targets: targets,
    layout: NetworkLayout(inputs: inputs.columns, widths: widths, outputs: targets.columns),
    activation: Activation(rawValue: try call.string("activation")) ?? .tanh,
    measure: measure ?? (labels == nil ? .squaredError : .crossEntropy))
  return NetworkObject(
    Network(perceptron, labels: labels), NetworkInitialization(rawValue: try call.string("init")) ?? .uniform,
    seed: try call.integer("seed"))
}
