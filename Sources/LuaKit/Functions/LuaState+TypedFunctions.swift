// Closures whose own parameters and results are those in Lua. Of the forms of results there is an overload each: the compiler
// does not compile closures over functions that return packs.
extension LuaState {
  /// A closure as a Lua function whose parameters and results are those of the closure: Swift's types are the checks.
  ///
  ///     lua.globals["divide"] = .function(
  ///       try lua.function("divide") { (a: Int, b: Int) in
  ///         if b == 0 { throw LuaError("divide: by zero") }
  ///         return (a / b, a % b)
  ///       })
  ///     // in Lua: divide(17, 'x')   divide: argument 2 must be an integer, got string 'x'
  ///
  /// An optional is nil or absent; further arguments must be nil. A tuple of two or three is as many results, more are
  /// ``Results``. For arguments with names, defaults, help and completion there is ``Function``. As with every closure that Lua
  /// holds, one that captures the state keeps it for ever.
  public func function<each Argument: LuaDecodable, R: LuaReturnable>(
    _ name: String = "", _ body: @escaping (repeat each Argument) throws -> R
  ) throws(LuaError) -> LuaFunction {
    try typed(name, body) { try $0.pushResults(to: $1) }
  }

  /// The same with nothing as result.
  public func function<each Argument: LuaDecodable>(
    _ name: String = "", _ body: @escaping (repeat each Argument) throws -> Void
  ) throws(LuaError) -> LuaFunction {
    try typed(name, body) { _, _ in 0 }
  }

  /// The same with two results.
  public func function<each Argument: LuaDecodable, A: LuaRepresentable, B: LuaRepresentable>(
    _ name: String = "", _ body: @escaping (repeat each Argument) throws -> (A, B)
  ) throws(LuaError) -> LuaFunction {
    try typed(name, body) { try Results($0.0, $0.1).pushResults(to: $1) }
  }

  /// The same with three results.
  public func function<each Argument: LuaDecodable, A: LuaRepresentable, B: LuaRepresentable, C: LuaRepresentable>(
    _ name: String = "", _ body: @escaping (repeat each Argument) throws -> (A, B, C)
  ) throws(LuaError) -> LuaFunction {
    try typed(name, body) { try Results($0.0, $0.1, $0.2).pushResults(to: $1) }
  }

  private func typed<each Argument: LuaDecodable, R>(
    _ name: String, _ body: @escaping (repeat each Argument) throws -> R, _ push: @escaping (R, LuaState) throws -> Int
  ) throws(LuaError) -> LuaFunction {
    try self.push(
      box: ClosureBox(self, name) { call in
        var arguments = ArgumentReader(call)
        try arguments.expectEnd(behind: count(repeat (each Argument).self))
        return try push(body(repeat try arguments.next((each Argument).self)), call.state)
      })
    return LuaFunction(poppedFrom: self)
  }
}

private func count<each Value>(_ type: repeat (each Value).Type) -> Int {
  var count = 0
  for _ in repeat each type { count += 1 }
  return count
}

private struct ArgumentReader {
  let call: Call
  private var position = 0

  init(_ call: Call) { self.call = call }

  mutating func next<Value: LuaDecodable>(_ type: Value.Type) throws -> Value {
    position += 1
    if let value = Value.fromLua(call[position - 1]) { return value }
    let got = position > call.argumentCount ? "nothing" : call[position - 1].briefly
    throw error("argument \(position) must be \(Value.luaDescription), got \(got)")
  }

  func expectEnd(behind count: Int) throws {
    guard call.argumentCount > count, (count..<call.argumentCount).contains(where: { !call[$0].isNil }) else { return }
    throw error("takes \(count == 0 ? "no arguments" : "at most \(counted(count, "argument"))"), got \(call.argumentCount)")
  }

  private func error(_ text: String) -> LuaError { call.name.isEmpty ? LuaError(text) : call.error(text) }
}
