internal import CKernels
internal import PolyakPlatform
internal import Synchronization

/// The threads that share the parts of one large piece of work: a product of matrices, operations on long rows, the
/// members of an ensemble.
///
/// One pool serves the process, made when something is first worth it. Its threads look for work for some ten
/// microseconds, then sleep; they take no signals, and they end before a fork and come again after it. What is to be done
/// at the same time by another thread of a host, or within a part, is done by its caller alone.
///
/// What can be relied on: where a piece of work is cut depends on its size alone, not on the number of threads, and so do
/// the bits of results.
public enum Threads {
  /// The environment variable that says how many there are, the caller's with them.
  public static let setting = "POLYAK_THREADS"

  /// What the user wants, or the processors that the process may use.
  private static let wanted = requested(text(setting), common: text("OMP_NUM_THREADS"), available: Processors.available)

  private static func text(_ variable: String) -> String? { getenv(variable).map { String(cString: $0) } }

  private static let limit = Atomic<Int>(.max)

  /// How many threads a piece of work is split among at most, the caller's with them.
  public static var count: Int { min((try? wanted.get()) ?? 1, limit.load(ordering: .relaxed)) }

  /// What is wrong with the user's setting, nil where it is right.
  public static var problem: String? {
    if case .failure(let problem) = wanted { problem.description } else { nil }
  }

  struct BadSetting: Error {
    let description: String
  }

  /// - Parameters:
  ///   - value: the variable's, nil where it is not set.
  ///   - common: what is said to all programs alike, `OMP_NUM_THREADS`: a number, or one for each level of nested work.
  ///     Meant for other programs too, it gives no more than there is, and is no error.
  static func requested(_ value: String?, common: String?, available: Int) -> Result<Int, BadSetting> {
    guard let value else {
      let wish = common?.split(separator: ",", omittingEmptySubsequences: false).first.flatMap { Int($0.filter { $0 != " " }) }
      return .success(wish.map { $0 > 0 ? min($0, available) : available } ?? available)
    }
    guard let count = Int(value), count > 0 else {
      return .failure(BadSetting(description: "\(setting) must be an integer >= 1, got '\(value)'"))
    }
    return .success(count)
  }

  /// Lets work be split among so many threads at most, from now on: for a forked process that shares the processors.
  ///
  /// - Precondition: at least one.
  public static func limit(to count: Int) {
    precondition(count >= 1, "a limit of \(count) threads")
    limit.store(count, ordering: .relaxed)
  }

  /// Calls `part` once for each number below `parts`, in any order and on several threads, and returns when all is done.
  ///
  /// The function is C's, and gets what it works on by address, so that nothing is allocated: `context` stays the
  /// caller's, and what the parts write there must not overlap.
  ///
  /// - Parameters:
  ///   - most: how many threads may take part, the caller's with them.
  ///   - waiting: called by the caller's thread, every 20 ms or so, where it waits for the others.
  ///   - part: is given the number of the part, and that of the thread: 0 is the caller's.
  static func run(
    parts: Int, most: Int = .max, _ context: UnsafeMutableRawPointer,
    waiting: (@convention(c) (UnsafeMutableRawPointer?) -> Void)? = nil,
    _ part: @convention(c) (UnsafeMutableRawPointer?, Int, Int32) -> Void
  ) {
    polyak_in_parts(parts, Int32(clamping: min(count, most)), part, waiting, context)
  }
}
