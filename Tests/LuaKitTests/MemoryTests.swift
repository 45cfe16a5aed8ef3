import CLua
import PolyakPlatform
import Testing

@testable import LuaKit

/// Each runs in a process of its own: what other tests take meanwhile is not measured.
@Suite struct `Memory stays flat` {
  @Test func `over a million errors from Swift to Lua`() async {
    await #expect(processExitsWith: .success) {
      let lua = LuaState(), census = Census()
      try lua.setGlobal("fail") { _ throws -> LuaValue in throw Failure(text: "again", load: Failure.Load(census)) }
      let loop = try lua.load("local n = ...; for i = 1, n do local ok, e = pcall(fail); assert(not ok) end")
      try expectFlat(lua) { count in try loop.call([.integer(count)]) }
      #expect(census.total == 1_100_000)
      #expect(census.alive == 0)
    }
  }

  @Test func `over a million errors from Lua to Swift`() async {
    await #expect(processExitsWith: .success) {
      let lua = LuaState(), census = Census()
      let raise = try lua.load("local x = ...; error(x, 0)")
      let values: [LuaValue] = ["text", .object(Tracked(census)), .table(lua.makeTable()), nil]
      let top = lua_gettop(lua.L)
      var caught = 0
      try expectFlat(lua) { count in
        for i in 0..<count {
          let value = values[i & 3]
          do throws(LuaError) { try raise.call([value], traceback: false) } catch { caught += error.value == value ? 1 : 0 }
        }
      }
      #expect(caught == 1_100_000)
      #expect(lua_gettop(lua.L) == top)
    }
  }

  @Test func `over errors with tracebacks that pass through Swift twice`() async {
    await #expect(processExitsWith: .success) {
      let lua = LuaState(), census = Census()
      try lua.setGlobal("make") { _ in Tracked(census) }
      try lua.setGlobal("apply") { call in Results(all: try call[0].function!.call()) }
      let raise = try lua.load("local function deeper() error(make()) end; apply(function() apply(deeper) end)")
      try expectFlat(lua, warmUp: 1000, count: 20_000) { count in
        for _ in 0..<count {
          do throws(LuaError) { try raise.call() } catch { #expect(error.traceback?.contains("deeper") == true) }
        }
      }
      #expect(census.total == 21_000)
      #expect(census.alive == 0)
    }
  }
}

/// Runs the body to warm up and once more, and compares the memory resident after each. The smallest block that
/// malloc gives takes 32 bytes, so a leak of one an error would show where there are a million, one of a traceback anywhere.
private func expectFlat(
  _ lua: LuaState, warmUp: Int = 100_000, count: Int = 1_000_000, _ body: (Int) throws -> Void
) throws {
  forgetBacktraces()
  try body(warmUp)
  lua.collectGarbage()
  let before = residentMemory()
  try body(count)
  lua.collectGarbage()
  let growth = residentMemory() - before
  #expect(growth < max(16 * count, 1 << 20), "grew by \(growth) bytes")
}

/// The test library has the Swift runtime tell it of every error thrown, to keep a backtrace of each: 20 MB for a million.
private func forgetBacktraces() {
  for hook in ["_swift_willThrow", "_swift_willThrowTypedImpl"] {
    dlsym(nil, hook)?.storeBytes(of: nil, as: UnsafeRawPointer?.self)
  }
}

/// The process's resident memory in bytes; 0 under AddressSanitizer, which keeps freed blocks for a while.
private func residentMemory() -> Int {
  guard dlsym(nil, "__asan_init") == nil, let file = fopen("/proc/self/statm", "r") else { return 0 }
  defer { fclose(file) }
  var line = [CChar](repeating: 0, count: 128)
  guard fgets(&line, 128, file) != nil else { return 0 }
  let fields = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self).split(separator: " ")
  return (Int(fields[1]) ?? 0) * sysconf(Int32(_SC_PAGESIZE))
}
