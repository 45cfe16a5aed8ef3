internal import CLua
internal import CLuaShim
import PolyakPlatform

extension LuaState {
  /// Compiles a chunk; it runs when called.
  ///
  ///     let settings = lua.makeTable()
  ///     try lua.load("width = 80", name: "@settings.lua", environment: settings).call()
  ///     settings["width"].integer      // 80; the state's globals are as they were
  ///
  /// - Parameters:
  ///   - name: As Lua takes it: "=name" is shown as it is, "@file" as a file, anything else as source text.
  ///   - environment: The chunk's global variables, with nothing of Lua's library that is not in it; nil is ``globals``.
  public func load(
    _ source: String, name: String? = nil, environment: LuaTable? = nil
  ) throws(LuaError) -> LuaFunction {
    try ready(8)
    let name = name ?? source
    var source = source
    let status = source.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { loadBytes($0, name: name, mode: "t") }
    }
    return try takeChunk(status, environment)
  }

  /// Compiles source text, or a precompiled chunk where `allowsBinary`. Lua does not check precompiled chunks: a forged one
  /// can crash it.
  ///
  /// - Parameter environment: The chunk's global variables; nil is ``globals``.
  public func load(
    bytes: [UInt8], name: String, allowsBinary: Bool = false, environment: LuaTable? = nil
  ) throws(LuaError) -> LuaFunction {
    try ready(8)
    let status = bytes.withUnsafeBufferPointer { bytes in
      bytes.withMemoryRebound(to: CChar.self) { loadBytes($0, name: name, mode: allowsBinary ? "bt" : "t") }
    }
    return try takeChunk(status, environment)
  }

  /// Takes what compiling has left on the stack. The first upvalue of a chunk is the table of its global variables.
  private func takeChunk(_ status: Int32, _ environment: LuaTable?) throws(LuaError) -> LuaFunction {
    guard status == LUA_OK else { throw takeError(status) }
    if let environment {
      do { try push(reference: environment) } catch {
        lk_pop(L, 1)
        throw error
      }
      if lua_setupvalue(L, -2, 1) == nil { lk_pop(L, 1) }
    }
    return LuaFunction(poppedFrom: self)
  }

  private func loadBytes(_ bytes: UnsafeBufferPointer<CChar>, name: String, mode: String) -> Int32 {
    name.withCString { lk_load(context, L, bytes.baseAddress, bytes.count, $0, mode) }
  }

  /// Compiles a file, or the standard input where `path` is nil. A byte-order mark and a first line that starts with `#` are
  /// skipped.
  ///
  /// - Parameter environment: The chunk's global variables; nil is ``globals``.
  public func loadFile(_ path: String?, environment: LuaTable? = nil) throws(LuaError) -> LuaFunction {
    var bytes = try readAll(path)[...]
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
    // The newline stays, so that line numbers are the file's.
    if bytes.first == UInt8(ascii: "#") { bytes = bytes.drop { $0 != UInt8(ascii: "\n") } }
    // A precompiled chunk may follow a comment line.
    if bytes.first == UInt8(ascii: "\n"), bytes.dropFirst().first == 0x1B { bytes = bytes.dropFirst() }
    return try load(bytes: Array(bytes), name: path.map { "@" + $0 } ?? "=stdin", allowsBinary: true, environment: environment)
  }

  /// Compiles and runs a chunk.
  ///
  ///     let sum = try lua.run("local a, b = ... return a + b", arguments: [1, 2]).first?.integer      // 3
  @discardableResult
  public func run(
    _ source: String, name: String? = nil, arguments: [LuaValue] = [], environment: LuaTable? = nil
  ) throws(LuaError) -> [LuaValue] {
    try load(source, name: name, environment: environment).call(arguments)
  }

  /// Compiles and runs a file, as ``loadFile(_:environment:)`` takes it.
  @discardableResult
  public func runFile(
    _ path: String?, arguments: [LuaValue] = [], environment: LuaTable? = nil
  ) throws(LuaError) -> [LuaValue] {
    try loadFile(path, environment: environment).call(arguments)
  }

  private func readAll(_ path: String?) throws(LuaError) -> [UInt8] {
    func failure(_ what: String) -> LuaError {
      LuaError(kind: .unusable, message: "cannot \(what) \(path ?? "stdin"): \(String(cString: strerror(errno)))")
    }
    let descriptor = path.map { PolyakPlatform.open($0, O_RDONLY | O_CLOEXEC) } ?? STDIN_FILENO
    guard descriptor >= 0 else { throw failure("open") }
    defer { if path != nil { _ = PolyakPlatform.close(descriptor) } }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(descriptor, &block, block.count)
      if count == 0 { return bytes }
      if count > 0 {
        bytes += block[..<count]
      } else if errno != EINTR {
        throw failure("read")
      }
    }
  }
}
