import LuaKit

/// A module of one's own, with each kind of parameter.
enum Bank {
  static let balance = Parameter("balance", .nonNegativeNumber, "to begin with", default: 0)
  static let rate = Parameter("rate", in: 0..<1, "interest in a year")
  static let years = Parameter("years", .positiveInteger, "for how long")

  // A table of options within the options; what is left out reads as nil.
  static let fee = Parameter("fee", .nonNegativeNumber, "each time")
  static let months = Parameter("months", .positiveInteger, "how often", default: 12)
  static let costs = Parameter("costs", .options(fee, months) { try $0[fee] * 12 / Double($0[months]) }, "in a year").optional

  // One that is worked out from another where it is absent.
  static let target = Parameter("target", .positiveNumber, "to stop at", default: "twice the balance") { values in
    2 * (try values[balance])
  }

  // A type of one's own, from any Lua value; nil is a value of another kind.
  static let date = ParameterType<(year: Int, month: Int)>(name: "date", annotation: "string") { value in
    guard let parts = value.text?.split(separator: "-"), parts.count == 2 else { return nil }
    guard let year = Int(parts[0]), let month = Int(parts[1]), (1...12).contains(month) else {
      throw Mismatch("its month is not one of 1 to 12")
    }
    return (year, month)
  }
  static let begin = Parameter("begin", date, "\"2026-11\"")

  static let module = Module(
    "bank", "Money put away.",
    functions: [
      Function(
        "open", "Opens an account.", [balance], returns: .object(Account.self), example: "bank.open(10).balance  --> 10.0"
      ) { call in Account(balance: try call[balance]) },
      Function("grow", "What becomes of it.", [years], options: [rate, balance, costs, target], returns: .number) { call in
        var (amount, cost) = (try call[balance], try call[costs] ?? 0)
        for _ in 0..<(try call[years]) where amount < (try call[target]) { amount += amount * (try call[rate]) - cost }
        guard amount >= 0 else { throw call.fault(at: costs, complaint: "must leave something") }
        return amount
      },
      Function("year", "The year of a date.", [begin], returns: .integer) { call in try call[begin].year },
    ], classes: [Account.self])
}
