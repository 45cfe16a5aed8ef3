import LuaKit

extension LuaError {
  /// What the standard interpreter prints of it, behind the program's name: the message up to a zero byte, and the calls
  /// in progress unless the error is an object that says itself how it reads.
  var report: LuaString {
    var bytes = Array(message.utf8)
    if case .string(let text) = value { bytes = text.bytes }
    if let end = bytes.firstIndex(of: 0) { bytes.removeSubrange(end...) }
    if let traceback, !wordsItself { bytes += Array("\n\(traceback)".utf8) }
    return LuaString(bytes: bytes)
  }

  private var wordsItself: Bool {
    switch value {
    case nil, .string, .integer, .number: false
    case .some(let value): underlying == nil && message != "(error object is a \(value.typeName) value)"
    }
  }
}
