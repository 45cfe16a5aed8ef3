import HeavyBall
import LuaKit

/// `optim`: the discrete methods.
let optimModule = Module(
  "optim", "Discrete methods, to be run on a loss.", functions: Optimizers.all.map(function) + [defineMethodFunction],
  classes: [OptimizerObject.self, TrajectoryObject.self, RecordObject.self, EnsembleObject.self])

private let loss = Parameters.loss.described("what to minimise")

/// The Lua function that makes an optimizer of the list: the loss, the method's settings, how to compute.
private func function(_ entry: Optimizers.Entry) -> Function {
  let settings = entry.settings.map { SettingParameter($0) }
  let decay = entry.sample.method.weightDecay
  let weightDecay = Parameter(
    "weight_decay", .coefficient(in: .nonNegative), "lambda: lambda b is added to the gradient, or taken off past it",
    default: decay.coefficient)
  let decoupled = Parameter(
    "decoupled", .boolean, "the weight decay takes eta lambda b off at the step's end, past momentum and scaling",
    default: decay.isDecoupled)
  return Function(
    entry.name, entry.summary, [],
    options: [loss] + settings.map(\.parameter) + [weightDecay, decoupled, Parameters.fma],
    returns: .object(OptimizerObject.self),
    example: "optim.\(entry.name){loss = losses.product{y = 1}, \(entry.sample.source)}:run({2, 0.8}, 3):final()[1]  --> "
      + formatted(entry.sample.end[0])
  ) { call in
    var (method, numbers) = try call.make(settings) { (try entry.make($0), $0.coefficients(of: entry.settings)) }
    let decay = WeightDecay(try call[weightDecay], isDecoupled: try call[decoupled])
    if decay.coefficient.constant != 0 { numbers.append((weightDecay.name, decay.coefficient)) }
    try call.checkMembers(of: numbers, settings.map(\.parameter) + [weightDecay])
    return try OptimizerObject(
      method, on: try call[loss], weightDecay: decay, settings: numbers, isFused: try call[Parameters.fma], call)
  }
}

extension Call {
  /// Holds that vectors of coefficients are of one length: they go in step.
  fileprivate func checkMembers(of coefficients: [(name: String, value: Coefficient)], _ parameters: [AnyParameter]) throws {
    let vectors = coefficients.compactMap { name, value in value.members.map { (name, count: $0.count) } }
    guard let first = vectors.first, let other = vectors.first(where: { $0.count != first.count }) else { return }
    guard let parameter = parameters.first(where: { $0.name == other.0 }) else { return }
    throw fault(
      at: parameter, complaint: "must have as many elements as '\(first.0)', which has \(first.count), got \(other.count)")
  }
}
