internal import CLua
internal import CLuaShim
import Glibc
import Synchronization

/// What handles hold instead of the state: it knows whether the state is still there, and takes back their references.
///
/// Unchecked: `state` is read on the state's own thread only; a handle released on another thread leaves its reference in
/// the queue, which is locked.
final class StateLink: @unchecked Sendable {
  var state: Unmanaged<LuaState>?
  private let thread = pthread_self()
  private let queue = Mutex<[Int32]>([])
  private let hasQueue = Atomic<Bool>(false)

  func release(_ reference: Int32) {
    guard let state else { return }
    if pthread_equal(pthread_self(), thread) != 0 {
      let L = state._withUnsafeGuaranteedRef { $0.context.pointee.running }
      if let L, lua_checkstack(L, 4) != 0 {
        lk_unref(L, reference)
        return
      }
    }
    queue.withLock { $0.append(reference) }
    hasQueue.store(true, ordering: .releasing)
  }

  /// Gives queued references back to Lua.
  func drain(_ state: LuaState) {
    guard hasQueue.load(ordering: .acquiring) else { return }
    let references = queue.withLock { queue in
      defer { queue = [] }
      return queue
    }
    hasQueue.store(false, ordering: .releasing)
    guard lua_checkstack(state.L, 4) != 0 else { return }
    for reference in references { lk_unref(state.L, reference) }
  }
}
