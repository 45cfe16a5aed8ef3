internal import Glibc

/// A file written beside the one wanted and then renamed to it: whoever reads sees the old file or the whole new one.
///
///     let file = try AtomicFile("a.csv")
///     try file.write(bytes)
///     try file.commit()      // without it, nothing has changed
public final class AtomicFile {
  let path: String
  private let temporary: String
  private var file: UnsafeMutablePointer<FILE>?

  public init(_ path: String) throws(FileFailure) {
    self.path = path
    temporary = "\(path).\(getpid()).part"
    // Not inherited by programs started meanwhile.
    file = fopen(temporary, "wbxe")
    if file == nil { throw .system(path) }
  }

  deinit { discard() }

  public func write(_ bytes: [UInt8]) throws(FileFailure) {
    if fwrite(bytes, 1, bytes.count, file) != bytes.count { throw .system(path) }
  }

  /// The elements' own bytes, in the machine's order, with a poll every megabyte.
  func write<Number: BitwiseCopyable>(_ numbers: [Number], _ supervision: Supervision) throws {
    // An array's storage is contiguous, and numbers have no padding between them.
    try numbers.withUnsafeBytes { bytes in
      var start = 0
      while start < bytes.count {
        try supervision.poll()
        let part = UnsafeRawBufferPointer(rebasing: bytes[start..<min(start + Supervision.chunk, bytes.count)])
        if fwrite(part.baseAddress, 1, part.count, file) != part.count { throw FileFailure.system(path) }
        start += part.count
      }
    }
  }

  /// Puts the file in its place, once the disk has all of it.
  public func commit() throws(FileFailure) {
    // A full disk may show only here. Some file systems cannot be told to write now, and say so with EINVAL.
    guard fflush(file) == 0, fsync(fileno(file)) == 0 || errno == EINVAL else { throw .system(path) }
    let isClosed = fclose(file) == 0
    file = nil
    guard isClosed, rename(temporary, path) == 0 else {
      let failure = FileFailure.system(path)
      unlink(temporary)
      throw failure
    }
  }

  private func discard() {
    guard let file else { return }
    fclose(file)
    unlink(temporary)
  }
}
