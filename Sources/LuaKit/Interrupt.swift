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

  public var isRaised: Bool { flag.load(ordering: .relaxed) && context.pointee.spent == 0 }

  /// Safe in a signal handler on the thread that runs Lua; another thread sends that one a signal.
  ///
  /// - Parameter once: Whether the first code that it stops clears it, so that a `pcall` around that goes on, as in the
  ///   stock interpreter.
  public func raise(once: Bool = false) {
    lk_interrupt(context, Int32(once ? LK_ONCE : LK_ALWAYS))
    flag.store(true, ordering: .relaxed)
  }

  /// Swift code throws because of it.
  func hasStoppedSomething() {
    guard context.pointee.interrupted == Int32(LK_ONCE) else { return }
    context.pointee.interrupted = 0
    context.pointee.spent = 1
  }

  /// Lets Lua run again.
  public func clear() {
    flag.store(false, ordering: .relaxed)
    context.pointee.interrupted = 0
    context.pointee.spent = 0
  }
}
