/// What a copy of the process tells the one that made it, as bytes: a kind, a length, and as many bytes.
enum Message {
  /// How far the call is, from 0 to 1.
  case fraction(Double)
  case value([UInt8])
  case failure(message: [UInt8], traceback: [UInt8])

  private static let headerSize = 1 + 8

  var bytes: [UInt8] {
    func frame(_ kind: UInt8, _ parts: [UInt8]...) -> [UInt8] {
      var frame = [kind]
      let body = Array(parts.joined())
      withUnsafeBytes(of: UInt64(body.count)) { frame += $0 }
      return frame + body
    }
    switch self {
    case .fraction(let x): return frame(0, withUnsafeBytes(of: x.bitPattern) { Array($0) })
    case .value(let bytes): return frame(1, bytes)
    case .failure(let message, let traceback):
      return frame(2, withUnsafeBytes(of: UInt64(message.count)) { Array($0) }, message, traceback)
    }
  }

  /// Takes the first message off bytes that have arrived; nil where it has not arrived whole.
  static func take(from bytes: inout [UInt8]) -> Message? {
    guard bytes.count >= headerSize else { return nil }
    let length = Int(integer(bytes[1..<headerSize]))
    guard bytes.count - headerSize >= length else { return nil }
    let kind = bytes[0]
    let body = bytes[headerSize..<headerSize + length]
    defer { bytes.removeFirst(headerSize + length) }
    switch kind {
    case 0: return .fraction(Double(bitPattern: integer(body)))
    case 1: return .value(Array(body))
    default:
      let text = body.dropFirst(8)
      let split = text.startIndex + Int(integer(body.prefix(8)))
      return .failure(message: Array(text[..<split]), traceback: Array(text[split...]))
    }
  }

  private static func integer(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.withUnsafeBytes { $0.loadUnaligned(as: UInt64.self) }
  }
}
