import PolyakPlatform
import Testing

/// Other programs' words on bytes that are written here.
enum Disassembly {
  /// The instructions in a piece of code as binutils' objdump reads them, words a space apart.
  static func lines(of code: [UInt8], _ program: String, _ options: String) throws -> [String] {
    let file = try TemporaryBytes(code)
    // Address, bytes, instruction and its operands.
    return try output(of: "\(program) -D -b binary \(options) \(file.path)").split(separator: "\n").compactMap { line in
      let fields = line.split(separator: "\t")
      guard fields.count >= 3 else { return nil }
      return fields[2...].joined(separator: " ").split(separator: " ").joined(separator: " ")
    }
  }

  /// What a command prints.
  static func output(of command: String) throws -> String {
    let pipe = try #require(popen(command, "r"))
    defer { pclose(pipe) }
    var text: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = fread(&buffer, 1, buffer.count, pipe)
      if count == 0 { break }
      text += buffer[..<count]
    }
    return String(decoding: text, as: UTF8.self)
  }
}

/// A file that is gone when nobody holds it any more.
final class TemporaryBytes {
  let path: String

  init(_ bytes: [UInt8] = []) throws {
    var name = Array("/tmp/polyak-test-XXXXXX".utf8CString)
    let file = mkstemp(&name)
    try #require(file >= 0)
    path = name.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
      guard count > 0 else { break }
      rest = rest.dropFirst(count)
    }
    close(file)
    try #require(rest.isEmpty)
  }

  deinit { unlink(path) }
}
