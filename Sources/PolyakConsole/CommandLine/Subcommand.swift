import LuaKit

/// Something that the program does beside running scripts: `polyak sweep status FOLDER`.
///
/// One entry in ``all``; parsing, its usage text, the manual page, the shells' completions and the spelling of what is
/// misspelt follow. What it does is the function of its last word in a Lua file, which gets its operands and options in one
/// table, by name.
struct Subcommand: Sendable {
  /// Those it is called by: one, or two of which the first is that of others too.
  let words: [String]
  let summary: String
  /// In their order; each must be there.
  let operands: [Value]
  let options: [Option]
  /// What is passed on that stands behind `--`, as the usage text calls it; nil where there can be none.
  let rest: String?
  /// The Lua file: "sweep.command".
  let module: String

  /// What a word of the command line stands for.
  struct Value: Sendable {
    /// Also in Lua.
    let name: String
    let kind: Kind

    init(_ name: String, _ kind: Kind) { (self.name, self.kind) = (name, kind) }
  }

  struct Option: Sendable {
    /// "--nodes"; in Lua "nodes".
    let name: String
    /// What stands behind it.
    let argument: Value?
    let summary: String
    let isRequired: Bool

    init(_ name: String, _ summary: String, isRequired: Bool = false) {
      (self.name, argument, self.summary, self.isRequired) = (name, nil, summary, isRequired)
    }

    init(_ name: String, _ argument: Value, _ summary: String) {
      (self.name, self.argument, self.summary, isRequired) = (name, argument, summary, false)
    }
  }

  init(
    _ words: String, _ summary: String, _ operands: [Value] = [], _ options: [Option] = [], rest: String? = nil,
    in module: String = "sweep.command"
  ) {
    self.module = module
    self.words = words.split(separator: " ").map(String.init)
    (self.summary, self.operands, self.options, self.rest) = (summary, operands, options, rest)
  }

  /// "sweep status".
  var name: String { words.joined(separator: " ") }

  /// "polyak sweep status folder [options]"; options without which it does nothing are told.
  var form: String {
    let required = options.filter(\.isRequired).map(\.name)
    let others = options.contains { !$0.isRequired } ? ["[options]"] : []
    return (["polyak"] + words + operands.map(\.name) + required + others + (rest.map { ["[-- \($0)]"] } ?? []))
      .joined(separator: " ")
  }

  /// Those that begin with a word.
  static func beginning(with word: String) -> [Subcommand] { all.filter { $0.words[0] == word } }
}
