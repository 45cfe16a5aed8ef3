internal import CKernels
internal import PolyakPlatform

/// A new file in a folder that is to take another's name, locked as long as its writer lives.
///
/// It has no name of its own (`O_TMPFILE`), so that nothing is left of it however its writer ends. Where the system cannot
/// do that, and for the moment between two system calls where a file is replaced, it is called
/// `.polyak-TARGET-RANDOM.part`. Such files whose lock is free are those of writers that were killed; ``removeAbandoned(in:of:)``
/// takes them away. Nothing follows from process numbers, which are the same in every container.
final class TemporaryFile {
  let descriptor: Int32
  private let folder: Folder
  private let target: [UInt8]
  /// While it has one.
  private var name: FleetingName?

  /// - Parameter isNamed: Gives it a name at once, as where the system knows no other files.
  init(in folder: Folder, for target: [UInt8], mode: mode_t, isNamed: Bool = false) throws(SystemError) {
    (self.folder, self.target) = (folder, target)
    if !isNamed, let descriptor = Self.unnamed(folder, mode) {
      self.descriptor = descriptor
    } else {
      (descriptor, name) = try FleetingFiles.change { () throws(SystemError) in
        let (descriptor, name) = try Self.named(folder, target, mode)
        return (descriptor, FleetingName(name, in: folder))
      }
    }
  }

  deinit {
    if let name { folder.remove(name.name) }
    close(descriptor)
  }

  /// Gives it the target's name.
  ///
  /// - Parameter replacing: Whether there was such a file before.
  func takePlace(replacing: Bool) throws(SystemError) {
    if name == nil {
      if !replacing {
        if link(as: target) { return }
        if errno != EEXIST { throw SystemError() }
      }
      let new = Self.name(for: target)
      name = FleetingName(new, in: folder)
      if !link(as: new) {
        let failure = SystemError()
        name = nil
        throw failure
      }
    }
    guard let name else { return }
    let status = (name.name + [0]).withCString { old in
      (target + [0]).withCString { renameat(folder.descriptor, old, folder.descriptor, $0) }
    }
    if status != 0 { throw SystemError() }
    self.name = nil
  }

  /// Gives it the target's name where nothing has that; false where something has.
  func takeFreePlace() throws(SystemError) -> Bool {
    let failure: SystemError
    if let name {
      let status = (name.name + [0]).withCString { old in
        (target + [0]).withCString { linkat(folder.descriptor, old, folder.descriptor, $0, 0) }
      }
      if status == 0 {
        folder.remove(name.name)
        self.name = nil
        return true
      }
      failure = SystemError()
      // A file system without links: between a look and the renaming another may come, which is replaced then.
      if [EPERM, ENOTSUP, EOPNOTSUPP, ENOSYS, EMLINK].contains(failure.code) {
        if try folder.status(of: target) != nil { return false }
        try takePlace(replacing: true)
        return true
      }
    } else {
      if link(as: target) { return true }
      failure = SystemError()
    }
    if failure.code == EEXIST { return false }
    throw failure
  }

  /// Removes what writers of a target have left that are gone.
  static func removeAbandoned(in folder: Folder, of target: [UInt8]) {
    let start = prefix(of: target)
    for name in (try? folder.names()) ?? [] where name.starts(with: start) && isTemporary(name) {
      removeIfAbandoned(name, in: folder)
    }
  }

  static func isTemporary(_ name: [UInt8]) -> Bool {
    name.starts(with: start) && name.suffix(ending.count).elementsEqual(ending)
  }

  static func removeIfAbandoned(_ name: [UInt8], in folder: Folder) {
    // Not waiting, and not through a link: it may be anything.
    let descriptor = (name + [0]).withCString { openat(folder.descriptor, $0, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC) }
    if descriptor < 0 { return }
    var status = stat()
    if fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, flock(descriptor, LOCK_EX | LOCK_NB) == 0 {
      folder.remove(name)
    }
    close(descriptor)
  }

  // MARK: Making one

  private static func unnamed(_ folder: Folder, _ mode: mode_t) -> Int32? {
    let descriptor = polyak_open_temporary(folder.descriptor, mode)
    if descriptor < 0 { return nil }
    // It gets its name by way of /proc, which not every container has.
    if access("/proc/self/fd/\(descriptor)", F_OK) == 0 {
      flock(descriptor, LOCK_EX | LOCK_NB)
      return descriptor
    }
    close(descriptor)
    return nil
  }

  private static func named(_ folder: Folder, _ target: [UInt8], _ mode: mode_t) throws(SystemError) -> (Int32, [UInt8]) {
    while true {
      let name = name(for: target)
      let descriptor = (name + [0]).withCString {
        openat(folder.descriptor, $0, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
      }
      if descriptor < 0 {
        if errno == EEXIST { continue }
        throw SystemError()
      }
      // Somebody who removes abandoned files may have come before the lock; on a file system without locks nobody does.
      var status = stat()
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK, fstat(descriptor, &status) == 0, status.st_nlink > 0 {
        return (descriptor, name)
      }
      close(descriptor)
    }
  }

  private func link(as name: [UInt8]) -> Bool {
    (name + [0]).withCString {
      linkat(AT_FDCWD, "/proc/self/fd/\(descriptor)", folder.descriptor, $0, AT_SYMLINK_FOLLOW)
    } == 0
  }

  // MARK: Names

  private static let start = Array(".polyak-".utf8), ending = Array(".part".utf8)

  /// Of one length whatever the target's: a file system takes 255 bytes.
  private static func prefix(of target: [UInt8]) -> [UInt8] {
    var hash = Checksum()
    hash.add(target)
    return start + Array("\(hash.text)-".utf8)
  }

  private static func name(for target: [UInt8]) -> [UInt8] {
    var random = Checksum()
    random.value = UInt64.random(in: .min ... .max)
    return prefix(of: target) + Array(random.text.utf8) + ending
  }
}
