import HeavyBall
import LuaKit

/// `losses`: the losses there are, `mlp`, and `define` for one's own.
let lossesModule = Module(
  "losses", "Losses, each a function of its parameters with derivatives of every order.",
  functions: Losses.all.map(function) + [networkFunction, defineFunction], classes: [LossObject.self, NetworkObject.self])

/// The Lua function that makes a loss of the list.
private func function(_ entry: Losses.Entry) -> Function {
  let settings = entry.settings.map { SettingParameter($0) }, sample = entry.sample
  let point = sample.point.map { LuaValue.number($0).briefly }.joined(separator: ", ")
  return Function(
    entry.name, entry.summary, [], options: settings.map(\.parameter), returns: .object(LossObject.self),
    example: "losses.\(entry.name){\(sample.source)}{\(point)}  --> \(sample.value)"
  ) { call in
    let loss = try call.make(settings, entry.make)
    return LossObject(Objective(loss))
  }
}
