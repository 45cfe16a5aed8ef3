internal import PolyakPlatform

/// A file being read from its beginning, closed with its owner.
final class InputFile {
  let path: FileName
  /// In bytes; nil of a pipe or a device, which does not say.
  let size: Int?
  private let descriptor: Int32
  /// How many bytes have been read.
  private(set) var position = 0
  /// Takes in what is read, where it is there.
  var checksum: CRC32?

  init(_ path: FileName) throws(FileFailure) {
    self.path = path
    descriptor = try path.withCString { open($0, O_RDONLY | O_CLOEXEC) }
    if descriptor < 0 { throw .system(path) }
    var status = stat()
    let isRegular = fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    size = isRegular ? Int(status.st_size) : nil
  }

  deinit { close(descriptor) }

  /// Fills a buffer, with a poll every megabyte.
  ///
  /// - Returns: How many bytes there were; fewer than asked for only at the file's end.
  func read(into buffer: UnsafeMutableRawBufferPointer, _ supervision: Supervision) throws -> Int {
    var count = 0
    while count < buffer.count {
      if let size { supervision.progress(position, size) }
      try supervision.poll()
      let length = min(buffer.count - count, Supervision.chunk)
      let got = PolyakPlatform.read(descriptor, buffer.baseAddress.map { $0 + count }, length)
      if got == 0 { break }
      if got > 0 {
        checksum?.add(UnsafeRawBufferPointer(rebasing: buffer[count..<count + got]))
        (count, position) = (count + got, position + got)
      } else if errno != EINTR {
        throw FileFailure.system(path)
      }
    }
    return count
  }

  /// So many bytes.
  ///
  /// - Throws: ``FileFailure`` where the file ends before.
  func bytes(_ count: Int, _ supervision: Supervision) throws -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    let got = try bytes.withUnsafeMutableBytes { try read(into: $0, supervision) }
    if got < count { throw failure("the file ends too early: it was cut short, or is of another kind") }
    return bytes
  }

  /// The byte at a place, which need not be where reading has come to.
  func byte(at offset: Int) throws(FileFailure) -> UInt8 {
    var byte: UInt8 = 0
    let got = pread(descriptor, &byte, 1, offset)
    if got < 0 { throw .system(path) }
    if got == 0 { throw failure("the file ends too early: it was changed meanwhile") }
    return byte
  }

  func failure(_ reason: String) -> FileFailure { FileFailure(path: path, reason: reason) }
}
