internal import CKernels
internal import Synchronization

/// What memory the process may have, asked before something large is kept: an allocation that fails ends the program.
///
///     try Memory.check(rows: steps, of: dimension)    // throws where the points would not fit
public enum Memory {
  /// More was asked for than there is.
  public struct Shortage: Error, Hashable, CustomStringConvertible {
    public let needed: Int
    public let available: Int
    public var purpose = Purpose.points

    /// Whether what was asked for would fit, but for the reserve that is kept.
    public var isOfReserve: Bool { needed <= available }

    /// The same, wanted for something else.
    public func with(_ purpose: Purpose) -> Shortage { Shortage(needed: needed, available: available, purpose: purpose) }

    public var description: String {
      if isOfReserve { return "not enough memory" }
      let figures = "would take \(Memory.words(needed)) and \(Memory.words(available)) are free"
      return switch purpose {
      case .points: "the points to be kept \(figures): keep fewer, or the last alone"
      case .result: "the result \(figures)"
      case .working: "the loss's intermediate values \(figures): take fewer rows of data, or single precision"
      case .jacobian: "the Jacobian \(figures): use a method without one"
      }
    }
  }

  /// What memory is wanted for.
  public enum Purpose: Hashable, Sendable {
    case points
    case jacobian
    /// What a program keeps while it runs: a network's activations, for every row of its data.
    case working
    /// A single value that was asked for.
    case result
  }

  /// "850 MB", "64 GB": as errors name an amount.
  public static func words(_ bytes: Int) -> String {
    bytes < 10_000_000_000 ? "\(bytes / 1_000_000) MB" : "\(bytes / 1_000_000_000) GB"
  }

  /// - Throws: ``Shortage`` where so many rows of so many numbers are not to be had.
  public static func check(rows: Int, of count: Int, for purpose: Purpose = .points) throws(Shortage) {
    try check(bytes: 8 * Double(rows) * Double(count), for: purpose)
  }

  /// Makes room for so many more numbers in an array that grows: it gets twice as long at least, and an allocation that
  /// fails would end the program.
  static func check(growing numbers: inout [Double], by count: Int) throws(Shortage) {
    guard numbers.count + count > numbers.capacity else { return }
    let wanted = max(2 * numbers.capacity, numbers.count + count)
    try check(rows: wanted, of: 1)
    numbers.reserveCapacity(wanted)
  }

  /// Throws where so many bytes are not to be had beside a reserve for what is too small to be asked for.
  ///
  /// Asking costs some 20 µs. So each answer allows a part of what is free to be taken without asking again, by many
  /// small values together as by one.
  public static func check(bytes: Double, for purpose: Purpose = .points) throws(Shortage) {
    let allowed = allowance.load(ordering: .relaxed)
    if bytes <= Double(allowed) {
      allowance.store(allowed - Int(bytes), ordering: .relaxed)
      return
    }
    guard let available else { return }
    guard let further = grant(bytes, of: available) else {
      throw Shortage(needed: Int(min(bytes, 1e18)), available: max(available, 0), purpose: purpose)
    }
    allowance.store(further, ordering: .relaxed)
  }

  /// How many bytes beyond these may be taken before the next question; nil where these are not to be had. For those who
  /// count what they take.
  public static func grant(_ bytes: Double) -> Int? {
    guard let available else { return .max }
    if let further = grant(bytes, of: available) { return further }
    // Small blocks are made of freed ones first, which the system counts as taken.
    let lacking = Double(reserve + pledged.load(ordering: .relaxed) - available) + bytes
    guard available >= reserve / 4, Double(polyak_free_memory()) >= 2 * lacking else { return nil }
    return share(of: available)
  }

  private static func grant(_ bytes: Double, of available: Int) -> Int? {
    let left = Double(available - reserve - pledged.load(ordering: .relaxed)) - bytes
    return left < 0 ? nil : share(of: Int(left))
  }

  /// What containers that double when they are full will take at once when they next do. It is kept free, for they do not
  /// ask.
  static let pledged = Atomic<Int>(0)

  /// Gives what was freed, and is kept for later allocations, back to the system.
  public static func trim() { polyak_trim_memory() }

  /// What may be taken without asking. Two threads that take from it at once may both be allowed what one of them was:
  /// the reserve covers that.
  private static let allowance = Atomic<Int>(0)

  /// At most 100 MB, which take long enough to fill that a question then does not count.
  private static func share(of free: Int) -> Int { min(free / 16, 100_000_000) }

  /// Kept for what is not asked for: a part of what there was at first where that was little.
  private static let reserve = min((available ?? 0) / 4, 32_000_000)
}
