import PolyakPlatform
import LuaKit
import PolyakModules

/// The program's Lua state, and the ways in which the command line has something run in it.
final class Interpreter {
  let lua: LuaState
  /// Lua's own, which shares the standard input's buffer with `io.read`. Taken before any script can replace it.
  private let loadfile: LuaFunction
  private let ignoresEnvironment: Bool
  private let dialect: Dialect
  /// Names of the global variables that are there before any script runs.
  private(set) lazy var ownGlobals = Set(globalsAtFirst.compactMap { $0.key.text } + ["arg"])
  private let globalsAtFirst: LuaTable
  /// What has been run for the command line so far, as it would be written there.
  private(set) var commandLine: [String] = []

  /// - Parameter modules: The program's own, beside Polyak's.
  init(_ dialect: Dialect = .polyak, ignoresEnvironment: Bool, modules: [Module] = []) throws(LuaError) {
    self.dialect = dialect
    self.ignoresEnvironment = ignoresEnvironment
    lua = LuaState(ignoresEnvironment: ignoresEnvironment)
    guard let loadfile = lua.globals["loadfile"].function else { throw LuaError("no function 'loadfile'") }
    self.loadfile = loadfile
    switch dialect {
    case .polyak:
      try Polyak.open(in: lua)
      try Terminal.introduce(to: lua)
      for module in modules { try lua.register(module) }
    case .stock: try Self.openStock(lua)
    }
    globalsAtFirst = try lua.globals.copied()
  }

  /// The program's one interpreter, for functions that open the prompt. Unsafe: set once, by the program, and used on Lua's
  /// thread only.
  nonisolated(unsafe) static weak var current: Interpreter?

  /// "Polyak 0.1 (Lua 5.4)", or Lua's own line.
  var version: String {
    switch dialect {
    case .polyak: "Polyak \(Polyak.version) (\(lua.globals["_VERSION"].text ?? "Lua"))"
    case .stock: LuaState.copyright
    }
  }

  /// Sets `arg`: the script at 0, what stands before it at negative indices.
  func setArguments(_ arguments: [LuaString], script position: Int?) {
    let table = lua.makeTable(array: arguments.count, fields: 1 + (position ?? 0))
    for (i, argument) in arguments.enumerated() { table[i - (position ?? 0)] = .string(argument) }
    lua.globals["arg"] = .table(table)
  }

  /// What LUA_INIT_5_4 or else LUA_INIT holds: code, or a file's name behind `@`.
  func runEnvironment() throws(LuaError) {
    if ignoresEnvironment { return }
    for name in ["LUA_INIT_5_4", "LUA_INIT"] {
      guard let value = getenv(name) else { continue }
      let bytes = [UInt8](UnsafeRawBufferPointer(start: value, count: strlen(value)))
      commandLine.append("$" + name)
      if bytes.first == UInt8(ascii: "@") {
        try call(load(file: LuaString(bytes: Array(bytes.dropFirst()))))
      } else {
        try call(lua.load(bytes: bytes, name: "=" + name, allowsBinary: true))
      }
      return
    }
  }

  /// Whether a script has gone on after a Ctrl-C: what it did then is not all that it was to do.
  private(set) var hasResumed = false

  /// At the first Ctrl-C a run, a flow or another that can give what it has come to does, and the script goes on; the next
  /// one ends it.
  func resumeOnce() {
    lua.keepInterrupted = { [weak self] _ in
      guard let self, !hasResumed else { return false }
      hasResumed = true
      Interruption.start(.script)
      let notice = "polyak: interrupted: the script goes on with what the run had come to; Ctrl-C once more ends it\n"
      Terminal.writeError(LuaString(notice))
      return true
    }
  }

  func run(_ step: Options.Step) throws(LuaError) {
    switch step {
    case .warnings: lua.warningsEnabled = true
    case .run(let code):
      commandLine.append("-e " + ShellQuoting.quoted(code.text))
      let chunk = try lua.load(bytes: code.bytes, name: "=(command line)", allowsBinary: true)
      try run(chunk, [], commandLine: code.bytes)
    case .require(let module, let global):
      commandLine.append("-l " + global.text + "=" + module.text)
      let value = try call(lua.globals.get("require"), [.string(module)]).first ?? .nil
      try lua.globals.set(LuaValue.string(global), value)
    case .stubs(let folder):
      let files = try lua.writeEditorStubs(to: folder)
      Terminal.write("\(folder): \(files.count) files, \(files[0]) to \(files[files.count - 1])\n")
    case .reference(let folder):
      let files = try lua.writeReference(to: folder)
      Terminal.write("\(folder): \(files.count) files; \(folder)/\(files[0]) is where to begin\n")
    }
  }

  /// What comes from the standard input where no option says so: it gets no arguments.
  func runStandardInput() throws(LuaError) { try call(load(file: nil)) }

  /// The file that the program was started with.
  private(set) var script: LuaString?

  /// A script that has run, for another run.
  func chunk(ofScript path: LuaString) throws(LuaError) -> LuaFunction { try load(script: path) }

