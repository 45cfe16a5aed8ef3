import LuaKit

extension Subcommand {
  /// A subcommand as it stands on the command line.
  struct Call: Equatable {
    let name: String
    /// By the names of operands and options, without hyphens at the beginning.
    var values: [String: Argument] = [:]
    /// What stands behind `--`.
    var rest: [LuaString] = []
    /// Whether its usage text is asked for, and nothing else.
    var wantsHelp = false

    var subcommand: Subcommand? { all.first { $0.name == name } }
  }

  /// Takes a command line apart, from the subcommand's first word on.
  ///
  /// - Returns: Nil where the first word is none's.
  static func call(_ words: some Collection<LuaString>) throws(OptionError) -> Call? {
    let texts = words.prefix(2).map(\.description)
    guard let first = texts.first else { return nil }
    let known = beginning(with: first)
    guard !known.isEmpty else { return nil }
    if let only = known.first(where: { $0.words == [first] }) { return try only.call(words.dropFirst()) }
    let next = known.map { $0.words[1] }
    guard let second = texts.dropFirst().first else { throw .inSubcommand(first, .missingWord(next)) }
    if second == "--help" { return Call(name: first, wantsHelp: true) }
    guard let found = known.first(where: { $0.words[1] == second }) else {
      throw .inSubcommand(first, .unknownWord(next, got: second))
    }
    return try found.call(words.dropFirst(2))
  }

  private func call(_ words: some Collection<LuaString>) throws(OptionError) -> Call {
    var call = Call(name: name)
    var left = Array(words)[...]
    var missing = operands[...]
    while let word = left.popFirst() {
      if word == "--help" { return Call(name: name, wantsHelp: true) }
      if word == "--", rest != nil {
        call.rest = Array(left)
        break
      }
      if word.bytes.first == UInt8(ascii: "-"), word.bytes.count > 1 {
        try take(word, &left, &call)
        continue
      }
      guard let operand = missing.popFirst() else { throw fault(.unexpected(word.description, takesRest: rest != nil)) }
      guard let value = operand.kind.read(word) else { throw fault(.missingOperand(operand.kind.expected, form)) }
      call.values[operand.name] = value
    }
    if let operand = missing.first { throw fault(.missingOperand(operand.kind.expected, form)) }
    if let option = options.first(where: { $0.isRequired && call.values[$0.key] == nil }) {
      throw fault(.missingOption(option.name, option.summary))
    }
    return call
  }

  /// `--nodes 2` or `--nodes=2`.
  private func take(_ word: LuaString, _ left: inout ArraySlice<LuaString>, _ call: inout Call) throws(OptionError) {
    let parts = word.bytes.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
    let name = LuaString(bytes: Array(parts[0])).description
    guard let option = options.first(where: { $0.name == name }) else {
      throw fault(.unknownOption(name, options.map(\.name) + ["--help"]))
    }
    let joined = parts.count > 1 ? LuaString(bytes: Array(parts[1])) : nil
    guard let argument = option.argument else {
      if let joined { throw fault(.noValue(name, got: joined.description)) }
      call.values[option.key] = .flag
      return
    }
    let isNextAnOption = left.first?.bytes.starts(with: "--".utf8) ?? true
    guard let text = joined ?? (isNextAnOption ? nil : left.popFirst()) else {
      throw fault(.missingValue(name, argument.kind.expected))
    }
    guard let value = argument.kind.read(text) else {
      throw fault(.value(name, argument.kind.expected, got: text.description))
    }
    call.values[option.key] = value
  }

  private func fault(_ problem: SubcommandProblem) -> OptionError { .inSubcommand(name, problem) }
}

extension Subcommand.Option {
  /// The name in Lua: "dry_run".
  var key: String { String(name.dropFirst(2).map { $0 == "-" ? "_" : $0 }) }
}
