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

  /// The seconds since each of its files was last written, by the clock of whoever keeps the folder, which another machine may
  /// be: the time of a file that is made in it, and taken away. Where none can be made, by this machine's clock.
  public static func ages(of path: FileName) throws(FileFailure) -> [(name: FileName, age: Double)] {
    if path.bytes.contains(0) { throw FileFailure(path: path, reason: "the name has a NUL in it") }
    do throws(SystemError) {
      let folder = try Folder(path.bytes)
      var ages: [(name: FileName, age: Double)] = []
      let now = now(in: folder)
      for name in try folder.names().sorted(by: { $0.lexicographicallyPrecedes($1) }) {
        // One that has gone meanwhile has no age.
        guard let status = try folder.status(of: name), status.st_mode & S_IFMT == S_IFREG else { continue }
        ages.append((FileName(bytes: name), max(0, now - seconds(status.st_mtim))))
      }
      return ages
    } catch { throw FileFailure(path: path, code: error.code) }
  }

  private static func now(in folder: Folder) -> Double {
    if let file = try? TemporaryFile(in: folder, for: Array("now".utf8), mode: 0o600) {
      var status = stat()
      // Written, for a file's birth may have the time of its maker.
      if write(file.descriptor, " ", 1) == 1, fstat(file.descriptor, &status) == 0 { return seconds(status.st_mtim) }
    }
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return seconds(time)
  }

  private static func seconds(_ time: timespec) -> Double { Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9 }

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
      if (name + [0]).withCString({ unlinkat(folder.descriptor, $0, 0) }) != 0 { throw SystemError() }
    } catch {
      if error.code == ENOENT { return }
      throw FileFailure(path: path, code: error.code)
    }
  }
}
