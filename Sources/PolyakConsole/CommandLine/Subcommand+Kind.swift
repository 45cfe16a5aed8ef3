import LuaKit

extension Subcommand {
  enum Kind: Sendable {
    case script, folder, file
    /// An integer from 1 on.
    case count
    /// As sbatch takes it.
    case time, memory
    /// What has neither blanks nor quotes, as a batch script's line of options must not.
    case word

    /// What must be there, for messages.
    var expected: String {
      switch self {
      case .script: "a script"
      case .folder: "a folder"
      case .file: "a file"
      case .count: "an integer >= 1"
      case .time: "a time such as 30, 2:00:00 or 1-12"
      case .memory: "a size such as 500M or 4G"
      case .word: "a name"
      }
    }

    /// What a word of the command line is here; nil where it is not what must be there.
    func read(_ word: LuaString) -> Argument? {
      let text = word.description
      switch self {
      case .script, .folder, .file: return word.bytes.isEmpty ? nil : .text(word)
      case .count: return Int(text).flatMap { $0 >= 1 ? .count($0) : nil }
      case .time: return Self.isTime(text) ? .text(word) : nil
      case .memory: return Self.isSize(text) ? .text(word) : nil
      case .word:
        return !text.isEmpty && text.utf8.allSatisfy { Self.isLetter($0) || Self.isNumber($0) || "_/@+:,.-".utf8.contains($0) }
          ? .text(word) : nil
      }
    }

    /// Minutes, minutes:seconds, hours:minutes:seconds, days-hours, days-hours:minutes, days-hours:minutes:seconds
    /// (sbatch(1)); 0 would be no limit, which a batch system need not grant.
    private static func isTime(_ text: String) -> Bool {
      let parts = text.split(separator: "-", omittingEmptySubsequences: false)
      let fields = parts[parts.count - 1].split(separator: ":", omittingEmptySubsequences: false)
      let numbers = parts.dropLast() + fields
      return parts.count <= 2 && fields.count <= 3 && numbers.allSatisfy { isNumber($0) }
        && text.utf8.contains { isNumber($0, from: "1") }
    }

    /// MiB where no letter says otherwise.
    private static func isSize(_ text: String) -> Bool {
      let digits = "KMGT".contains(text.last ?? " ") ? text.dropLast() : text[...]
      return isNumber(digits) && digits.first != "0"
    }

    private static func isNumber(_ text: Substring) -> Bool {
      (1...15).contains(text.utf8.count) && text.utf8.allSatisfy { isNumber($0) }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    private static func isNumber(_ byte: UInt8, from first: Unicode.Scalar = "0") -> Bool {
      (UInt8(ascii: first)...UInt8(ascii: "9")).contains(byte)
    }
  }

  /// What an option or an operand has been given.
  enum Argument: Equatable, Sendable {
    case text(LuaString)
    case count(Int)
    case flag
  }
}
