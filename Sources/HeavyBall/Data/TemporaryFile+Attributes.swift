internal import CKernels
internal import PolyakPlatform

extension TemporaryFile {
  /// Gives it what another file has beside its bytes: owner, mode, and extended attributes, access lists among them. What the
  /// system refuses stays as it is for a new file of the process.
  func takeAttributes(of status: stat, _ name: [UInt8], in folder: Folder) {
    if fchown(descriptor, status.st_uid, status.st_gid) != 0 { _ = fchown(descriptor, uid_t.max, status.st_gid) }
    // Behind the owner, for a new one takes the bits away that run a file as him.
    fchmod(descriptor, status.st_mode & 0o7777)
    let old = (name + [0]).withCString { openat(folder.descriptor, $0, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC) }
    if old < 0 { return }
    defer { close(old) }
    polyak_copy_attributes(old, descriptor)
  }
}
