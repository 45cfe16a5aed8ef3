internal import PolyakPlatform
internal import Synchronization

/// Whether the process may have what OpenBLAS takes for each of its threads.
///
/// It is seen beforehand: where OpenBLAS cannot map a buffer it tries again without end, and where it cannot start a
/// thread it sends the process a SIGINT (`blas_memory_alloc`, `blas_thread_init` of 0.3.21).
enum OpenBLASRoom {
  /// The threads that have their buffers, the caller's with them. A product in several threads of a host at once takes
  /// more: then the room is only probably there.
  private static let provided = Atomic<Int>(0)

  /// A buffer of 32 << 22 bytes (BUFFER_SIZE), a stack, and some room beside them.
  private static let bytesOfThread = 160_000_000

  /// How many threads may be used, of so many that are wanted; 0 for none.
  static func threads(atMost wanted: Int) -> Int {
    let provided = provided.load(ordering: .relaxed)
    if wanted <= provided { return wanted }
    for count in stride(from: wanted, to: provided, by: -1) where canMap(count - provided) && canStart(count - 1) {
      Self.provided.store(count, ordering: .relaxed)
      return count
    }
    return provided
  }

  private static func canMap(_ threads: Int) -> Bool {
    let size = threads * bytesOfThread
    guard let block = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0),
      block != MAP_FAILED
    else { return false }
    munmap(block, size)
    return true
  }

  private static func canStart(_ threads: Int) -> Bool {
    var started: [pthread_t] = []
    defer { for thread in started { pthread_join(thread, nil) } }
    for _ in 0..<threads {
      var thread = pthread_t()
      guard pthread_create(&thread, nil, { _ in nil }, nil) == 0 else { return false }
      started.append(thread)
    }
    return true
  }
}
