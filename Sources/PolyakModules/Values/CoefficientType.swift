import HeavyBall
import LuaKit

extension ParameterType where Value == Coefficient {
  /// A number of an interval; a function of the step's number k, 1 first, which is traced; or a vector with a number for each
  /// member of an ensemble.
  static func coefficient(in interval: Interval) -> Self {
    let one = ParameterType<Double>.number(in: interval)
    let words = one.type
    return schedule(in: interval)
      .or(
        ParameterType<Vector>.vector.map { values in
          guard values.count > 0 else { throw Mismatch(got: "an empty vector") }
          if let i = values.firstIndex(where: { !interval.contains($0) }) {
            throw Mismatch("element \(i + 1) is \(LuaValue.number(values[i]).briefly), not \(words.description)")
          }
          return .members(values)
        }
      ).named(
        "\(words.name), function or vector",
        description: "\(words.description), a function of the step's number or a vector",
        annotation: "number|fun(k: integer): number|Vector|number[]"
      ).literal { $0.constant.map { .number($0) } }
  }

  /// The same without members: a number, or a function of the step's number.
  static func schedule(in interval: Interval) -> Self {
    let one = ParameterType<Double>.number(in: interval)
    let words = one.type
    return one.map { Coefficient.constant($0) }
      .or(ParameterType<LuaFunction>.function.map { Coefficient(try schedule($0, in: interval, words.description)) })
      .named(
        "\(words.name) or function of the step", description: "\(words.description) or a function of the step's number",
        annotation: "number|fun(k: integer): number"
      ).literal { $0.constant.map { .number($0) } }
  }

  /// The steps at which a function and its formula are compared: the first ones all, since a test for a single step is met
  /// there alone, then fewer and fewer.
  private static let compared = Array(1...2000) + (11...30).flatMap { [1 << $0, (1 << $0) + 1, 3 << ($0 - 1)] }

  /// The schedule that a function of the step's number is. Its formula is compared with the function called with plain numbers.
  private static func schedule(_ function: LuaFunction, in interval: Interval, _ text: String) throws -> Schedule {
    let schedule = try Schedule(
      in: interval,
      tracing: { k throws(any Error) in
        let value = try function.call([.object(SymbolObject(k))]).first ?? .nil
        guard let result = Operand(value)?.expression(in: k.graph), result.shape == .scalar else {
          throw Mismatch("the function returns \(value.briefly) for the step's number, not a number")
        }
        return result
      })
    for k in compared {
      let value = try function.call([.integer(k)]).first ?? .nil
      guard let plain = value.number else { throw Mismatch("the function returns \(value.briefly) for step \(k), not a number") }
      let traced = schedule.value(at: k)
      let isSame =
        plain == traced || plain.isNaN && traced.isNaN
        || (plain - traced).magnitude <= 1e-9 * max(plain.magnitude, traced.magnitude)
      if !isSame {
        throw Mismatch(
          "the function gives \(formatted(plain)) for step \(k) and its traced formula \(formatted(traced)): a test (if, and, "
            + "or, ==) or a value that changes from call to call is no part of a formula; write where(k - 100, a, b), max or "
            + "min where it changes")
      }
      if k == 1, !interval.contains(plain) {
        throw Mismatch("the function gives \(formatted(plain)) for step 1, not \(text)")
      }
    }
    return schedule
  }
}

extension Coefficient {
  /// As a printed method shows it.
  var words: String {
    if let constant { return formatted(constant) }
    if let members { return counted(members.count, "value") }
    return "a function of the step"
  }
}