  /// - Parameter observe: Called where it fails, before the failed calls are gone.
  func run(_ script: Options.Script, observing observe: ((LuaError) -> Void)? = nil) throws(LuaError) {
    switch script {
    case .standardInput: commandLine.append("-")
    case .file(let path):
      commandLine.append(path.text)
      self.script = path
      if dialect == .polyak { addFolder(ofScript: path) }
    }
    let chunk =
      switch script {
      case .standardInput: try load(file: nil)
      case .file(let path): try load(script: path)
      }
    try run(chunk, scriptArguments(), observing: observe)
  }

  /// Calls the function that has the name of the subcommand's last word.
  func run(_ call: Subcommand.Call) throws(LuaError) {
    guard let subcommand = call.subcommand, let word = subcommand.words.last else { return }
    commandLine.append(call.name)
    let values = lua.makeTable(fields: call.values.count + 3)
    for (name, value) in call.values {
      values[name] =
        switch value {
        case .text(let text): .string(text)
        case .count(let count): .integer(count)
        case .flag: .boolean(true)
        }
    }
    let rest = lua.makeTable(array: call.rest.count)
    for (i, argument) in call.rest.enumerated() { rest[i + 1] = .string(argument) }
    values["arguments"] = .table(rest)
    for (name, path) in [("program", Self.programFile), ("directory", Self.currentFolder)] {
      values[name] = path.map { .string($0) } ?? .nil
    }
    guard let function = try lua.require(subcommand.module).table?[word].function else {
      throw LuaError("no function '\(word)' in \(subcommand.module)")
    }
    try run(function, [.table(values)])
  }

  /// The file of this program, which other machines may see under the same name.
  private static var programFile: LuaString? {
    var bytes = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink("/proc/self/exe", &bytes, bytes.count)
    return count > 0 ? LuaString(bytes: bytes[..<count].map { UInt8(bitPattern: $0) }) : nil
  }

  private static var currentFolder: LuaString? {
    var bytes = [CChar](repeating: 0, count: Int(PATH_MAX))
    guard getcwd(&bytes, bytes.count) != nil else { return nil }
    return LuaString(bytes: bytes.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) })
  }

  /// A script finds modules that stand beside it, where nothing else has their names: its folder is last on `package.path`,
  /// which has the current one.
  private func addFolder(ofScript path: LuaString) {
    guard let end = path.bytes.lastIndex(of: UInt8(ascii: "/")), let package = lua.globals["package"].table,
      case .string(let known) = package["path"]
    else { return }
    let folder = path.bytes[...end]
    // They mean something else in a path.
    if folder.contains(UInt8(ascii: ";")) || folder.contains(UInt8(ascii: "?")) { return }
    package["path"] = .string(LuaString(bytes: known.bytes + Array(";".utf8) + folder + Array("?.lua".utf8)))
  }

  /// In Polyak's own dialect a name of Polyak's that is misspelt is told in the error.
  ///
  /// - Parameter code: What came from the command line.
  private func run(
    _ chunk: LuaFunction, _ arguments: [LuaValue], commandLine code: [UInt8] = [], observing observe: ((LuaError) -> Void)? = nil
  ) throws(LuaError) {
    if dialect == .stock {
      try call(chunk, arguments)
      return
    }
    var hint: String?
    do throws(LuaError) {
      try chunk.call(arguments) { error in
        hint = ScriptHint(lua).text(for: error, commandLine: code)
        observe?(error)
      }
    } catch {
      guard let hint else { throw error }
      throw LuaError(
        kind: error.kind, message: error.message + hint, traceback: error.traceback,
        value: .string(LuaString(error.message + hint)), underlying: error.underlying)
    }
  }

  /// Calls what the command line or the stock prompt has to run; Ctrl-C stops it.
  @discardableResult
  func call(_ chunk: LuaFunction, _ arguments: [LuaValue] = []) throws(LuaError) -> [LuaValue] {
    try call(.function(chunk), arguments)
  }

  private func call(_ value: LuaValue, _ arguments: [LuaValue]) throws(LuaError) -> [LuaValue] {
    guard dialect == .stock else { return try lua.call(value, arguments) }
    Interruption.start(.stock)
    defer { Interruption.stop() }
    return try lua.call(value, arguments, onError: .report)
  }

  /// From the table `arg`, which earlier code may have changed.
  func scriptArguments() throws(LuaError) -> [LuaValue] {
    guard let table = try lua.globals.get("arg").table else { throw LuaError("'arg' is not a table") }
    let count = try table.length()
    return count > 0 ? (1...count).map { table[$0] } : []
  }

  /// A word that names no file may be a subcommand's, misspelt.
  private func load(script path: LuaString) throws(LuaError) -> LuaFunction {
    do throws(LuaError) { return try load(file: path) } catch {
      let hint = dialect == .polyak ? OptionError.hint(path.description, Array(Set(Subcommand.all.map { $0.words[0] }))) : ""
      if hint.isEmpty || access(path.description, F_OK) == 0 { throw error }
      throw LuaError(kind: .unusable, message: error.message + hint, value: .string(LuaString(error.message + hint)))
    }
  }

  private func load(file path: LuaString?) throws(LuaError) -> LuaFunction {
    let results = try loadfile.call(path.map { [.string($0)] } ?? [])
    if let chunk = results.first?.function { return chunk }
    let message = results.count > 1 ? results[1] : .nil
    throw LuaError(kind: .unusable, message: (try? lua.text(of: message)) ?? "", value: message)
  }
}
