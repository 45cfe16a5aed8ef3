import LuaKit
internal import CLua
internal import CLuaShim

extension LuaFunction {
  /// Calls it, and where it fails has `observe` look on before the calls that failed are gone: ``LuaState/frames`` are
  /// theirs. What fails inside a Swift function's own callback has ended by then.
  @discardableResult
  public func call(_ arguments: [LuaValue], observing observe: (LuaError) -> Void) throws(LuaError) -> [LuaValue] {
    let state = try liveState()
    try state.reserve(arguments.count + 20)
    let L = state.L
    let top = lua_gettop(L)
    try pushSelf(on: L)
    do throws(LuaError) {
      for argument in arguments { try state.push(argument) }
    } catch {
      lua_settop(L, top)
      throw error
    }
    let status = withoutActuallyEscaping(observe) { observe in
      // The box lives as long as the call, and C holds it no longer.
      let box = ObserverBox { observe(state.errorAtHand()) }
      var observer = lk_observer(
        observe: { Unmanaged<ObserverBox>.fromOpaque($0.unsafelyUnwrapped)._withUnsafeGuaranteedRef { $0.body() } },
        data: Unmanaged.passUnretained(box).toOpaque())
      return withExtendedLifetime(box) { lk_call_observed(state.context, L, Int32(arguments.count), &observer) }
    }
    guard status == LUA_OK else { throw state.takeError(status) }
    return state.takeValues(above: top)
  }
}

private final class ObserverBox {
  let body: () -> Void
  init(_ body: @escaping () -> Void) { self.body = body }
}
