import HeavyBall
import LuaKit

/// The option `record` of a run: what is measured on the way.
enum RecordOptions {
  static let parameter = Parameter.option(
    "record", .table, default: nil,
    "{name = n, ...}: what to measure at step 0, every nth and the last, kept in the trajectory's recorded: "
      + Quantities.all.map { "\($0.name), \($0.summary)" }.joined(separator: "; ")
      + "; or any name = {every = n, f = a function of the point and the step's number that returns a number}. Single "
      + "runs only")

  /// In the order of their names, which Lua's tables do not keep.
  static func observers(_ call: Call, on iteration: Iteration) throws -> [any Observer] {
    guard let table = try call.tableIfPresent("record") else { return [] }
    let entries = try table.map { key, value in
      guard let name = key.text else { throw call.error("option 'record' must have names as keys, got \(key.briefly)") }
      return (name: name, value: value)
    }
    return try entries.sorted { $0.name < $1.name }.map { try observer($0.name, $0.value, iteration, call) }
  }

  private static func observer(
    _ name: String, _ value: LuaValue, _ iteration: Iteration, _ call: Call
  ) throws -> any Observer {
    let quantity = Quantities.all.first { $0.name == name }
    let own = value.table.map { !$0["f"].isNil } ?? false
    guard quantity != nil || own else { throw unknown(name, call) }
    let every = try every(name, value, call)
    if let quantity {
      if own {
        throw call.error("option 'record.\(name)' is measured as '\(name)' always is: give the function f another name")
      }
      if let refusal = quantity.refusal(on: iteration) { throw call.error("option 'record.\(name)' \(refusal)") }
      return quantity.init(every: every)
    }
    let f = value.table?["f"] ?? .nil
    guard let function = f.function else {
      throw call.error("option 'record.\(name).f' must be a function, got \(f.briefly)")
    }
    return FunctionObserver(name, every, function, call)
  }

  private static func unknown(_ name: String, _ call: Call) -> LuaError {
    let known = Quantities.all.map { $0.name }
    let hint = nearestSpelling(of: name, among: known).map { "did you mean '\($0)'?" }
      ?? "known are \(known.map { "'\($0)'" }.joined(separator: ", "))"
    return call.error("option 'record' has an unknown field '\(name)' (\(hint)); one of your own is {every =, f =}")
  }

  /// `n`, or `{every = n}`.
  private static func every(_ name: String, _ value: LuaValue, _ call: Call) throws -> Int {
    var (label, number) = (name, value)
    if let table = value.table {
      for (key, _) in table where key.text != "every" && key.text != "f" {
        let nearest = key.text.flatMap { nearestSpelling(of: $0, among: ["every"]) }
        let hint = nearest.map { "did you mean '\($0)'?" } ?? "known are 'every', 'f'"
        throw call.error("option 'record.\(name)' has an unknown field \(key.briefly) (\(hint))")
      }
      (label, number) = ("\(name).every", table["every"])
    }
    guard let n = number.integer, n >= 1 else {
      throw call.error("option 'record.\(label)' must be an integer >= 1, got \(number.briefly)")
    }
    return n
  }
}

/// A quantity that a Lua function measures. An error in it is the run's.
private final class FunctionObserver: Observer {
  let name: String
  let every: Int
  private let function: LuaFunction
  private let caller: String

  init(_ name: String, _ every: Int, _ function: LuaFunction, _ call: Call) {
    (self.name, self.every, self.function, caller) = (name, every, function, call.name)
  }

  func measure(_ moment: Moment) throws -> Double {
    let value = try function.call([.object(VectorObject(moment.point)), .integer(moment.step)]).first ?? .nil
    if let x = value.number { return x }
    throw LuaError(
      "\(caller): option 'record.\(name).f' must return a number, got \(value.briefly) at step \(moment.step)")
  }
}
