internal import PolyakPlatform

/// A claim to something that one process at a time shall do, held by a file that is there as long.
///
///     guard let claim = try FileClaim("journal/mu=0.9.claim") else { return }      // another is at it
///     ...
///     claim.release()
///
/// The lock on the file (`flock`) is what counts: the system lets go of it when its holder ends, by whatever, so that a
/// file without one is a dead holder's and is taken over. In it stand host, process and the process's start, for whoever
/// looks. A file system without locks refuses nobody.
public final class FileClaim {
  private let folder: Folder
  private let name: [UInt8]
  private let descriptor: Int32
  private let owner = getpid()
  private var file: FleetingName?

  /// Nil where another holds it.
  ///
  /// - Throws: ``FileFailure`` where the file cannot be made or is something else.
  public init?(_ path: FileName) throws(FileFailure) {
    do throws(SystemError) {
      let slash = path.bytes.lastIndex(of: UInt8(ascii: "/"))
      folder = try Folder(slash.map { Array(path.bytes[...$0]) } ?? [0x2e])
      name = Array(path.bytes[(slash.map { $0 + 1 } ?? 0)...])
      let (folder, name) = (folder, name)
      let taken = try FleetingFiles.change { () throws(SystemError) -> (Int32, FleetingName)? in
        guard let descriptor = try Self.locked(folder, name) else { return nil }
        return (descriptor, FleetingName(name, in: folder))
      }
      guard let taken else { return nil }
      (descriptor, file) = taken
    } catch { throw FileFailure(path: path, code: error.code) }
    let words = Array(Self.holder.utf8)
    ftruncate(descriptor, 0)
    _ = pwrite(descriptor, words, words.count, 0)
  }

  deinit { release() }

  /// Gives it up, and takes the file away. A copy of the process leaves it to the one that made it.
  public func release() {
    guard file != nil else { return }
    FleetingFiles.change {
      file = nil
      // Locked until it is gone: who has opened it meanwhile sees that it has no name.
      if owner == getpid() { folder.remove(name) }
    }
    close(descriptor)
  }

  private static func locked(_ folder: Folder, _ name: [UInt8]) throws(SystemError) -> Int32? {
    while true {
      let descriptor = (name + [0]).withCString {
        openat(folder.descriptor, $0, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0o666)
      }
      if descriptor < 0 { throw SystemError() }
      var status = stat()
      let isFile = fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
      let isTaken = flock(descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK
      // Its holder may have removed it in between.
      let isThere = fstat(descriptor, &status) == 0 && status.st_nlink > 0
      if isFile, !isTaken, isThere { return descriptor }
      close(descriptor)
      if !isFile { throw SystemError(EEXIST) }
      if isTaken { return nil }
    }
  }

  /// "node7 4711 1234567": the start is in the kernel's ticks since it started.
  private static var holder: String {
    var host = [CChar](repeating: 0, count: 256)
    gethostname(&host, host.count - 1)
    let name = String(decoding: host.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return "\(name) \(getpid()) \(start ?? "?")\n"
  }

  private static var start: Substring? {
    guard let file = try? InputFile("/proc/self/stat") else { return nil }
    var bytes = [UInt8](repeating: 0, count: 1024)
    guard let count = try? bytes.withUnsafeMutableBytes({ try file.read(into: $0, Supervision()) }) else { return nil }
    // Behind the program's name, which may have blanks and brackets in it, the 20th.
    let fields = String(decoding: bytes[..<count], as: UTF8.self).split(separator: ")").last?.split(separator: " ") ?? []
    return fields.count > 19 ? fields[19] : nil
  }
}
