internal import CLua
internal import CLuaShim

/// How much a state's scripts may take; nil is as much as they like.
///
///     let lua = LuaState(libraries: .safe, limits: LuaLimits(memory: 16 << 20, time: .seconds(1), output: 1 << 16))
///
/// Memory is what there is at once, as ``LuaState/memoryLimit`` says. The others are for one call of the host's
/// (``LuaState/run(_:name:arguments:environment:)``, ``LuaFunction/call(_:traceback:)`` and whatever else runs Lua code), from its
/// beginning to its end: what Swift functions that Lua has called have Lua do in turn is part of it.
///
/// They hold in coroutines, metamethods, finalisers, `__close`, message handlers and callbacks. A script may catch the error
/// of a limit, but is stopped again at its next instruction, until control is back with the host, to whom the call throws an
/// error of the kind `memory`, `time`, `instructions` or `output` (``LuaError/Kind``). The state may be used again.
///
/// Finalisers that the host's own work brings on between calls take what the last call has left of its limits, and at least some
/// hundred instructions each.
///
/// Time and instructions cost: Lua code takes two to three times as long, and the functions of `string` and `table` ask as
/// they go. A Swift function that takes long asks ``LuaState/checkInterrupt()``. Scripts' finalisers are not run when the
/// state is closed.
///
/// Where time or instructions are limited, a function of Lua's gives at most 32,768 results.
///
/// With ``LuaLibraries/safe`` nothing that a script can call goes on beyond a limit by more than a moment. The other
/// libraries have functions that wait (`io.read`, `os.execute`) or reach behind (`debug`).
public struct LuaLimits: Sendable, Equatable {
  /// Bytes. Where ``LuaState/memoryLimit`` is set otherwise, a script that catches the error goes on.
  public var memory: Int?
  /// Of the clock, not of the processor. Looked at every 256 instructions.
  public var time: Duration?
  /// Of Lua's machine; functions in C count by their work: memory that they fill 1 for 64 bytes, a coroutine,
  /// an await and ``LuaState/checkInterrupt()`` 256.
  public var instructions: Int?
  /// Bytes that `print`, `warn`, `io.write` and files' `write` write. What would pass it is not written.
  public var output: Int?

  /// What is left out is not limited.
  public init(
    memory: Int? = nil, time: Duration? = nil, instructions: Int? = nil, output: Int? = nil
  ) {
    (self.memory, self.time, self.instructions, self.output) = (memory, time, instructions, output)
  }

  /// As the context has them.
  func set(in context: UnsafeMutablePointer<lk_context>) {
    let nanoseconds = time.map { time in
      let (seconds, attoseconds) = time.components
      let whole = seconds.multipliedReportingOverflow(by: 1_000_000_000)
      let all = whole.partialValue.addingReportingOverflow(attoseconds / 1_000_000_000)
      return whole.overflow || all.overflow ? (seconds < 0 ? 0 : Int64.max) : max(0, all.partialValue)
    }
    func bound(_ limit: Int?) -> lua_Integer { limit.map { lua_Integer(max($0, 0)) } ?? -1 }
    lk_set_limits(context, nanoseconds ?? -1, bound(instructions), bound(output))
  }
}
