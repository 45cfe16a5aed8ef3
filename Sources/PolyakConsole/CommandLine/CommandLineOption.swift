import LuaKit

/// An option of the command line.
///
/// One entry in ``all``; parsing, the usage text, the manual page, the shells' completions and the spelling of what is
/// misspelt follow.
struct CommandLineOption: Sendable {
  typealias Effect = @Sendable (inout Options, LuaString, Dialect) throws(OptionError) -> Void

  /// "-e", "--stubs".
  let name: String
  let argument: Argument?
  /// What it does, for each form of its argument.
  let forms: [Form]
  /// Whether nothing behind it is read.
  let isLast: Bool
  /// Gets the argument, empty where it takes none.
  let effect: Effect

  /// What stands behind an option's name.
  enum Argument: Sendable, Equatable {
    case code, module, folder, file
    case oneOf([String])
  }

  struct Form: Sendable {
    /// The argument as it is called in the usage text, empty where there is none.
    var argument = ""
    var summary: String
  }

  init(_ name: String, _ summary: String, isLast: Bool = false, effect: @escaping Effect) {
    (self.name, self.argument, self.isLast, self.effect) = (name, nil, isLast, effect)
    forms = [Form(summary: summary)]
  }

  init(_ name: String, _ argument: Argument, _ forms: [Form], effect: @escaping Effect) {
    (self.name, self.argument, self.forms, self.effect) = (name, argument, forms, effect)
    isLast = false
  }

  /// Whether it is a letter, as all are that the standard interpreter has, which may be joined with the next option.
  var isLetter: Bool { name.utf8.count == 2 }

  static func named(_ name: String) -> CommandLineOption? { all.first { $0.name == name } }
}
