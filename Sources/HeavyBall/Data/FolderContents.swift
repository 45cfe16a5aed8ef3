internal import PolyakPlatform

/// What is in a folder.
public enum FolderContents {
  /// The names of its files, sorted by their bytes.
  public static func names(of path: FileName) throws(FileFailure) -> [FileName] {
    if path.bytes.contains(0) { throw FileFailure(path: path, reason: "the name has a NUL in it") }
    do throws(SystemError) {
      return try Folder(path.bytes).names().sorted { $0.lexicographicallyPrecedes($1) }.map { FileName(bytes: $0) }
    } catch { throw FileFailure(path: path, code: error.code) }
  }

  /// Removes a file or a symbolic link; nothing where there is none, and nothing else: a device and a FIFO are not for us to
  /// remove.
  public static func removeFile(_ path: FileName) throws(FileFailure) {
    if path.bytes.contains(0) { throw FileFailure(path: path, reason: "the name has a NUL in it") }
    do throws(SystemError) {
      let slash = path.bytes.lastIndex(of: UInt8(ascii: "/"))
      let folder = try Folder(slash.map { Array(path.bytes[...$0]) } ?? [0x2e])
      let name = Array(path.bytes[(slash.map { $0 + 1 } ?? 0)...])
      guard let status = try folder.status(of: name) else { return }
      guard [S_IFREG, S_IFLNK].contains(status.st_mode & S_IFMT) else { throw SystemError(EINVAL) }
      folder.remove(name)
    } catch {
      if error.code == ENOENT { return }
      throw FileFailure(path: path, code: error.code)
    }
  }
}
