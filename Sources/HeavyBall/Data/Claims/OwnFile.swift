internal import CKernels
internal import PolyakPlatform

/// The file of one claim, which says who its maker is whatever has its name later.
final class OwnFile {
  let name: [UInt8]
  private let descriptor: Int32
  private let folder: Folder
  private var fleeting: FleetingName?

  /// Nil where there is a file of that name.
  ///
  /// - Parameter isFleeting: Whether it goes where a signal ends the process.
  init?(_ content: [UInt8], as name: [UInt8], in folder: Folder, isFleeting: Bool) throws(SystemError) {
    (self.name, self.folder) = (name, folder)
    let made = try FleetingFiles.change { () throws(SystemError) -> (Int32, FleetingName?)? in
      guard let descriptor = try Self.take(name, content, in: folder) else { return nil }
      return (descriptor, isFleeting ? FleetingName(name, in: folder) : nil)
    }
    guard let made else { return nil }
    (descriptor, fleeting) = made
  }

  deinit { close(descriptor) }

  func remove() {
    FleetingFiles.change {
      folder.remove(name)
      fleeting = nil
    }
  }

  func isSame(_ status: stat) -> Bool {
    var own = stat()
    return fstat(descriptor, &own) == 0 && (own.st_dev, own.st_ino) == (status.st_dev, status.st_ino)
  }

  func write(_ bytes: [UInt8]) {
    _ = pwrite(descriptor, bytes, bytes.count, 0)
    fsync(descriptor)
  }

  // MARK: Making one

  private static func take(_ name: [UInt8], _ content: [UInt8], in folder: Folder) throws(SystemError) -> Int32? {
    switch nameWhole(name, content, in: folder) {
    case .success(let descriptor): return descriptor
    case .failure(let failure): if failure.code == EEXIST { return nil }
    }
    let (descriptor, first) = try makeNamed(content, in: folder)
    defer { folder.remove(first.name) }
    let status = (first.name + [0]).withCString { old in
      (name + [0]).withCString { linkat(folder.descriptor, old, folder.descriptor, $0, 0) }
    }
    let failure = SystemError()
    var own = stat()
    // Whatever the call has answered, the count of names is right.
    if fstat(descriptor, &own) == 0, own.st_nlink > 1 { return descriptor }
    close(descriptor)
    if status == 0 || failure.code == EEXIST { return nil }
    guard lacksLinks(failure) else { throw failure }
    // Where a file has one name at most.
    do throws(SystemError) { return try make(name, content, in: folder) } catch {
      if error.code == EEXIST { return nil }
      throw error
    }
  }

  /// Whether that is how a file system without further names refuses one.
  static func lacksLinks(_ failure: SystemError) -> Bool {
    [EPERM, ENOTSUP, EOPNOTSUPP, ENOSYS, EMLINK, EXDEV].contains(failure.code)
  }

  /// One that has no name before it has all of its content: nothing is left where its maker is killed in between.
  private static func nameWhole(_ name: [UInt8], _ content: [UInt8], in folder: Folder) -> Result<Int32, SystemError> {
    let descriptor = polyak_open_temporary(folder.descriptor, 0o666)
    if descriptor < 0 { return .failure(SystemError()) }
    let count = pwrite(descriptor, content, content.count, 0)
    var failure = SystemError(count < 0 ? errno : ENOSPC)
    if count == content.count {
      let status = (name + [0]).withCString {
        linkat(AT_FDCWD, "/proc/self/fd/\(descriptor)", folder.descriptor, $0, AT_SYMLINK_FOLLOW)
      }
      if status == 0 { return .success(descriptor) }
      failure = SystemError()
    }
    close(descriptor)
    return .failure(failure)
  }

  /// A file with a name that nobody else knows.
  static func makeNamed(_ content: [UInt8], in folder: Folder) throws(SystemError) -> (Int32, FleetingName) {
    var random = Checksum()
    random.value = UInt64.random(in: .min ... .max)
    let name = start + Array(random.text.utf8) + ending
    return try FleetingFiles.change { () throws(SystemError) in
      if case .success(let descriptor) = nameWhole(name, content, in: folder) {
        return (descriptor, FleetingName(name, in: folder))
      }
      // Closed and opened again: a file of a network has its content where others look once it is closed.
      close(try make(name, content, in: folder))
      let descriptor = (name + [0]).withCString { openat(folder.descriptor, $0, O_RDWR | O_NOFOLLOW | O_CLOEXEC) }
      if descriptor < 0 { throw SystemError() }
      return (descriptor, FleetingName(name, in: folder))
    }
  }

  private static func make(_ name: [UInt8], _ content: [UInt8], in folder: Folder) throws(SystemError) -> Int32 {
    let descriptor = (name + [0]).withCString {
      openat(folder.descriptor, $0, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o666)
    }
    if descriptor < 0 { throw SystemError() }
    let count = pwrite(descriptor, content, content.count, 0)
    if count == content.count { return descriptor }
    // A full disk, and nothing of it is left.
    let failure = SystemError(count < 0 ? errno : ENOSPC)
    folder.remove(name)
    close(descriptor)
    throw failure
  }

  // MARK: What is left

  private static let start = Array(".polyak-claim-".utf8), ending = Array(".part".utf8)

  /// Whether a name is one of those that nobody else knows.
  static func isFirst(_ name: [UInt8]) -> Bool { name.starts(with: start) && name.suffix(ending.count).elementsEqual(ending) }
}
