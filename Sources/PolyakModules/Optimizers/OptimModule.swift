import HeavyBall
import LuaKit

/// `optim`: the discrete methods.
let optimModule = Module(
  "optim", "Discrete methods, to be run on a loss.", functions: Optimizers.all.map(function),
  classes: [OptimizerObject.self, TrajectoryObject.self, RecordObject.self, EnsembleObject.self])

private let loss = Parameters.loss.described("what to minimise")

/// The Lua function that makes an optimizer of the list: the loss, the method's settings, how to compute.
private func function(_ entry: Optimizers.Entry) -> Function {
  let settings = entry.settings.map { SettingParameter($0) }
  return Function(
    entry.name, entry.summary, [], options: [loss] + settings.map(\.parameter) + [Parameters.fma],
    returns: .object(OptimizerObject.self),
    example: "optim.\(entry.name){loss = losses.product{y = 1}, \(entry.sample.source)}:run({2, 0.8}, 3):final()[1]  --> "
      + formatted(entry.sample.end[0])
  ) { call in
    let (method, numbers) = try call.make(settings) { (try entry.make($0), $0.numbers(of: entry.settings)) }
    return try OptimizerObject(method, on: try call[loss], settings: numbers, isFused: try call[Parameters.fma], call)
  }
}
