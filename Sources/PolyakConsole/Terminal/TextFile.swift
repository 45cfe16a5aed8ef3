import PolyakPlatform

/// Whole files of text.
enum TextFile {
  /// Nil where it cannot be read; `errno` says why.
  static func bytes(of path: String) -> [UInt8]? {
    guard let file = fopen(path, "rb") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&block, 1, block.count, file)
      bytes += block[..<count]
      if count < block.count { return ferror(file) == 0 ? bytes : nil }
    }
  }
}
