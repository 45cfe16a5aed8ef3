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
    case help, version
  }

  /// In the order given.
  var steps: [Step] = []
  var script: Script?
  /// Where the script stands among the arguments; nil without one.
  var scriptPosition: Int?
  var isInteractive = false
  var showsVersion = false
  var ignoresEnvironment = false
  /// Whether the prompt comes without the user's startup file.
  var skipsStartupFile = false
  /// To be printed instead of anything else.
  var information: Information?

  /// Whether neither a script nor an option says what to run: the prompt, or what comes from the standard input.
  var readsStandardInput: Bool {
    script == nil && !isInteractive && !showsVersion && !steps.contains(where: \.isWork)
  }

  init() {}

  /// - Parameter arguments: The program's name first.
  init(_ arguments: [LuaString], _ dialect: Dialect = .polyak) throws(OptionError) {
    var position = 1
    options: while position < arguments.count {
      let argument = arguments[position]
      switch argument {
      case "-": script = .standardInput
      case "--":
        position += 1
        if position < arguments.count { script = .file(arguments[position]) }
      case "--help" where dialect == .polyak: information = .help
      case "--version" where dialect == .polyak: information = .version
      case "--stock" where dialect == .polyak: throw .misplaced(argument.description)
      case "--no-init" where dialect == .polyak:
        skipsStartupFile = true
        position += 1
        continue options
      case "--reference" where dialect == .polyak, "--stubs" where dialect == .polyak:
        position += 1
        guard position < arguments.count, let first = arguments[position].bytes.first, first != dash else {
          throw .missingFolder(argument.description)
        }
        steps.append(argument == "--stubs" ? .stubs(arguments[position]) : .reference(arguments[position]))
        position += 1
        continue options
      case _ where argument.bytes.first == dash:
        try takeLetters(arguments, &position, dialect)
        position += 1
        continue options
      default: script = .file(argument)
      }
      break
    }
    if script != nil { scriptPosition = position }
  }

  private mutating func takeLetters(
    _ arguments: [LuaString], _ position: inout Int, _ dialect: Dialect
  ) throws(OptionError) {
    let argument = arguments[position]
    var letters = argument.bytes.dropFirst()
    while let letter = letters.popFirst() {
      if dialect == .stock, !letters.isEmpty, !"el".utf8.contains(letter) { throw .unrecognized(argument.description) }
      switch Character(UnicodeScalar(letter)) {
      case "i": (isInteractive, showsVersion) = (true, true)
      case "v": showsVersion = true
      case "E": ignoresEnvironment = true
      case "W": steps.append(.warnings)
      case "e", "l":
        var value = LuaString(bytes: Array(letters))
        letters = []
        if value.bytes.isEmpty {
          position += 1
          guard position < arguments.count, arguments[position].bytes.first != dash else {
            throw .missingArgument("-\(UnicodeScalar(letter))")
          }
          value = arguments[position]
        }
        steps.append(letter == UInt8(ascii: "e") ? .run(value) : Self.requiring(value, dialect))
      default: throw .unrecognized(argument.description)
      }
    }
  }

  /// `-l module` and `-l global=module`. Without a name of its own the global is the module's, up to a hyphen: so later
  /// releases of Lua 5.4 than the one here.
  private static func requiring(_ value: LuaString, _ dialect: Dialect) -> Step {
    if let equals = value.bytes.firstIndex(of: UInt8(ascii: "=")) {
      return .require(
        LuaString(bytes: Array(value.bytes[(equals + 1)...])), global: LuaString(bytes: Array(value.bytes[..<equals])))
    }
    if dialect == .stock { return .require(value, global: value) }
    return .require(value, global: LuaString(bytes: Array(value.bytes.prefix { $0 != dash })))
  }
}

private let dash = UInt8(ascii: "-")

enum OptionError: Error, Equatable {
  case missingArgument(String)
  case missingFolder(String)
  case unrecognized(String)
  case misplaced(String)

  func message(_ dialect: Dialect) -> String {
    switch self {
    case .missingArgument(let option): return "'\(option)' needs argument"
    case .missingFolder(let option): return "'\(option)' needs a folder to write to, as in '\(option) folder'"
    case .misplaced(let option): return "'\(option)' must be the first option"
    case .unrecognized(let option):
      let near =
        dialect == .polyak && option.hasPrefix("--")
        ? nearestSpelling(of: option, among: ["--help", "--no-init", "--reference", "--stock", "--stubs", "--version"]) : nil
      return "unrecognized option '\(option)'" + (near.map { " (did you mean '\($0)'?)" } ?? "")
    }
  }
}

extension Options {
  static let usage = """
    usage: polyak [options] [script [args]]
    Available options are:
      -e stat    execute string 'stat'
      -i         enter interactive mode after executing 'script'
      -l mod     require library 'mod' into global 'mod'
      -l g=mod   require library 'mod' into global 'g'
      -v         show version information
      -E         ignore environment variables
      -W         turn warnings on
      --         stop handling options
      -          stop handling options and execute stdin
      --no-init  no startup file before the prompt ($POLYAK_INIT, or
                 ~/.config/polyak/init.lua)
      --reference folder
                 write the reference of all modules as web pages (begin with
                 index.html) and, in its folder markdown, as Markdown
      --stubs folder
                 write definitions for editors that know LuaCATS, such as the
                 Lua language server's
      --stock    as the first option: be the standard Lua interpreter, as
                 under the name 'lua'
      --help     show this text and leave
      --version  show version information and leave

    """
}
