@testable import LuaKit

extension Target {
  /// Scripts that are not trusted: whatever they do, they end, and the state goes on.
  static let sandbox = Target("sandbox", "scripts in a state with limits, of what the safe libraries have", limit: 256) { bytes in
    var writer = SandboxWriter(bytes: ByteSource(bytes))
    let script = writer.block(depth: 0)
    let lua = LuaState(
      libraries: .safe, limits: LuaLimits(memory: 4 << 20, time: .milliseconds(50), instructions: 200_000, output: 1000))
    var written = 0
    lua.output = { written += $0.count }
    lua.warnings = { written += $0.utf8.count }
    try lua.addSearcher { name, _ in name == "own" ? .source("return {}") : nil }
    lua.globals["swallow"] = .function(
      try lua.function("swallow") { call in
        _ = try? call[0].function?.call(Array(call.arguments.dropFirst()))
      })
    do throws(LuaError) { try lua.run(script, name: "=script") } catch {
      // What is written parses.
      if error.kind == .syntax { return "\(error.message)\n\(script)" }
    }
    // Each call of the host's has the whole of the limits: the script's compiling, its run, the words of its error, and what
    // reads those, during which finalisers may fail and be warned of.
    if written > 20_000 { return "\(written) bytes written\n\(script)" }
    lua.collectGarbage()
    do throws(LuaError) {
      let sum = try lua.run("local n = 0 for i = 1, 1000 do n = n + i end return n", name: "=after")
      if sum != [500_500] { return "the state says \(sum)\n\(script)" }
    } catch {
      // Finalisers that the script has left run inside the next call, and on what that call may use.
      let isOfFinaliser = script.contains("__gc") && [.instructions, .time, .memory, .output].contains(error.kind)
      if !isOfFinaliser { return "afterwards: \(error)\n\(script)" }
    }
    return nil
  }
}

/// Writes scripts whose loops do not end and whose calls are in one another.
private struct SandboxWriter {
  var bytes: ByteSource

  private static let functions = [
    "print", "pcall", "xpcall", "error", "select", "next", "tostring", "rawset", "rawget", "setmetatable", "getmetatable", "load",
    "collectgarbage", "warn", "require", "swallow", "string.rep", "string.find", "string.gsub", "string.gmatch", "string.format",
    "string.byte", "string.pack", "string.unpack", "table.concat", "table.sort", "table.insert", "table.remove", "table.move",
    "table.unpack", "utf8.codepoint", "utf8.len", "coroutine.wrap", "coroutine.resume", "coroutine.create", "coroutine.close",
    "coroutine.yield", "os.time", "math.random", "ipairs", "pairs",
  ]
  private static let values = [
    "nil", "1", "t", "f", "0", "-1", "1e9", "math.maxinteger", "'x'", "'(.-)*b'", "('a'):rep(9999)", "s", "{}", "_G", "2^53",
    "true",
    "'own'", "'while true do end'", "'%99d'", "co",
  ]
  private static let events = [
    "__index", "__newindex", "__call", "__gc", "__close", "__len", "__concat", "__eq", "__tostring", "__mode",
  ]

  mutating func block(depth: Int) -> String {
    var lines = depth == 0 ? ["local t, s, f, co = {}, '', print"] : []
    repeat { lines.append(statement(depth)) } while lines.count < 12 && bytes.once(in: 3)
    return lines.joined(separator: "\n")
  }

  private mutating func statement(_ depth: Int) -> String {
    // Blocks in one another end somewhere.
    switch bytes.below(depth < 5 ? 14 : 5) {
    case 0: return "f = \(value(depth))"
    case 1: return "t[\(value(depth))] = \(value(depth))"
    case 2: return "pcall(\(bytes.element(of: Self.functions)), \(value(depth)), \(value(depth)))"
    case 3: return "s = s .. tostring(\(value(depth)))"
    case 4: return "\(bytes.element(of: Self.functions))(\(value(depth)), \(value(depth)))"
    case 5: return "while true do \(block(depth: depth + 1)) end"
    case 6: return "for i = 1, \(value(depth)) do \(block(depth: depth + 1)) end"
    case 7: return "pcall(function() \(block(depth: depth + 1)) end)"
    case 8: return "f = function(...) \(block(depth: depth + 1)) end"
    case 9: return "co = coroutine.wrap(function(...) \(block(depth: depth + 1)) end)"
    case 10: return "do local x <close> = setmetatable({}, {__close = function() \(block(depth: depth + 1)) end}) end"
    case 11: return "t = setmetatable({}, {\(bytes.element(of: Self.events)) = \(value(depth))})"
    case 12: return "xpcall(f, function(...) \(block(depth: depth + 1)) end)"
    default: return "setmetatable({}, {__gc = function() \(block(depth: depth + 1)) end})"
    }
  }

  private mutating func value(_ depth: Int) -> String {
    switch bytes.below(6) {
    case 0 where depth < 5: "function(...) \(block(depth: depth + 1)) end"
    case 1 where depth < 5: "(\(bytes.element(of: Self.functions))(\(value(depth + 1))))"
    default: bytes.element(of: Self.values)
    }
  }
}
