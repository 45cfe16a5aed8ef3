import HeavyBall
import LuaKit

private typealias Option = FlowFunctionOption

extension NoiseFlowObject {
  /// That of a call of `hbf.flow` with noise, which has an order and a form of its own.
  convenience init(_ wish: NoiseOptions.Wish, _ call: Call, on loss: LossObject) throws {
    let given = try FlowMethodOption.numbers(call, momentum: Option.momentum, lookahead: Option.lookahead) { .constant($0) }
    let numbers = try Option.coefficients(call[Option.stepSize], given.momentum, given.lookahead)
    let settings: [(parameter: AnyParameter, value: Coefficient)] = [
      (Option.stepSize, numbers.stepSize), (Option.momentum, numbers.momentum), (Option.lookahead, numbers.lookahead),
    ]
    for (parameter, value) in settings where value.constant == nil {
      throw call.fault(at: parameter, complaint: "must be a number with noise")
    }
    guard let method = numbers.method, method.lookahead == 0 else {
      let named = try call[FlowMethodOption.parameter]
      throw named.map {
        call.fault(at: FlowMethodOption.parameter, complaint: "must be 'hb' or 'gd' with noise, got \($0.words)")
      }
        ?? call.fault(at: Option.lookahead, complaint: "must be 0 with noise, got \(formatted(given.lookahead.constant ?? 0))")
    }
    switch try call[Option.order] {
    case .number(2)?, nil: break
    case .number(let n)?: throw call.fault(at: Option.order, complaint: "must be 2 with noise, got \(n)")
    case .best?: throw call.fault(at: Option.order, complaint: "must be 2 with noise, got 'best'")
    case .auto?: throw call.fault(at: Option.order, complaint: "must be 2 with noise, got 'auto'")
    }
    if try call.has(Option.form) {
      throw call.fault(at: Option.form, complaint: "is not for noise: the mean's flow has a form of its own")
    }
    let batches = try BatchOptions.batches(call, of: loss.objective)
    let noise = try NoiseOptions.noise(wish, batches, call, on: loss.objective, batchParameter: Option.batches)
    let watch = call.watch(call.name)
    self.init(
      try NoiseFlow(loss.objective, stepSize: method.stepSize, momentum: method.momentum, noise: noise) {
        try watch.poll()
      }, on: loss)
  }
}
