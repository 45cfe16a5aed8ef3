internal import CKernels
internal import PolyakPlatform

/// The files of a claim: `mu=0.9.json.claim`, and `mu=0.9.json.claim-1` and so on where holders have left theirs.
///
/// A file has all of its content when it gets its name. Where files have one name each, it is made with `O_EXCL`, which is as good
/// where the file system itself knows that, and empty for a moment.
struct ClaimFolder: ClaimFiles {
  private let folder: Folder
  private let name: [UInt8]
  private let process: ClaimProcess
  /// What level 0 is one more name of; nil for who claims nothing.
  private let holder: HolderFile?
  private var linked: FleetingName?
  /// A file of another level, or on a file system without links.
  private var own: OwnFile?
  private var record: ClaimRecord?

  init(_ folder: Folder, _ name: [UInt8], _ process: ClaimProcess, _ holder: HolderFile? = nil) {
    (self.folder, self.name, self.process, self.holder) = (folder, name, process, holder)
  }

  private func name(of level: Int) -> [UInt8] { level == 0 ? name : name + Array("-\(level)".utf8) }

  mutating func make(_ level: Int) throws(SystemError) -> Bool {
    if level == 0, let holder {
      do throws(SystemError) {
        linked = try holder.link(as: name)
        return linked != nil
      } catch { if !OwnFile.lacksLinks(error) { throw error } }
    }
    let record = ClaimRecord(process)
    own = try OwnFile(record.bytes, as: name(of: level), in: folder, isFleeting: level == 0)
    self.record = record
    return own != nil
  }

  func content(_ level: Int) throws(SystemError) -> ClaimContent<[UInt8]>? {
    guard let bytes = try Self.bytes(of: name(of: level), in: folder) else { return nil }
    return bytes.starts(with: ClaimRecord.waived) ? .waived : .holder(bytes)
  }

  mutating func remove(_ level: Int) throws(SystemError) -> Bool {
    let name = name(of: level)
    if let own, own.name == name {
      own.remove()
      self.own = nil
      return true
    }
    return FleetingFiles.change {
      if level == 0 { linked = nil }
      return (name + [0]).withCString { unlinkat(folder.descriptor, $0, 0) } == 0
    }
  }

  mutating func waive() throws(SystemError) {
    own?.write(ClaimRecord.waived)
    own = nil
  }

  /// Shows that the holder is still there.
  mutating func renew() {
    holder?.renew()
    record?.renewals += 1
    if let own, let record { own.write(record.bytes) }
  }

  /// Whether a level's file is the own one.
  func isOwn(_ level: Int) throws(SystemError) -> Bool {
    if let own {
      guard let status = try folder.status(of: name(of: level)) else { return false }
      return own.isSame(status)
    }
    guard level == 0, let holder else { return false }
    return try holder.isNamed(name)
  }

  /// What a file says; nil where there is none.
  static func bytes(of name: [UInt8], in folder: Folder) throws(SystemError) -> [UInt8]? {
    let descriptor = (name + [0]).withCString {
      openat(folder.descriptor, $0, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    }
    var status = stat()
    if descriptor < 0 {
      let failure = SystemError()
      if failure.code == ENOENT || failure.code == ESTALE { return nil }
      // Another user's, perhaps: that it is renewed shows its time.
      guard failure.code == EACCES, let status = try folder.status(of: name) else { throw failure }
      return Array("\(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)".utf8)
    }
    defer { close(descriptor) }
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { throw SystemError(EEXIST) }
    var bytes = [UInt8](repeating: 0, count: 1024)
    let count = read(descriptor, &bytes, bytes.count)
    if count < 0 {
      if errno == ESTALE { return nil }
      throw SystemError()
    }
    return Array(bytes[..<count])
  }
}
