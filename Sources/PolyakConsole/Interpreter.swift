import Glibc
import LuaKit
import PolyakModules

/// The program's Lua state, and the ways in which the command line has something run in it.
final class Interpreter {
  let lua: LuaState
  /// Lua's own, which shares the standard input's buffer with `io.read`. Taken before any script can replace it.
  private let loadfile: LuaFunction
  private let ignoresEnvironment: Bool
  /// Names of the global variables that are there before any script runs.
  let ownGlobals: Set<String>

  init(ignoresEnvironment: Bool) throws(LuaError) {
    self.ignoresEnvironment = ignoresEnvironment
    lua = LuaState(ignoresEnvironment: ignoresEnvironment)
    guard let loadfile = lua.globals["loadfile"].function else { throw LuaError("no function 'loadfile'") }
    self.loadfile = loadfile
    try Polyak.open(in: lua)
    try Terminal.introduce(to: lua)
    try lua.register(replModule)
    ownGlobals = Set(lua.globals.compactMap { $0.key.text })
    Self.current = self
  }

  /// The program's one interpreter, for functions that open the prompt. Unsafe: set once, and used on Lua's thread only.
  nonisolated(unsafe) private(set) static weak var current: Interpreter?

  /// "Polyak 0.1 (Lua 5.4)".
  var version: String { "Polyak \(Polyak.version) (\(lua.globals["_VERSION"].text ?? "Lua"))" }

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
      if bytes.first == UInt8(ascii: "@") {
        try load(file: LuaString(bytes: Array(bytes.dropFirst()))).call()
      } else {
        try lua.load(bytes: bytes, name: "=" + name, allowsBinary: true).call()
      }
      return
    }
  }

  func run(_ step: Options.Step) throws(LuaError) {
    switch step {
    case .warnings: lua.warningsEnabled = true
    case .run(let code): try lua.load(bytes: code.bytes, name: "=(command line)", allowsBinary: true).call()
    case .require(let module, let global):
      guard let require = lua.globals["require"].function else { throw LuaError("'require' is not a function") }
      let value = try require.call([.string(module)]).first ?? .nil
      try lua.globals.set(LuaValue.string(global), value)
    }
  }

  /// - Parameter observe: Called where it fails, before the failed calls are gone.
  func run(_ script: Options.Script, observing observe: ((LuaError) -> Void)? = nil) throws(LuaError) {
    let chunk =
      switch script {
      case .standardInput: try load(file: nil)
      case .file(let path): try load(file: path)
      }
    if let observe { try chunk.call(scriptArguments(), observing: observe) } else { try chunk.call(scriptArguments()) }
  }

  /// From the table `arg`, which earlier code may have changed.
  private func scriptArguments() throws(LuaError) -> [LuaValue] {
    guard let table = lua.globals["arg"].table else { throw LuaError("'arg' is not a table") }
    let count = try table.length()
    return count > 0 ? (1...count).map { table[$0] } : []
  }

  private func load(file path: LuaString?) throws(LuaError) -> LuaFunction {
    let results = try loadfile.call(path.map { [.string($0)] } ?? [])
    if let chunk = results.first?.function { return chunk }
    throw LuaError(kind: .unusable, message: results.count > 1 ? results[1].text ?? "" : "")
  }
}
