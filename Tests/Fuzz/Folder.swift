import PolyakPlatform

/// A folder for what an input makes, one for each process.
enum Folder {
  static let path: String = {
    var template = Array("\(getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp")/polyak-fuzz.XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { preconditionFailure("no temporary folder") }
    atexit { _ = remove(folder: Folder.path) }
    return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }()

  /// A file of the folder.
  @discardableResult
  static func write(_ bytes: [UInt8], to name: String) -> String {
    let path = path + "/" + name
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes {
        PolyakPlatform.write(descriptor, $0.baseAddress.map { $0 + written }, bytes.count - written)
      }
      guard count > 0 else { preconditionFailure("cannot write \(path)") }
      written += count
    }
    close(descriptor)
    return path
  }

  /// Leaves the folder without anything in it.
  static func clear() {
    for entry in entries(of: path) { _ = remove(folder: path + "/" + entry) }
  }

  private static func entries(of folder: String) -> [String] {
    guard let directory = opendir(folder) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      if name != "." && name != ".." { names.append(name) }
    }
    return names
  }

  /// Links are removed, not followed.
  private static func remove(folder: String) -> Bool {
    if unlink(folder) == 0 { return true }
    for entry in entries(of: folder) { _ = remove(folder: folder + "/" + entry) }
    return rmdir(folder) == 0
  }
}
