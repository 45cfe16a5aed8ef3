import LuaKit

extension CommandLineOption {
  /// In the order of the usage text.
  static let all: [CommandLineOption] = [
    CommandLineOption("-e", .code, [Form(argument: "stat", summary: "execute string 'stat'")]) { options, code, _ in
      options.steps.append(.run(code))
    },
    CommandLineOption("-i", "enter interactive mode after executing 'script'") { options, _, _ in
      (options.isInteractive, options.showsVersion) = (true, true)
    },
    CommandLineOption(
      "-l", .module,
      [
        Form(argument: "mod", summary: "require library 'mod' into global 'mod'"),
        Form(argument: "g=mod", summary: "require library 'mod' into global 'g'"),
      ]
    ) { options, module, dialect in options.steps.append(.requiring(module, dialect)) },
    CommandLineOption("-v", "show version information") { options, _, _ in options.showsVersion = true },
    CommandLineOption("-E", "ignore environment variables") { options, _, _ in options.ignoresEnvironment = true },
    CommandLineOption("-W", "turn warnings on") { options, _, _ in options.steps.append(.warnings) },
    CommandLineOption(
      "--no-init", "no startup file before the prompt ($POLYAK_INIT, or ~/.config/polyak/init.lua)"
    ) { options, _, _ in options.skipsStartupFile = true },
    CommandLineOption(
      "--reference", .folder,
      [
        Form(
          argument: "folder",
          summary:
            "write the reference of all modules as web pages (begin with index.html) and, in its folder markdown, as Markdown")
      ]
    ) { options, folder, _ in options.steps.append(.reference(folder)) },
    CommandLineOption(
      "--stubs", .folder,
      [
        Form(
          argument: "folder",
          summary: "write definitions for editors that know LuaCATS, such as the Lua language server's")
      ]
    ) { options, folder, _ in options.steps.append(.stubs(folder)) },
    CommandLineOption(
      "--kernel", .file,
      [
        Form(
          argument: "file",
          summary: "serve notebooks as Jupyter's connection file says; polyak kernel install makes Jupyter start this")
      ]
    ) { options, file, _ in options.connectionFile = file.description },
    CommandLineOption("--manual", "print the manual page, for man", isLast: true) { options, _, _ in
      options.information = .manual
    },
    CommandLineOption(
      "--completions", .oneOf(CompletingShell.allCases.map(\.rawValue)),
      [Form(argument: "shell", summary: "print what has a shell complete these options: bash, zsh or fish")]
    ) { options, name, _ in options.information = CompletingShell(rawValue: name.text).map { .completions($0) } },
    CommandLineOption(
      "--stock", "as the first option: be the standard Lua interpreter, as under the name 'lua'"
    ) { _, _, _ throws(OptionError) in throw .misplaced("--stock") },
    CommandLineOption("--help", "show this text and leave", isLast: true) { options, _, _ in options.information = .help },
    CommandLineOption("--version", "show version information and leave", isLast: true) { options, _, _ in
      options.information = .version
    },
  ]
}

extension Options.Step {
  /// `-l module` and `-l global=module`. Without a name of its own the global is the module's, up to a hyphen: so later
  /// releases of Lua 5.4 than the one here.
  fileprivate static func requiring(_ value: LuaString, _ dialect: Dialect) -> Self {
    if let equals = value.bytes.firstIndex(of: UInt8(ascii: "=")) {
      return .require(
        LuaString(bytes: Array(value.bytes[(equals + 1)...])), global: LuaString(bytes: Array(value.bytes[..<equals])))
    }
    if dialect == .stock { return .require(value, global: value) }
    return .require(value, global: LuaString(bytes: Array(value.bytes.prefix { $0 != UInt8(ascii: "-") })))
  }
}
