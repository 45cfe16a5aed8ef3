internal import CKernels
internal import PolyakPlatform

/// What the name of a file to be written stands for, behind its symbolic links.
enum FileDestination {
  /// A regular file, or nothing yet, by its name in a folder.
  case file(Folder, name: [UInt8], before: stat?)
  /// A device, a FIFO, an open file under /proc: written into, never replaced.
  case stream(flags: Int32)

  init(_ path: FileName) throws(FileFailure) {
    var status = stat()
    let exists = try path.withCString { stat($0, &status) } == 0
    if exists, status.st_mode & S_IFMT == S_IFDIR { throw FileFailure(path: path, code: EISDIR) }
    if exists, status.st_mode & S_IFMT != S_IFREG {
      self = .stream(flags: O_NONBLOCK)
      return
    }
    do throws(SystemError) { self = try Self.resolved(path.bytes) } catch {
      throw FileFailure(path: path, code: error.code)
    }
  }

  /// Follows links as opening does, so that one that leads nowhere yet says where the file will be.
  private static func resolved(_ path: [UInt8]) throws(SystemError) -> FileDestination {
    var path = path
    var folder: Folder?
    // As many as Linux follows.
    for _ in 0...40 {
      if path.isEmpty { throw SystemError(ENOENT) }
      let slash = path.lastIndex(of: UInt8(ascii: "/"))
      let name = Array(path[(slash.map { $0 + 1 } ?? 0)...])
      if name.isEmpty || name == [0x2e] || name == [0x2e, 0x2e] { throw SystemError(EISDIR) }
      let parent = slash.map { Array(path[...$0]) } ?? [0x2e]
      let home = try Folder(parent, in: folder)
      guard let status = try home.status(of: name) else { return .file(home, name: name, before: nil) }
      guard status.st_mode & S_IFMT == S_IFLNK else { return .file(home, name: name, before: status) }
      // A link to an open file: its words name what was opened, which may be gone or another file by now.
      if polyak_is_in_proc(home.descriptor) { return .stream(flags: O_APPEND) }
      path = try home.link(at: name)
      folder = home
    }
    throw SystemError(ELOOP)
  }
}
