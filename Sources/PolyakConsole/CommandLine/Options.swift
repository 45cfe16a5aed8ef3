import LuaKit

/// The command line, taken apart as the stock interpreter does it. Polyak's own dialect takes two liberties: options
/// without an argument may be joined with the next one (`-ie "x = 1"`), and there are options by words, such as `--help`.
struct Options: Equatable {
  enum Step: Equatable {
    case run(LuaString)
    case require(LuaString, global: LuaString)
    case warnings
    /// Writing what the declarations say of the modules, into a folder.
    case reference(LuaString)
    case stubs(LuaString)

    /// Whether there is something to do, and no need of a prompt.
    fileprivate var isWork: Bool {
      switch self {
      case .run, .reference, .stubs: true
      case .require, .warnings: false
      }
    }
  }

  enum Script: Equatable {
    case file(LuaString)
    case standardInput
  }

  enum Information: Equatable {
    case help, version, manual
    case completions(CompletingShell)
  }

  /// In the order given.
  var steps: [Step] = []
  var script: Script?
  /// What is to be done in a script's place.
  var subcommand: Subcommand.Call?
  /// Where the script or the subcommand stands among the arguments; nil without one.
  var scriptPosition: Int?
  var isInteractive = false
  var showsVersion = false
  var ignoresEnvironment = false
  /// Whether the prompt comes without the user's startup file.
  var skipsStartupFile = false
  /// Of Jupyter's: a kernel is to serve it.
  var connectionFile: String?
  /// To be printed instead of anything else.
  var information: Information?

  /// Whether neither a script nor an option says what to run: the prompt, or what comes from the standard input.
  var readsStandardInput: Bool {
    script == nil && subcommand == nil && connectionFile == nil && !isInteractive && !showsVersion
      && !steps.contains(where: \.isWork)
  }

  init() {}

  /// - Parameter arguments: The program's name first.
  init(_ arguments: [LuaString], _ dialect: Dialect = .polyak) throws(OptionError) {
    var position = 1
    while position < arguments.count {
      let argument = arguments[position]
      if argument == "-" {
        script = .standardInput
        break
      }
      if argument == "--" {
        position += 1
        if position < arguments.count { script = .file(arguments[position]) }
        break
      }
      guard argument.bytes.first == dash else {
        // A script of such a name is run by `./sweep`.
        if dialect == .polyak { subcommand = try Subcommand.call(arguments[position...]) }
        if subcommand == nil { script = .file(argument) }
        break
      }
      if dialect == .polyak, let option = CommandLineOption.named(argument.description), !option.isLetter {
        try take(option, arguments, &position, dialect)
        if option.isLast { break }
      } else {
        try takeLetters(arguments, &position, dialect)
      }
      position += 1
    }
    if script != nil || subcommand != nil { scriptPosition = position }
  }

  /// An option by a word; its argument is the next one.
  private mutating func take(
    _ option: CommandLineOption, _ arguments: [LuaString], _ position: inout Int, _ dialect: Dialect
  ) throws(OptionError) {
    guard let argument = option.argument else { return try option.effect(&self, "", dialect) }
    position += 1
    guard position < arguments.count, let first = arguments[position].bytes.first, first != dash else {
      throw .missingWord(option.name, argument)
    }
    let value = arguments[position]
    if case .oneOf(let words) = argument, !words.contains(value.description) {
      throw .unknownWord(option.name, words, got: value.description)
    }
    try option.effect(&self, value, dialect)
  }

  private mutating func takeLetters(
    _ arguments: [LuaString], _ position: inout Int, _ dialect: Dialect
  ) throws(OptionError) {
    let argument = arguments[position]
    var letters = argument.bytes.dropFirst()
    while let letter = letters.popFirst() {
      let name = "-\(UnicodeScalar(letter))"
      guard let option = CommandLineOption.named(name), option.isLetter else { throw .unrecognized(argument.description) }
      if option.argument == nil {
        if dialect == .stock, !letters.isEmpty { throw .unrecognized(argument.description) }
        try option.effect(&self, "", dialect)
        continue
      }
      var value = LuaString(bytes: Array(letters))
      letters = []
      if value.bytes.isEmpty {
        position += 1
        guard position < arguments.count, arguments[position].bytes.first != dash else { throw .missingArgument(name) }
        value = arguments[position]
      }
      try option.effect(&self, value, dialect)
    }
  }
}

private let dash = UInt8(ascii: "-")
