/// An error's text, in parts.
enum ErrorMessage {
  /// "[3]:1: attempt ..." taken apart; a message without a position stays whole.
  static func parted(_ message: String) -> (position: (source: String, line: Int)?, body: String) {
    guard let firstLine = message.split(separator: "\n", omittingEmptySubsequences: false).first else { return (nil, message) }
    // The position is the first ":digits: "; a path may have colons of its own.
    var start = firstLine.startIndex
    while let colon = firstLine[start...].firstIndex(of: ":") {
      let digits = firstLine[firstLine.index(after: colon)...].prefix { $0.isASCII && $0.isNumber }
      if let line = Int(digits), colon != firstLine.startIndex, firstLine[digits.endIndex...].hasPrefix(": ") {
        let body = message[digits.endIndex...].dropFirst(2)
        return ((String(firstLine[..<colon]), line), String(body))
      }
      start = firstLine.index(after: colon)
    }
    return (nil, message)
  }
}
