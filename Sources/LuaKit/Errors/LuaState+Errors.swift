internal import CLua
internal import CLuaShim

extension LuaState {
  /// Takes the error value from the top of the stack.
  package func takeError(_ status: Int32) -> LuaError {
    let error = error(status)
    lk_pop(L, 1)
    lk_free(context.pointee.aside.traceback)
    lk_free(context.pointee.aside.words)
    context.pointee.aside = lk_report()
    innerTraceback = nil
    if context.pointee.calls == 0 {
      context.pointee.over = 0
      context.pointee.stopped_once = false
    }
    return error
  }

  /// The calls that the last error has unwound, which ``takeError(_:)`` is not told then.
  func takeTraceback() -> String? {
    let traceback = Self.text(context.pointee.aside.traceback, context.pointee.aside.traceback_length)
    lk_free(context.pointee.aside.traceback)
    context.pointee.aside.traceback = nil
    return traceback
  }

  /// By the call in progress, or by the one that has just ended.
  var passedLimit: LuaError.Kind? {
    switch Int(context.pointee.over) {
    case LK_TIME: .time
    case LK_INSTRUCTIONS: .instructions
    case LK_OUTPUT: .output
    case LK_MEMORY: .memory
    default: nil
    }
  }

  /// In a message handler: the error that is being raised, left in place.
  package func errorAtHand() -> LuaError { error(LUA_ERRRUN) }

  private func error(_ status: Int32) -> LuaError {
    let L = L
    var traceback = Self.text(context.pointee.aside.traceback, context.pointee.aside.traceback_length)
    let words = Self.text(context.pointee.aside.words, context.pointee.aside.words_length)
    // Where the message handler was, `__tostring` has had its turn.
    let isHandled = traceback != nil
    var kind: LuaError.Kind =
      switch status {
      case LUA_ERRSYNTAX: .syntax
      case _ where passedLimit != nil: passedLimit ?? .runtime
      case LUA_ERRMEM: .memory
      case LUA_ERRERR: .inHandler
      default: !interrupt.isRaised ? .runtime : context.pointee.cancelling ? .cancelled : .interrupted
      }
    if let inner = innerTraceback {
      // Of an interrupt that is passed on, the outer calls are listed behind the inner ones already.
      if let outer = traceback, lua_checkstack(L, 4) != 0, !outer.hasPrefix(inner), lk_remembers(L) {
        traceback = inner + "\n" + outer
      }
    }
    let value = readValue(at: -1)
    let message: String
    var underlying: (any Error)?
    switch value {
    case .string(let string): message = string.description
    case .object(let object as SwiftErrorObject):
      message = object.message.description
      underlying = object.error
    default:
      if let words {
        message = words
      } else if isHandled, value.number == nil {
        message = "(error object is a \(value.typeName) value)"
      } else if lua_checkstack(L, 20) != 0 {
        lua_pushvalue(L, -1)
        let worded = lk_error_text(context, L) == LUA_OK
        message = worded ? string(at: -1) : "(error object is a \(value.typeName) value)"
        lk_pop(L, 1)
      } else {
        message = "(error object is a \(value.typeName) value)"
      }
    }
    // An interrupt that is raised once is not raised any more.
    if kind == .runtime, context.pointee.stopped_once, message.hasSuffix("interrupted!") { kind = .interrupted }
    var error = LuaError(
      kind: kind == .runtime && underlying != nil ? .host : kind, message: message, traceback: traceback, underlying: underlying)
    error.carry(value, of: link)
    // `coroutine.wrap` and `error` put further places before it.
    if let lastFault, case .string(let text) = value, text.bytes.count >= lastFault.message.count,
      text.bytes.suffix(lastFault.message.count) == lastFault.message[...]
    {
      error.fault = lastFault.fault
    }
    return error
  }

  /// Keeps where in a call an error lies while the error goes through Lua as a string.
  ///
  /// - Parameter message: The whole of it, as `pcall` gets it.
  public func remember(_ fault: Fault, of message: [UInt8]) { lastFault = (message, fault) }

  private static func text(_ bytes: UnsafeMutablePointer<CChar>?, _ length: Int) -> String? {
    guard let bytes else { return nil }
    return readable(UnsafeRawBufferPointer(start: bytes, count: length))
  }

  /// Leaves the error value on the stack for the trampoline to raise, and answers -1; for want of memory, wherever that was
  /// noticed, the trampoline raises Lua's own error.
  func raise(_ error: any Error, in function: String, level: Int32 = 1) -> Int32 {
    if (error as? LuaError)?.kind == .memory { return Int32(LK_NO_MEMORY) }
    let L = L
    // Without the arguments there is room for the twenty that Lua grants every C function.
    if lua_checkstack(L, 20) == 0 { lua_settop(L, 0) }
    let top = lua_gettop(L)
    do throws(LuaError) {
      if let error = error as? LuaError {
        if let value = error.value {
          try push(value)
          if let traceback = error.traceback, lk_remember(context, L) { innerTraceback = traceback }
        } else if let underlying = error.underlying {
          try push(object: SwiftErrorObject(LuaString(error.message), underlying))
        } else {
          // A full memory is said in Lua's own words, which name no place.
          let message = (error.kind == .memory ? [] : position(level: level)) + error.message.utf8
          var fault = error.fault ?? Fault(function: function, path: [])
          fault.callee = fault.callee ?? callee()
          remember(fault, of: message)
          try pushBytes(message)
        }
      } else {
        let text = String(describing: error)
        let prefix = function.isEmpty || text.hasPrefix(function) ? "" : function + ": "
        try push(object: SwiftErrorObject(LuaString(bytes: position(level: level) + (prefix + text).utf8), error))
      }
    } catch let failure {
      lua_settop(L, top)
      // A value of another state.
      if failure.kind != .memory, (try? pushString("\(error)")) != nil { return -1 }
      lua_settop(L, top)
      return Int32(LK_NO_MEMORY)
    }
    return -1
  }

  /// The name by which the running function is called; "" where what calls it has none, as `pcall`.
  private func callee() -> String {
    var record = lua_Debug()
    guard lua_getstack(L, 0, &record) != 0, lua_getinfo(L, "n", &record) != 0, let name = record.name else { return "" }
    return String(cString: name)
  }

  /// "script.lua:3: ", where the running function was called from; empty where that is not Lua code. The file's name is as it
  /// is, UTF-8 or not.
  func position(level: Int32 = 1) -> [UInt8] {
    let status = lk_push_position(context, L, level)
    defer { lk_pop(L, 1) }
    return status == LUA_OK ? Array(bytes(at: -1)) : []
  }
}

/// A Swift error as a Lua value.
final class SwiftErrorObject: LuaObject {
  let message: LuaString
  let error: any Error

  init(_ message: LuaString, _ error: any Error) {
    self.message = message
    self.error = error
  }

  static var luaClass: ClassDeclaration {
    ClassDeclaration(
      SwiftErrorObject.self, "SwiftError", "An error from the program around Lua; tostring is its message.",
      [
        .property("message", "what went wrong", .string) { $0.message },
        .tostring { $0.message },
        .operator(.concat) { a, b, state in
          LuaString(bytes: try state.tostring(a).bytes + state.tostring(b).bytes)
        },
      ])
  }
}
