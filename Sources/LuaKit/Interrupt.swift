internal import CLuaShim
import Synchronization

/// The flag that Ctrl-C raises: it stops Lua code, loops inside `pcall` and in coroutines too, until it is cleared.
///
///     let interrupt = lua.interrupt      // touch it before the handler is installed
///     // in the handler: interrupt.raise()
///     // at the prompt:  interrupt.clear()
///
/// Swift loops ask ``LuaState/checkInterrupt()``. What cannot be interrupted: Lua's own long C functions, such as a
/// pathological `string.find`, finalisers, and the message handler of an `xpcall` that the interrupt itself has ended.
///
/// Unchecked: `raise` writes words that C reads as volatile, on the thread that runs Lua.
public final class Interrupt: @unchecked Sendable {
  /// Set by ``raise()``. Loops that know nothing of Lua may read it.
  public let flag = Atomic<Bool>(false)
  let context: UnsafeMutablePointer<lk_context>
  private let owned: Bool

  init(context: UnsafeMutablePointer<lk_context>, owned: Bool) {
    self.context = context
    self.owned = owned
  }

  deinit {
    // A borrowed state's context stays: see lk_borrow.
    if owned { lk_context_free(context) }
  }

  public var isRaised: Bool { flag.load(ordering: .relaxed) }

  /// Safe in a signal handler on the thread that runs Lua; another thread sends that one a signal.
  public func raise() {
    flag.store(true, ordering: .relaxed)
    lk_interrupt(context)
  }

  /// Lets Lua run again.
  public func clear() {
    flag.store(false, ordering: .relaxed)
    context.pointee.interrupted = 0
  }
}
