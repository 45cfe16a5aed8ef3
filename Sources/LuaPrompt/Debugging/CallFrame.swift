import LuaKit
internal import CLua
internal import CLuaShim

/// A call of a Lua function in progress: its variables, to be read and assigned while it lasts.
///
/// Whoever holds one calls ``end()`` before the call can return; then it reads as a call without variables.
public final class CallFrame {
  private let thread: OpaquePointer
  private var record: lua_Debug
  private var isAlive = true
  /// The function that runs.
  public let function: LuaFunction
  /// "script.lua:12": the line at hand.
  public let place: String
  /// "function 'f'", "function <script.lua:3>", "main chunk", as tracebacks say it.
  public let name: String

  fileprivate init?(_ state: LuaState, level: Int32) {
    let thread = state.L
    var record = lua_Debug()
    guard lua_checkstack(thread, 20) != 0, lua_getstack(thread, level, &record) != 0,
      lua_getinfo(thread, "nSlf", &record) != 0
    else { return nil }
    guard case .function(let function) = state.takeValue(), !function.isNative else { return nil }
    (self.thread, self.record, self.function) = (thread, record, function)
    place = "\(shortSource(of: record)):\(record.currentline)"
    if let name = record.name {
      self.name = "function '\(String(cString: name))'"
    } else {
      let isMain = record.what.map { String(cString: $0) } == "main"
      name = isMain ? "main chunk" : "function <\(shortSource(of: record)):\(record.linedefined)>"
    }
  }

  public func end() { isAlive = false }

  /// Not held: whoever keeps a frame would keep the state.
  private var state: LuaState? { isAlive ? function.state : nil }

  /// The variables in sight, the innermost of a name last: those of the function itself, then what it shares with others.
  public var names: [String] {
    (function.upvalueNames + locals.map(\.name)).filter { $0 != "_ENV" && !$0.isEmpty && !$0.hasPrefix(Self.ownNames) }
  }

  /// With what the names of variables begin that a prompt adds to what is typed; they are not shown.
  public static let ownNames = "__polyak_"

  /// Nil where there is no such variable.
  public subscript(name: String) -> LuaValue? {
    guard let state else { return nil }
    if let local = locals.last(where: { $0.name == name }) {
      guard lua_getlocal(thread, &record, local.index) != nil else { return nil }
      if thread != state.L { lua_xmove(thread, state.L, 1) }
      return state.takeValue()
    }
    return function.upvalueNames.lastIndex(of: name).map { function.upvalue($0 + 1) }
  }

  /// Assigns to a variable, as by a subscript of ``LuaTable``; answers whether there is one of that name.
  public func assign(_ value: LuaValue, to name: String) -> Bool {
    guard let state else { return false }
    if let local = locals.last(where: { $0.name == name }) {
      do { try state.push(value) } catch {
        state.note(error)
        return true
      }
      if thread != state.L { lua_xmove(state.L, thread, 1) }
      return lua_setlocal(thread, &record, local.index) != nil
    }
    guard let index = function.upvalueNames.lastIndex(of: name) else { return false }
    do { try function.setUpvalue(index + 1, to: value) } catch { state.note(error) }
    return true
  }

  private var locals: [(name: String, index: Int32)] {
    guard let state, lua_checkstack(thread, 8) != 0, lua_checkstack(state.L, 8) != 0 else { return [] }
    var locals: [(String, Int32)] = []
    var index: Int32 = 1
    while let name = lua_getlocal(thread, &record, index) {
      lk_pop(thread, 1)
      // Temporaries have names in parentheses.
      if name.pointee != CChar(UInt8(ascii: "(")) { locals.append((String(cString: name), index)) }
      index += 1
    }
    return locals
  }
}

extension LuaState {
  /// The calls of Lua functions in progress on the running coroutine, innermost first.
  public var frames: [CallFrame] {
    var frames: [CallFrame] = []
    var record = lua_Debug()
    var level: Int32 = 0
    while lua_getstack(L, level, &record) != 0 {
      if let frame = CallFrame(self, level: level) { frames.append(frame) }
      level += 1
    }
    return frames
  }
}
