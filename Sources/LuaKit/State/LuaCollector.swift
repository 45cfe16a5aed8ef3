internal import CLua
internal import CLuaShim

/// Lua's collector of garbage, as ``LuaState/collector`` gives it.
///
///     lua.collector.setMode(.generational())
///     lua.collector.stop()
///     // what must not be held up
///     lua.collector.restart()
///
/// In a finaliser none of it can be done: Lua answers nothing there, and all of it is ignored.
public struct LuaCollector {
  /// How it goes about its work. Numbers that are 0 are left as they are.
  public enum Mode: Sendable, Equatable {
    /// Step by step.
    ///
    /// - Parameters:
    ///   - pause: To which percentage of what was left the memory in use grows before the next cycle: 200 at first.
    ///   - stepMultiplier: Its speed relative to that of allocation, in percent: 100 at first.
    ///   - stepSize: Allocated from step to step, as a power of two: 13 at first, 8 kB.
    case incremental(pause: Int = 0, stepMultiplier: Int = 0, stepSize: Int = 0)
    /// The young often, all seldom.
    ///
    /// - Parameters:
    ///   - minor: Percentage of growth at which the young are looked at: 20 at first.
    ///   - major: Percentage of growth at which all are: 100 at first.
    case generational(minor: Int = 0, major: Int = 0)
  }

  let state: LuaState

  /// Bytes of Lua's own values; ``LuaState/memoryInUse`` counts the Swift buffers of objects as well.
  public var count: Int {
    state.isBorrowed ? max(0, Int(lk_gc_count(state.L))) * 1024 : Int(state.context.pointee.used)
  }

  /// Whether it runs by itself.
  public var isRunning: Bool { ask(LUA_GCISRUNNING) > 0 }

  /// Has it run no more by itself. Under a memory limit it runs all the same where nothing else makes room.
  public func stop() { ask(LUA_GCSTOP) }

  /// Has it run by itself again.
  public func restart() { ask(LUA_GCRESTART) }

  /// Collects all there is, finalisers included: ``LuaState/collectGarbage()``.
  public func collect() { state.collectGarbage() }

  /// A step of its work, as if so much had been allocated; stopped or not.
  ///
  /// - Parameter kilobytes: 0 is one basic step.
  /// - Returns: Whether the step ended a cycle, in the incremental mode.
  @discardableResult
  public func step(kilobytes: Int = 0) -> Bool { ask(LUA_GCSTEP, kilobytes) > 0 }

  /// - Returns: Whether the mode was incremental before; nil where Lua did not do it.
  @discardableResult
  public func setMode(_ mode: Mode) -> Bool? {
    let before =
      switch mode {
      case .incremental(let pause, let multiplier, let size): ask(LUA_GCINC, pause, multiplier, size)
      case .generational(let minor, let major): ask(LUA_GCGEN, minor, major)
      }
    return before < 0 ? nil : before == LUA_GCINC
  }

  @discardableResult
  private func ask(_ what: Int32, _ a: Int = 0, _ b: Int = 0, _ third: Int = 0) -> Int32 {
    lk_collector(
      state.context, state.L, what, Int32(clamping: max(a, 0)), Int32(clamping: max(b, 0)), Int32(clamping: max(third, 0)))
  }
}

extension LuaState {
  /// Lua's collector: stopped, started, given work, set to a mode.
  public var collector: LuaCollector { LuaCollector(state: self) }
}
