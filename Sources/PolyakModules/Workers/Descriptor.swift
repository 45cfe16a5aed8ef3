internal import PolyakPlatform

/// A file descriptor, closed with its owner.
final class Descriptor {
  private(set) var number: Int32

  init(_ number: Int32) { self.number = number }

  deinit { close() }

  var isOpen: Bool { number >= 0 }

  func close() {
    if isOpen { _ = PolyakPlatform.close(number) }
    number = -1
  }

  /// Appends what is there to read, without waiting; closes at the end of the file.
  func read(to bytes: inout [UInt8]) {
    withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 1) { block in
      while isOpen {
        let count = PolyakPlatform.read(number, block.baseAddress, block.count)
        if count > 0 {
          bytes += UnsafeRawBufferPointer(rebasing: block[..<count])
        } else if count == 0 {
          close()
        } else if errno != EINTR {
          if errno != EAGAIN { close() }
          return
        }
      }
    }
  }

  /// Writes them all.
  ///
  /// - Parameter pause: Called ten times a second while nobody reads, and where a signal came in between; ends the writing by
  ///   throwing.
  static func write<E: Error>(_ bytes: some Sequence<UInt8>, to number: Int32, pause: () throws(E) -> Void) throws(E) -> Bool {
    var rest = Array(bytes)[...]
    while !rest.isEmpty {
      var writable = pollfd(fd: number, events: Int16(POLLOUT), revents: 0)
      let count = poll(&writable, 1, 100)
      if count == 0 || (count < 0 && errno == EINTR) {
        try pause()
        continue
      }
      // So much a pipe takes at once that takes anything.
      let part = rest.prefix(4096)
      let written = part.withUnsafeBytes { PolyakPlatform.write(number, $0.baseAddress, $0.count) }
      if written >= 0 {
        rest = rest.dropFirst(written)
      } else if errno == EINTR {
        try pause()
      } else if errno == EAGAIN {
        // Somebody has made it a descriptor that does not wait, and another was faster.
        try pause()
      } else {
        return false
      }
    }
    return true
  }

  static func write(_ bytes: some Sequence<UInt8>, to number: Int32) -> Bool { write(bytes, to: number) {} }
}
