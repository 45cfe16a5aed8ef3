internal import Glibc

/// A file that was not read or not written, and why.
public struct FileFailure: Error, Hashable, CustomStringConvertible {
  public let path: String
  public let reason: String

  public init(path: String, reason: String) {
    self.path = path
    self.reason = reason
  }

  /// What the last system call left in `errno`.
  static func system(_ path: String) -> FileFailure {
    FileFailure(path: path, reason: String(cString: strerror(errno)))
  }

  public var description: String { "\(path): \(reason)" }
}
