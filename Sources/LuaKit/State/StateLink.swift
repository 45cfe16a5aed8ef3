internal import CLua
internal import CLuaShim
import Synchronization

/// What handles hold instead of the state: it knows whether the state is still there, and takes back their references.
///
/// Unchecked: everything here may be asked on any thread. Lua is touched by the thread alone that is inside a call from it;
/// what other threads release, and what is released between calls, waits in the queue, which is locked, until the state is
/// next called or collects.
final class StateLink: @unchecked Sendable {
  /// Owns the context, so that it can be asked for as long as there are handles.
  private let interrupt: Interrupt
  private let pointer = Atomic<UnsafeRawPointer?>(nil)
  private let queue = Mutex<[Int32]>([])
  /// How many are in the queue. Written last under the lock and read first: where threads wait for each other, the kernel
  /// hands the lock over, which the thread sanitizer does not see.
  private let waiting = Atomic<Int>(0)

  init(_ interrupt: Interrupt) { self.interrupt = interrupt }

  /// Nil once it is closed.
  var state: Unmanaged<LuaState>? {
    get { pointer.load(ordering: .acquiring).map { Unmanaged.fromOpaque($0) } }
    set { pointer.store(newValue.map { UnsafeRawPointer($0.toOpaque()) }, ordering: .releasing) }
  }

  /// Whether another thread is inside the state now.
  var isUsedElsewhere: Bool { lk_is_used_elsewhere(interrupt.context) }

  func release(_ reference: Int32) {
    guard reference >= 0, pointer.load(ordering: .acquiring) != nil else { return }
    if lk_is_inside(interrupt.context), let L = interrupt.context.pointee.running, lua_checkstack(L, 4) != 0 {
      lk_unref(L, reference)
      return
    }
    queue.withLock {
      let count = waiting.load(ordering: .acquiring)
      $0.append(reference)
      waiting.store(count + 1, ordering: .releasing)
    }
  }

  /// Gives queued references back to Lua, on the thread that uses it, where there are so many.
  func drain(_ state: LuaState, atLeast count: Int = 1) {
    guard waiting.load(ordering: .acquiring) >= count, lua_checkstack(state.L, 4) != 0 else { return }
    queue.withLock { queue in
      // Writes what is there already: nothing is allocated, and no finaliser runs.
      for reference in queue.prefix(waiting.load(ordering: .acquiring)) { lk_unref(state.L, reference) }
      queue.removeAll(keepingCapacity: true)
      waiting.store(0, ordering: .releasing)
    }
  }
}
