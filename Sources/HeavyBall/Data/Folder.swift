internal import CKernels
internal import PolyakPlatform

/// A folder held open: what is done in it stays in it, be it renamed meanwhile or the current folder another.
final class Folder {
  let descriptor: Int32
  /// Whether its files can be listed, and not only reached by name.
  private let isReadable: Bool

  /// - Parameter base: The folder that a relative path begins in; nil is the current one.
  init(_ path: [UInt8], in base: Folder? = nil) throws(SystemError) {
    let start = base?.descriptor ?? AT_FDCWD
    let readable = (path + [0]).withCString { openat(start, $0, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
    isReadable = readable >= 0
    descriptor = isReadable ? readable : (path + [0]).withCString { polyak_open_unread_folder(start, $0) }
    if descriptor < 0 { throw SystemError() }
  }

  deinit { close(descriptor) }

  /// What a name stands for, links not followed; nil where there is nothing.
  func status(of name: [UInt8]) throws(SystemError) -> stat? {
    var status = stat()
    if (name + [0]).withCString({ fstatat(descriptor, $0, &status, AT_SYMLINK_NOFOLLOW) }) == 0 { return status }
    if errno == ENOENT { return nil }
    throw SystemError()
  }

  /// Where a symbolic link points.
  func link(at name: [UInt8]) throws(SystemError) -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX) + 1)
    let count = (name + [0]).withCString { name in
      buffer.withUnsafeMutableBytes { bytes in
        bytes.withMemoryRebound(to: CChar.self) { buffer in
          // It has bytes, so there is an address.
          buffer.baseAddress.map { readlinkat(descriptor, name, $0, buffer.count) } ?? -1
        }
      }
    }
    if count < 0 { throw SystemError() }
    return Array(buffer[..<count])
  }

  func remove(_ name: [UInt8]) { _ = (name + [0]).withCString { unlinkat(descriptor, $0, 0) } }

  /// Has the disk keep the names, where the system can be told to.
  func synchronize() { if isReadable { fsync(descriptor) } }

  /// The names in it, but for `.` and `..`, in no order.
  func names() throws(SystemError) -> [[UInt8]] {
    // A descriptor of its own, for the place in the list and since closing the list closes it.
    let copy = openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard copy >= 0, let list = fdopendir(copy) else {
      let failure = SystemError()
      if copy >= 0 { close(copy) }
      throw failure
    }
    defer { closedir(list) }
    var names: [[UInt8]] = []
    while true {
      errno = 0
      guard let entry = readdir(list) else {
        if errno != 0 { throw SystemError() }
        return names
      }
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in Array(bytes.prefix { $0 != 0 }) }
      if name != [0x2e], name != [0x2e, 0x2e] { names.append(name) }
    }
  }
}

/// What a system call left in `errno`.
struct SystemError: Error {
  let code: Int32
  init(_ code: Int32 = errno) { self.code = code }
}
