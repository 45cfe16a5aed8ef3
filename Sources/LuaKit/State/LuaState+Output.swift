internal import CLua
internal import CLuaShim

extension LuaState {
  /// Gets what scripts write: by `print`, and by `io.write` and `io.stdout:write` where `io` is there. Nil, as at first: the
  /// standard output.
  ///
  ///     var log: [UInt8] = []
  ///     lua.output = { log += $0 }
  ///     try lua.run("print('x', 1.5)")     // log is "x\t1.5\n"
  ///
  /// A call's bytes come at once. They have been counted against ``LuaLimits/output``; what would pass that does not come.
  /// What the closure throws is an error at the script's place. It must not capture the state.
  ///
  /// Set it before scripts run: one that has kept `print` under another name, or has put a function of its own in its place,
  /// goes on with that. Other files, `io.stdout`'s buffer and what C modules write are left alone. A state of a foreign host
  /// (``isBorrowed``) has no handlers: the next operation that can throws.
  public var output: (([UInt8]) throws -> Void)? {
    get { host.output }
    set {
      guard install(&context.pointee.output_handler, newValue.map { body in { call in try body(call.bytes) } }) else { return }
      host.output = newValue
    }
  }

  /// Gets Lua's warnings, each whole: of `warn`, and of finalisers that fail. Nil, as at first: the standard error.
  ///
  ///     lua.warnings = { print("Lua warns:", $0) }
  ///     try lua.run("warn('low on ', 'fuel')")
  ///
  /// To set it turns them on (``warningsEnabled``); scripts turn them off and on by `warn("@off")` and `warn("@on")`. What is
  /// not UTF-8 is as ``LuaString/description`` has it. Otherwise as ``output``, but that what it throws of a finaliser's
  /// warning, or of a C module's, is noted for the next operation that can throw.
  public var warnings: ((String) throws -> Void)? {
    get { host.warnings }
    set {
      let body = newValue.map { body in
        { (call: Call) in
          do { try body(LuaString(bytes: call.bytes).description) } catch {
            // Told so by C, where no error may be raised.
            guard call[1].isTrue else { throw error }
            try call.state.note(error as? LuaError ?? LuaError(message: "\(error)", underlying: error))
          }
        }
      }
      guard install(&context.pointee.warning_handler, body) else { return }
      host.warnings = newValue
      if newValue != nil { warningsEnabled = true }
    }
  }

  private func install(_ handler: UnsafeMutablePointer<Int32>, _ body: ((Call) throws -> Void)?) -> Bool {
    do throws(LuaError) {
      if isBorrowed { throw LuaError(kind: .unusable, message: "what a foreign host's scripts write is the host's") }
      try reserve(20)
      if let body {
        // Called by Lua's own function, which the script has called.
        try push(
          box: ClosureBox(self, "", level: 2) { call in
            try body(call)
            return 0
          }, invoke: invokeHandler)
      } else {
        lua_pushnil(L)
      }
      let status = lk_set_handler(context, L, handler)
      if status != LUA_OK { throw takeError(status) }
      return true
    } catch {
      note(error)
      return false
    }
  }
}

extension Call {
  /// Of the first argument, a string.
  fileprivate var bytes: [UInt8] { if case .string(let string) = self[0] { string.bytes } else { [] } }
}
