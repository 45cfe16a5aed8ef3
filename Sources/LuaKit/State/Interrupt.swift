package import CLuaShim
import Synchronization

/// What Ctrl-C raises: it stops Lua code, loops inside `pcall` and in coroutines too, until it is cleared.
///
///     let interrupt = lua.interrupt      // touch it before the handler is installed
///     // in the handler: interrupt.raise()
///     // at the prompt:  interrupt.clear()
///
/// It unwinds as an error: `__close` metamethods run on the way, undisturbed unless it is raised again, which breaks into
/// one. Swift loops ask ``LuaState/checkInterrupt()``. What cannot be interrupted: Lua's own long C functions, such as a
/// pathological `string.find`, finalisers, hooks that a script has set, and the message handler of an `xpcall` that the
/// interrupt itself has ended; but for the hooks, all of them can in a state that is ``LuaLibraries/safe`` or has limits of
/// time or instructions. A host that does not trust its script raises it again and again.
///
/// Unchecked: `raise` writes words that C reads as volatile, on the thread that runs Lua.
public final class Interrupt: @unchecked Sendable {
  /// Stops Swift loops alone, and may be set on any thread: Lua code goes on until it calls one.
  public let flag = Atomic<Bool>(false)
  package let context: UnsafeMutablePointer<lk_context>
  private let owned: Bool

  init(context: UnsafeMutablePointer<lk_context>, owned: Bool) {
    self.context = context
    self.owned = owned
  }

  deinit {
    // A borrowed state's context stays: see lk_borrow.
    if owned { lk_context_free(context) }
  }

  /// Whether the code that asks is to stop: not a `__close` metamethod that the interrupt itself has called.
  public var isRaised: Bool { lk_interrupts(context) || flag.load(ordering: .relaxed) }

  /// Safe in a signal handler on the thread that runs Lua; another thread sends that one a signal.
  ///
  /// - Parameter once: Whether the first code that it stops clears it, so that a `pcall` around that goes on, as in the
  ///   stock interpreter.
  public func raise(once: Bool = false) { lk_interrupt(context, Int32(once ? LK_ONCE : LK_ALWAYS)) }

  /// Lets Lua run again.
  public func clear() {
    flag.store(false, ordering: .relaxed)
    lk_clear_interrupt(context)
  }
}
