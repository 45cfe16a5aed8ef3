import Testing

@testable import LuaKit

@Suite("Kinds of errors") struct ErrorKindTests {
  /// What brings about an error of each kind, its text, and the place in its traceback, nil where there is none.
  private static func sample(_ kind: LuaError.Kind) async throws -> (error: LuaError?, message: String, place: String?) {
    let lua = LuaState()
    let interrupt = lua.interrupt
    lua.globals["fail"] = .function(try lua.function("fail") { _ -> LuaValue in throw Failure(text: "no luck") })
    lua.globals["press"] = .function(try lua.function("press") { _ in interrupt.raise() })
    func error(_ source: String, in lua: LuaState = lua) -> LuaError? {
      do throws(LuaError) { try lua.run(source, name: "=t") } catch { return error }
      return nil
    }
    func bounded(_ limits: LuaLimits) -> LuaState { LuaState(libraries: .safe, limits: limits) }
    let main = "t:1: in main chunk"
    switch kind {
    case .syntax: return (error("x = = 1"), "t:1: unexpected symbol near '='", nil)
    case .runtime: return (error("error('lost')"), "t:1: lost", main)
    case .host: return (error("fail()"), "t:1: fail: no luck", main)
    case .memory:
      return (error("return ('x'):rep(1e9)", in: bounded(LuaLimits(memory: 1 << 20))), "not enough memory", nil)
    case .inHandler:
      // What closes a variable after a stack overflow has no more room itself.
      let body = """
        local function deep() return deep() + 1 end
        local x <close> = setmetatable({}, {__close = deep})
        deep()
        """
      do throws(LuaError) { try lua.makeCoroutine(lua.load(body, name: "=t")).resume() } catch {
        return (error, "error in error handling", "in local 'deep'")
      }
      return (nil, "", nil)
    case .interrupted: return (error("press() while true do end"), "t:1: interrupted!", main)
    case .cancelled:
      let task = Task { () -> LuaError? in
        let lua = LuaState()
        do throws(LuaError) {
          lua.globals["leave"] = .function(
            try lua.asyncFunction("leave") { _, _ in
              withUnsafeCurrentTask { $0?.cancel() }
              await Task.yield()
            })
          try await lua.runAsync("leave() while true do end", name: "=t")
        } catch { return error }
        return nil
      }
      return (await task.value, "cancelled", main)
    case .time: return (error("while true do end", in: bounded(LuaLimits(time: .zero))), "t:1: time limit exceeded", main)
    case .instructions:
      return (error("while true do end", in: bounded(LuaLimits(instructions: 100))), "t:1: instruction limit exceeded", main)
    case .output: return (error("print('text')", in: bounded(LuaLimits(output: 2))), "t:1: output limit exceeded", main)
    case .conversion:
      do throws(LuaError) {
        _ = try LuaDecoder().decode([String: [Int]].self, from: try lua.run("return {a = {1, 'x'}}")[0])
      } catch { return (error, "a[2]: expected an integer, got a string", nil) }
      return (nil, "", nil)
    case .unusable:
      var other: LuaState? = LuaState()
      let table = other?.makeTable()
      other = nil
      do throws(LuaError) { _ = try table?.get(1) } catch { return (error, "the Lua state is closed", nil) }
      return (nil, "", nil)
    }
  }

  @Test("say what has gone wrong, for a log and in full", arguments: LuaError.Kind.allCases)
  func texts(_ kind: LuaError.Kind) async throws {
    let (sample, message, place) = try await Self.sample(kind)
    let error = try #require(sample)
    #expect(error.kind == kind)
    #expect(error.message.contains(message), "\(error.message)")
    #expect(error.description == error.message && "\(error)" == error.message)
    if let place {
      #expect(error.traceback?.hasPrefix("stack traceback:\n") == true)
      #expect(error.report == error.message + "\n" + (error.traceback ?? ""))
      #expect(error.report.contains(place), "\(error.report)")
    }
    if error.traceback == nil { #expect(error.report == error.message) }
    #expect((error.underlying != nil) == (kind == .host))
    #expect(error.isIncompleteInput == false)
    #expect(error.path == (kind == .conversion ? ["a", "2"] : []))
  }

  /// The type system holds it: nothing here is marked as unchecked.
  private func isSendable(_ value: some Sendable) {}

  @Test func `errors go to other threads, which are not given what another uses`() throws {
    isSendable(LuaError("text"))
    let lua = LuaState()
    func error(_ source: String) throws -> LuaError { try #require(throws: LuaError.self) { try lua.run(source) } }
    let values = try [
      "error({code = 7})", "error(print)", "error(coroutine.create(print))", "error(io.stdout)", "error('text', 0)", "error(4)",
    ]
    .map(error)
    for value in values { #expect(value.value != nil) }
    lua.globals["elsewhere"] = .function(
      try lua.function("elsewhere") { _ in
        let worker = Worker {
          #expect(values.map { $0.value?.typeName } == [nil, nil, nil, nil, "string", "number"])
          #expect(values.map(\.message).allSatisfy { !$0.isEmpty })
        }
        worker.join()
        #expect(values.map { $0.value?.typeName } == ["table", "function", "thread", "userdata", "string", "number"])
        return worker.error == nil
      })
    #expect(try lua.run("return elsewhere()") == [true])
    // Between calls any one thread may use it.
    let worker = Worker { #expect(values[0].value?.table?["code"] == 7) }
    worker.join()
    #expect(worker.error == nil)
  }

  @Test func `errors may be let go of on any thread`() async throws {
    let census = Census()
    let lua = LuaState()
    try lua.setGlobal("make") { _ in Tracked(census) }
    func errors() throws -> [LuaError] {
      try (0..<100).map { _ in try #require(throws: LuaError.self) { try lua.run("error({make()})") } }
    }
    let task = Task.detached { [errors = try errors()] in errors.count }
    #expect(await task.value == 100)
    lua.collectGarbage()
    #expect(census.alive == 0)
  }
}
