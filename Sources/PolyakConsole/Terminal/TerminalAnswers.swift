/// What a terminal answers to questions, apart from the keys that are typed meanwhile.
///
///     var answers = TerminalAnswers()
///     answers.take(bytes)     // as they come; answers.keys are those of the user
struct TerminalAnswers {
  /// What was typed, in order.
  private(set) var keys: [UInt8] = []
  /// The parameters of the primary device attributes, `ESC [ ? 62 ; 4 c`; nil before they have come.
  private(set) var attributes: [Int]?
  /// Whether kitty's graphics protocol has answered that it is there.
  private(set) var knowsKitty = false
  /// Pixels of a cell, of `ESC [ 6 ; height ; width t`.
  private(set) var cell: (width: Int, height: Int)?
  /// The beginning of what may become an answer.
  private var pending: [UInt8] = []

  /// The number in kitty's questions and answers.
  static let kittyQuestion = 31

  mutating func take(_ bytes: some Sequence<UInt8>) {
    for byte in bytes {
      pending.append(byte)
      settle()
    }
  }

  /// Nothing more comes: what looked like an answer was typed.
  mutating func end() {
    keys += pending
    pending = []
  }

  private mutating func settle() {
    while !pending.isEmpty {
      switch Self.kind(of: pending) {
      case .begun: return
      case .key:
        keys.append(pending.removeFirst())
      case .answer:
        read(String(decoding: pending, as: UTF8.self))
        pending = []
      }
    }
  }

  private enum Kind { case key, begun, answer }

  private static func kind(of bytes: [UInt8]) -> Kind {
    guard bytes[0] == 0x1B else { return .key }
    guard bytes.count > 1 else { return .begun }
    switch bytes[1] {
    case UInt8(ascii: "["):
      guard bytes.count > 2 else { return .begun }
      let isAttributes = bytes[2] == UInt8(ascii: "?")
      guard isAttributes || bytes[2] == UInt8(ascii: "6") else { return .key }
      if bytes.count == 3 { return .begun }
      // `ESC [ 6 ~` is a key, Page Down.
      if !isAttributes, bytes[3] != UInt8(ascii: ";") { return .key }
      let rest = bytes.dropFirst(3).drop { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") || $0 == UInt8(ascii: ";") }
      guard let last = rest.first else { return bytes.count < 60 ? .begun : .key }
      return last == UInt8(ascii: isAttributes ? "c" : "t") ? .answer : .key
    case UInt8(ascii: "_"):
      guard bytes.count > 2 else { return .begun }
      guard bytes[2] == UInt8(ascii: "G") else { return .key }
      if bytes.count > 3, bytes.suffix(2).elementsEqual([0x1B, UInt8(ascii: "\\")]) { return .answer }
      return bytes.count < 200 ? .begun : .key
    default: return .key
    }
  }

  private mutating func read(_ answer: String) {
    let numbers = answer.split { !$0.isNumber }.compactMap { Int($0) }
    switch answer.last {
    case "c": attributes = numbers
    case "t":
      if numbers.count == 3, numbers[1] > 0, numbers[2] > 0 { cell = (numbers[2], numbers[1]) }
    default:
      if answer.contains("i=\(Self.kittyQuestion)"), answer.contains(";OK") { knowsKitty = true }
    }
  }
}
