internal import PolyakPlatform

/// A file in a folder that says who holds the claims there that are further names of it, and is renewed for all of them at once.
///
/// To claim something and to give it up makes and removes a name then, and no file, which costs several times as much.
final class HolderFile {
  let folder: Folder
  private let descriptor: Int32
  private let first: FleetingName
  private var record: ClaimRecord
  private var renewedAt = monotonicSeconds()

  init(in folder: Folder, _ process: ClaimProcess) throws(SystemError) {
    self.folder = folder
    record = ClaimRecord(process)
    (descriptor, first) = try OwnFile.makeNamed(record.bytes, in: folder)
  }

  deinit {
    folder.remove(first.name)
    close(descriptor)
  }

  /// Gives it one more name. Nil where there is such a file; throws where there can be no such name.
  func link(as name: [UInt8]) throws(SystemError) -> FleetingName? {
    // One that was stopped shows that it is there again before it claims more.
    renew()
    return try FleetingFiles.change { () throws(SystemError) -> FleetingName? in
      let status = (first.name + [0]).withCString { old in
        (name + [0]).withCString { linkat(folder.descriptor, old, folder.descriptor, $0, 0) }
      }
      let failure = SystemError()
      // A network file system may have done what it says was done already, when it repeats a request.
      if status != 0 {
        if failure.code != EEXIST { throw failure }
        if try !isNamed(name) { return nil }
      }
      return FleetingName(name, in: folder)
    }
  }

  func isNamed(_ name: [UInt8]) throws(SystemError) -> Bool {
    guard let status = try folder.status(of: name) else { return false }
    var own = stat()
    return fstat(descriptor, &own) == 0 && (own.st_dev, own.st_ino) == (status.st_dev, status.st_ino)
  }

  /// Shows that its maker is still there, where that is due.
  func renew() {
    let now = monotonicSeconds()
    guard now - renewedAt > FileClaim.lease / 6 else { return }
    renewedAt = now
    record.renewals += 1
    let bytes = record.bytes
    _ = pwrite(descriptor, bytes, bytes.count, 0)
    fsync(descriptor)
  }
}
