internal import Glibc

/// The machine's memory, asked before something large is kept: an allocation that fails ends the program.
public enum Memory {
  /// More was asked for than there is.
  public struct Shortage: Error, Hashable, CustomStringConvertible {
    public let needed: Int
    public let available: Int
    public var purpose = Purpose.points

    public var description: String {
      let figures = "would take \(Self.words(needed)) and \(Self.words(available)) are free"
      return switch purpose {
      case .points: "the points to be kept \(figures): keep fewer, or the last alone"
      case .result: "the result \(figures)"
      case .working: "the loss's intermediate values \(figures): take fewer rows of data, or single precision"
      case .jacobian: "the Jacobian \(figures): use a method without one"
      }
    }

    public static func words(_ bytes: Int) -> String {
      bytes < 10_000_000_000 ? "\(bytes / 1_000_000) MB" : "\(bytes / 1_000_000_000) GB"
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

  /// - Throws: ``Shortage`` where so many rows of so many numbers are not to be had.
  public static func check(rows: Int, of count: Int, for purpose: Purpose = .points) throws(Shortage) {
    try check(bytes: 8 * Double(rows) * Double(count), for: purpose)
  }

  /// - Throws: ``Shortage`` where so many bytes are not to be had.
  public static func check(bytes: Double, for purpose: Purpose = .points) throws(Shortage) {
    guard bytes > 1e8, let available else { return }
    if bytes > Double(available) {
      throw Shortage(needed: Int(min(bytes, 1e18)), available: available, purpose: purpose)
    }
  }

  /// What can be had without swapping, from /proc/meminfo; nil where that cannot be read.
  public static var available: Int? {
    guard let file = fopen("/proc/meminfo", "r") else { return nil }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 128)
    while fgets(&line, Int32(line.count), file) != nil {
      let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      guard text.hasPrefix("MemAvailable:") else { continue }
      return Int(text.drop { !$0.isNumber }.prefix { $0.isNumber }).map { $0 * 1024 }
    }
    return nil
  }
}
