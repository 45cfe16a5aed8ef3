// Calls by Swift types: a tuple is several results.
extension LuaFunction {
  /// Calls it for as many results as the tuple has, each of its type; further results are dropped. For one there is
  /// ``call(_:as:)``.
  ///
  ///     let (quotient, rest): (Int, Int) = try divide.call([17, 5])
  ///
  /// - Throws: An error of the kind `conversion` where a result is not of its type: "result 2 of the function must be an
  ///   integer, got nil".
  public func call<First: LuaDecodable, Second: LuaDecodable, each Other: LuaDecodable>(
    _ arguments: [LuaValue] = []
  ) throws(LuaError) -> (First, Second, repeat each Other) {
    var results = ResultReader(values: try call(arguments, traceback: true))
    return (try results.next(First.self), try results.next(Second.self), repeat try results.next((each Other).self))
  }

  /// Calls it as Swift functions are called, with arguments of any type that has a form in Lua.
  ///
  ///     let (quotient, rest): (Int, Int) = try divide(17, 5)
  ///     let name: String? = try lookup(3)
  public func callAsFunction<each Argument: LuaRepresentable, each Result: LuaDecodable>(
    _ argument: repeat each Argument
  ) throws(LuaError) -> (repeat each Result) {
    let state = try liveState()
    var arguments: [LuaValue] = []
    repeat arguments.append(try (each argument).luaValue(in: state))
    var results = ResultReader(values: try call(arguments, traceback: true))
    return (repeat try results.next((each Result).self))
  }
}

private struct ResultReader {
  let values: [LuaValue]
  private var position = 0

  init(values: [LuaValue]) { self.values = values }

  mutating func next<Value: LuaDecodable>(_ type: Value.Type) throws(LuaError) -> Value {
    let value = position < values.count ? values[position] : .nil
    position += 1
    if let result = Value.fromLua(value) { return result }
    let number = position == 1 && values.count < 2 ? "the result" : "result \(position)"
    throw LuaError(
      kind: .conversion, message: "\(number) of the function must be \(Value.luaDescription), got \(value.briefly)")
  }
}
