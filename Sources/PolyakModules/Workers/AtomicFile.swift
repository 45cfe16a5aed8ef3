internal import Glibc

/// Files that are there whole or not at all, whatever ends the program meanwhile.
enum AtomicFile {
  struct Failure: Error {
    let reason: String
  }

  /// Writes a file beside `path`, has it reach the disk, then renames it. A program that is killed in between leaves
  /// `path` as it was, and the other file, whose name ends in `.tmp`.
  static func write(_ bytes: [UInt8], to path: String) throws(Failure) {
    let new = "\(path).\(getpid()).tmp"
    let number = open(new, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard number >= 0 else { throw failure() }
    let file = Descriptor(number)
    // Some file systems cannot be told to write now, and say so with EINVAL.
    if !Descriptor.write(bytes, to: number) || fsync(number) != 0 && errno != EINVAL || rename(new, path) != 0 {
      let failure = failure()
      file.close()
      unlink(new)
      throw failure
    }
  }

  private static func failure() -> Failure { Failure(reason: String(cString: strerror(errno))) }
}
