import PolyakPlatform

/// A thread of its own, which Swift's tasks are not.
final class Worker: @unchecked Sendable {
  private let body: () throws -> Void
  private var thread = pthread_t()
  private(set) var error: (any Error)?

  init(_ body: @escaping () throws -> Void) {
    self.body = body
    pthread_create(
      &thread, nil,
      { context in
        let worker = Unmanaged<Worker>.fromOpaque(context!).takeRetainedValue()
        do { try worker.body() } catch { worker.error = error }
        return nil
      }, Unmanaged.passRetained(self).toOpaque())
  }

  func join() { pthread_join(thread, nil) }
}

/// Closed until somebody opens it.
final class Gate: @unchecked Sendable {
  private let semaphore = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)
  init() { sem_init(semaphore, 0, 0) }
  deinit { semaphore.deallocate() }
  func open() { sem_post(semaphore) }
  func wait() { while sem_wait(semaphore) != 0 {} }
}
