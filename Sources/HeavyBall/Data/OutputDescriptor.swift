internal import PolyakPlatform

/// Writing to a descriptor that belongs to somebody else.
enum OutputDescriptor {
  /// Writes all bytes, with a poll every megabyte and while nobody takes them.
  ///
  /// A reader that is gone and a file that the process may not make as long are errors here: their signals, which end a
  /// process, are kept from it.
  static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32, _ path: FileName, _ supervision: Supervision) throws {
    var kept = sigset_t(), before = sigset_t()
    sigemptyset(&kept)
    sigaddset(&kept, SIGPIPE)
    sigaddset(&kept, SIGXFSZ)
    var start = 0
    while start < bytes.count {
      try supervision.poll()
      let part = UnsafeRawBufferPointer(rebasing: bytes[start..<min(start + Supervision.chunk, bytes.count)])
      pthread_sigmask(SIG_BLOCK, &kept, &before)
      let count = PolyakPlatform.write(descriptor, part.baseAddress, part.count)
      let code = count < 0 ? errno : 0
      if code == EPIPE || code == EFBIG {
        var now = timespec()
        sigtimedwait(&kept, nil, &now)
      }
      pthread_sigmask(SIG_SETMASK, &before, nil)
      switch code {
      case 0: start += count
      case EINTR: break
      case EAGAIN:
        var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        poll(&wait, 1, 100)
      default: throw FileFailure(path: path, code: code)
      }
    }
  }

  /// Opens what is no regular file. A FIFO is waited for until somebody reads.
  static func open(_ path: FileName, _ flags: Int32, _ supervision: Supervision) throws -> Int32 {
    while true {
      let descriptor = try path.withCString { PolyakPlatform.open($0, O_WRONLY | O_NOCTTY | O_CLOEXEC | flags) }
      if descriptor >= 0 { return descriptor }
      let code = errno
      var status = stat()
      let isFIFO = try path.withCString { stat($0, &status) } == 0 && status.st_mode & S_IFMT == S_IFIFO
      guard code == EINTR || code == ENXIO && isFIFO else { throw FileFailure(path: path, code: code) }
      try supervision.poll()
      usleep(20_000)
    }
  }
}
