internal import CLua
internal import CLuaShim

/// A Lua function, or a Swift one that Lua holds.
public final class LuaFunction: LuaReference {
  /// Calls it.
  ///
  /// - Parameter traceback: Whether errors say which calls were in progress; listing them takes Lua several microseconds.
  @discardableResult
  public func call(_ arguments: [LuaValue] = [], traceback: Bool = true) throws(LuaError) -> [LuaValue] {
    let state = try liveState()
    try state.reserve(arguments.count + 20)
    let top = lua_gettop(state.L)
    try pushSelf(on: state.L)
    return try state.callTop(arguments, above: top, traceback ? .traceback : .nothing)
  }

  /// Calls it for one result of a type.
  public func call<T: LuaDecodable>(_ arguments: [LuaValue], as type: T.Type) throws(LuaError) -> T {
    let value = try call(arguments).first ?? .nil
    guard let result = T.fromLua(value) else {
      throw LuaError(
        kind: .conversion, message: "the function must return \(T.luaDescription), got \(value.briefly)")
    }
    return result
  }

  /// A function of one number; faster than ``call(_:traceback:)``, with no allocation.
  public func number(_ x: Double) throws(LuaError) -> Double {
    try withUnsafePointer(to: x) { pointer throws(LuaError) in try number(pointer, 1) }
  }

  /// A function of two numbers.
  public func number(_ x: Double, _ y: Double) throws(LuaError) -> Double {
    try withUnsafePointer(to: (x, y)) { pointer throws(LuaError) in
      try number(UnsafeRawPointer(pointer).assumingMemoryBound(to: Double.self), 2)
    }
  }

  /// A function of as many numbers as the buffer holds.
  public func number(_ arguments: UnsafeBufferPointer<Double>) throws(LuaError) -> Double {
    try number(arguments.baseAddress, arguments.count)
  }

  private func number(_ arguments: UnsafePointer<Double>?, _ count: Int) throws(LuaError) -> Double {
    let state = try liveState()
    var result = 0.0
    var status: Int32 = 0
    if lk_call_number(state.context, state.L, reference, Int32(count), arguments, &result, &status) { return result }
    guard status == LUA_OK else { throw state.takeError(status) }
    let value = state.takeValue()
    throw LuaError("the function must return a number, got \(value.briefly)")
  }

  /// The declaration, where this is a declared Swift function.
  public var declaration: Function? { declared?.function }

  /// The same, with the name by which errors call it: "hbf.radius", "flow:integrate".
  public var declared: (name: String, function: Function)? {
    withFunction { L -> (name: String, function: Function)? in
      guard let object = lk_function_box(L, -1)?.pointee.object else { return nil }
      let box = Unmanaged<FunctionBox>.fromOpaque(object).takeUnretainedValue()
      return (box as? DeclaredBox).map { ($0.qualifiedName, $0.function) }
    } ?? nil
  }

  /// Runs a body with the function on top of the stack, and takes it off again.
  @discardableResult
  package func withFunction<R>(_ body: (OpaquePointer) -> R) -> R? {
    guard let state, state.hasRoom(20), (try? pushSelf(on: state.L)) != nil else { return nil }
    let L = state.L
    defer { lk_pop(L, 1) }
    return body(L)
  }
}
