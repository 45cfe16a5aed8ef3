/// Files of one JSON value.
enum JSONFile {
  /// - Throws: ``FileFailure`` where there is none or it holds something else; what `supervision` throws.
  static func read(_ path: FileName, _ supervision: Supervision = Supervision()) throws -> DataTree {
    let file = try InputFile(path)
    if let size = file.size { try supervision.reserve(2 * size) }
    var text: [UInt8] = []
    var part = [UInt8](repeating: 0, count: Supervision.chunk)
    while true {
      let count = try part.withUnsafeMutableBytes { try file.read(into: $0, supervision) }
      text += part[..<count]
      if count < part.count { break }
    }
    do { return try JSONReader.read(text, supervision) } catch let refusal as JSONReader.Refusal {
      let line = text.prefix(refusal.place).count { $0 == UInt8(ascii: "\n") } + 1
      throw file.failure("it is no JSON: line \(line) has \(refusal.reason)")
    }
  }
}
