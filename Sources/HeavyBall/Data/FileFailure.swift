internal import PolyakPlatform

/// A file that was not read or not written, and why.
public struct FileFailure: Error, Hashable, CustomStringConvertible {
  public let path: String
  public let reason: String
  /// The system's number for the reason, such as ENOENT; nil where the system has not refused.
  public let code: Int32?

  /// One with a reason that is not the system's.
  public init(path: String, reason: String) {
    self.path = path
    self.reason = reason
    code = nil
  }

  init(path: FileName, reason: String) { self.init(path: path.description, reason: reason) }

  init(path: FileName, code: Int32) {
    self.path = path.description
    reason = String(cString: strerror(code))
    self.code = code
  }

  /// What the last system call left in `errno`.
  static func system(_ path: FileName) -> FileFailure { FileFailure(path: path, code: errno) }

  public var description: String { "\(path): \(reason)" }
}
