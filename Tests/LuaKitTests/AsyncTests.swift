import Synchronization
import Testing

@testable import LuaKit

/// Opens once, and lets those go on who wait for it; one that waits is woken when its task is cancelled.
actor Barrier {
  private var isOpen = false
  private var waiting: [(id: Int, continuation: CheckedContinuation<Void, any Error>)] = []
  private var next = 0
  private(set) var arrivals = 0

  func open() {
    isOpen = true
    for entry in waiting { entry.continuation.resume() }
    waiting = []
  }

  func wait() async throws {
    arrivals += 1
    if isOpen { return }
    let id = next
    next += 1
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
        if Task.isCancelled { continuation.resume(throwing: CancellationError()) } else { waiting.append((id, continuation)) }
      }
    } onCancel: {
      Task { await self.cancel(id) }
    }
  }

  private func cancel(_ id: Int) {
    guard let index = waiting.firstIndex(where: { $0.id == id }) else { return }
    waiting.remove(at: index).continuation.resume(throwing: CancellationError())
  }

  func arrived(_ count: Int) async { while arrivals < count { await Task.yield() } }
}

/// An object whose methods take their time.
final class Depot: LuaObject {
  private var stock = 1
  private static let goods = Parameter("goods", .string, "of what")
  private static let count = Parameter("count", .positiveInteger, "how many", default: 1)

  static var luaClass: ClassDeclaration {
    ClassDeclaration(
      Depot.self, "Depot", "Keeps things.",
      [
        .method(async: "fetch", "Brings it.", [goods], options: [count], returns: .string) { depot, call, isolation in
          try #require(isolation).assertIsolated()
          await Task.yield()
          depot.stock += try call[count]
          return "\(depot.stock) \(try call[goods])"
        },
        .method(async: "empty", "Takes all.") { depot, _, _ in
          await Task.yield()
          depot.stock = 0
        },
      ])
  }
}

/// A state on an actor, with functions that are asynchronous.
actor Scripts {
  let lua: LuaState
  let barrier = Barrier()
  /// Opened by `started`.
  nonisolated let gate = Gate()
  private let census: Census

  private static let value = Parameter("value", .any, "what comes back").optional
  private static let times = Parameter("times", .positiveInteger, "how often", default: 1)

  init(_ lua: sending LuaState = LuaState(), _ census: Census = Census()) throws {
    self.lua = lua
    self.census = census
    let barrier = barrier
    lua.globals["pass"] = .function(
      try lua.asyncFunction("pass") { call, isolation in
        try #require(isolation).assertIsolated()
        await Task.yield()
        try #require(isolation).assertIsolated()
        return Results(all: call.arguments)
      })
    lua.globals["wait"] = .function(try lua.asyncFunction("wait") { _, _ in try await barrier.wait() })
    lua.globals["fail"] = .function(
      try lua.asyncFunction("fail") { call, _ -> Results in
        await Task.yield()
        throw Failure(text: call[0].text ?? "failed")
      })
    lua.globals["refuse"] = .function(
      try lua.asyncFunction("refuse") { call, _ -> Results in
        await Task.yield()
        throw call.error("refused")
      })
    lua.globals["inner"] = .function(
      try lua.asyncFunction("inner") { call, _ in Results(all: try await call[0].function?.callAsync([2]) ?? []) })
    lua.globals["chunk"] = .function(
      try lua.asyncFunction("chunk") { call, _ in Results(all: try call.state.run(call[0].text ?? "")) })
    lua.globals["steps"] = .function(
      try lua.asyncFunction("steps") { _, _ in
        await Task.yield()
        return Step.yield("a") { .done($0[0]) }
      })
    let census = census
    lua.globals["hold"] = .function(
      try lua.asyncFunction("hold") { _, _ in
        let object = Tracked(census)
        try await barrier.wait()
        return .object(object) as LuaValue
      })
    try lua.setGlobal("apply") { call in Results(all: try call[0].function?.call() ?? []) }
    lua.globals["started"] = .function(try lua.function("started") { [gate] _ in gate.open() })
    try lua.setGlobal("depot") { _ in Depot() }
    try lua.register(
      Module(
        "net", "Declared.",
        functions: [
          Function(async: "echo", "Gives back.", [Self.value], options: [Self.times], returns: .string) { call, _ in
            for _ in 0..<(try call[Self.times]) { await Task.yield() }
            return try call.state.text(of: try call[Self.value] ?? .nil) + " \(try call[Self.times]) \(try call.has(Self.value))"
          },
          Function(async: "choose", "Refuses.", [Self.value]) { call, _ in
            await Task.yield()
            throw call.fault(at: Self.value, complaint: "is never right, \(try call.raw(Self.value).briefly)")
          },
        ]))
  }

  func answer(_ expression: String) async -> String {
    do {
      return try await lua.runAsync("return " + expression, name: "=t").map { try lua.text(of: $0) }.joined(separator: " ")
    } catch {
      return "! \(error)"
    }
  }

  func error(_ source: String) async -> LuaError? {
    do throws(LuaError) { try await lua.runAsync(source, name: "=t") } catch { return error }
    return nil
  }

  func global(_ name: String) -> String { (try? lua.text(of: lua.globals[name])) ?? "" }
  func answerNow(_ expression: String) -> String { lua.answer(expression) }
  func collect() -> Int {
    lua.collectGarbage()
    lua.collectGarbage()
    return census.alive
  }
  func memory() -> Int { lua.memoryInUse }
}

@Suite("Asynchronous functions") struct AsyncTests {
  /// What they give where the functions are synchronous ones of Lua's.
  @Test(arguments: [
    ("pass(1, nil, 'x')", "1 nil x"), ("select('#', pass())", "0"), ("net.echo('a')", "a 1 true"),
    ("net.echo({times = 3})", "nil 3 false"), ("pass(pass(1) + pass(2))", "3"), ("1", "1"), ("", ""),
    ("depot():fetch('pears')", "2 pears"),
    ("(function() local d = depot() d:empty() return d:fetch('figs', {count = 3}) end)()", "3 figs"),
    ("select('#', depot():empty())", "0"),
    ("pcall(depot().fetch, depot(), 1)", "false depot:fetch: argument 'goods' must be a string, got 1"),
    ("inner(function(n) return pass(n), pass(n + 1) end)", "2 3"), ("chunk('return 7')", "7"),
    // Errors.
    ("pcall(fail, 'lost')", "false fail: lost"), ("pcall(function() fail('lost') end)", "false t:1: fail: lost"),
    ("pcall(refuse)", "false refuse: refused"), ("select(2, pcall(function() refuse() end))", "t:1: refuse: refused"),
    ("fail('lost')", "! t:1: fail: lost"),
    ("pcall(net.choose, 5)", "false net.choose: argument 'value' is never right, 5"),
    ("net.echo(1, {tims = 2})", "! t:1: net.echo: unknown option 'tims' (did you mean 'times'?)"),
    ("xpcall(function() pass() error('x', 0) end, function(m) return m .. '!' end)", "false x!"),
    // Through scripts' own coroutines, which see nothing of it.
    ("coroutine.wrap(function() return pass(1), pass(2) end)()", "1 2"),
    ("coroutine.resume(coroutine.create(function(...) return pass(...) end), 4, nil, 5)", "true 4 nil 5"),
    ("coroutine.resume(coroutine.create(function() fail('lost') end))", "false t:1: fail: lost"),
    ("pcall(coroutine.wrap(function() refuse() end))", "false t:1: refuse: refused"),
    (
      "(function() local f = coroutine.wrap(function() for i = 1, 3 do coroutine.yield(pass(i)) end return 'end' end) "
        + "return f(), f(), f(), f() end)()", "1 2 3 end"
    ),
    (
      "coroutine.wrap(function() return pass(coroutine.wrap(function() return coroutine.wrap(function() return pass(1) end)() + pass(1) end)()) end)()",
      "2"
    ),
    ("coroutine.wrap(function() return steps() end)()", "a"),
    ("(function() local f = coroutine.wrap(steps) f() return f('b') end)()", "b"),
    (
      "(function() local s = '' for v in coroutine.wrap(function() for i = 1, 3 do coroutine.yield(pass(i)) end end) do s = s .. v end "
        + "return s end)()", "123"
    ),
    (
      "(function() local x <close> = setmetatable({}, {__close = function() pass() closed = 'yes' end}) return pass(1) end)(), closed",
      "1 yes"
    ),
    ("setmetatable({}, {__index = function(_, k) return pass(k) end}).key", "key"),
    ("setmetatable({}, {__add = pass}) + 1 ~= nil", "true"),
    ("(function() for v in pass do return v end return 'none' end)()", "none"),
    // Where nothing can be suspended.
    (
      "pcall(table.sort, {1, 2}, pass)",
      "false pass: is asynchronous and cannot be awaited here, behind a function in C or Swift that calls Lua, such as table.sort"
    ),
    (
      "pcall(apply, pass)",
      "false pass: is asynchronous and cannot be awaited here, behind a function in C or Swift that calls Lua, such as table.sort"
    ),
    (
      "pcall(apply, function() return coroutine.wrap(pass)() end)",
      "false t:1: pass: is asynchronous and cannot be awaited here, behind a function in C or Swift that calls Lua, such as table.sort"
    ),
    (
      "pcall(chunk, 'pass()')",
      "false pass: is asynchronous: Swift has to call what calls it by callAsync, runAsync or resumeAsync"
    ),
    ("coroutine.yield(1)", "! attempt to yield from outside a coroutine"),
    ("steps()", "! attempt to yield from outside a coroutine"),
  ])
  func `are to Lua functions like others`(expression: String, expected: String) async throws {
    let limits = LuaLimits(memory: 1 << 24, time: .seconds(60), instructions: 1 << 20, output: 1 << 20)
    for scripts in [try Scripts(), try Scripts(LuaState(libraries: .safe, limits: limits))] {
      let answer = await scripts.answer(expression)
      #expect(answer.replacing("chunk: ", with: "").replacing("[string \"pass()\"]:1: ", with: "") == expected)
      #expect(await scripts.collect() == 0)
    }
  }

  @Test func `called outside an asynchronous call say so`() async throws {
    let scripts = try Scripts()
    let words = "is asynchronous: Swift has to call what calls it by callAsync, runAsync or resumeAsync"
    for (expression, expected) in [
      ("pass()", "! t:1: pass: " + words), ("pcall(net.echo, 1)", "false net.echo: " + words),
      ("coroutine.wrap(pass)()", "! t:1: pass: " + words), ("coroutine.resume(coroutine.create(pass))", "false pass: " + words),
    ] { #expect(await scripts.answerNow(expression) == expected) }
  }

  @Test func `tell the place of an error`() async throws {
    let scripts = try Scripts()
    let error = try #require(await scripts.error("local function f()\n  fail('deep')\nend\npass(1)\nf()"))
    #expect(error.message == "t:2: fail: deep")
    #expect(error.underlying as? Failure == Failure(text: "deep"))
    #expect(error.traceback == "stack traceback:\n\t[C]: in function 'fail'\n\tt:2: in local 'f'\n\tt:5: in main chunk")
  }

  @Test func `of several calls go on as they are done`() async throws {
    let scripts = try Scripts()
    async let first = scripts.answer("(function() order = 'a' wait() order = order .. 'c' return 'first' end)()")
    await scripts.barrier.arrived(1)
    // The first is suspended, so others begin and end.
    #expect(await scripts.answer("(function() order = order .. 'b' return pass(order) end)()") == "ab")
    #expect(await scripts.answerNow("order") == "ab")
    await scripts.barrier.open()
    #expect(await first == "first")
    #expect(await scripts.global("order") == "abc")
  }

  @Test func `of many calls at once keep to themselves`() async throws {
    let scripts = try Scripts()
    let answers = await withTaskGroup(of: (Int, String).self) { group in
      for i in 0..<200 {
        group.addTask {
          (i, await scripts.answer("(function(n) local s = 0 for k = 1, 20 do s = s + pass(n) end return s end)(\(i))"))
        }
      }
      return await group.reduce(into: [Int: String]()) { $0[$1.0] = $1.1 }
    }
    for i in 0..<200 { #expect(answers[i] == "\(20 * i)") }
  }

  @Test func `are awaited by their own call alone`() async throws {
    let scripts = try Scripts()
    async let waiting = scripts.answer(
      "(function() co = coroutine.create(function() wait() return 'done' end) top = coroutine.running() return coroutine.resume(co) end)()"
    )
    await scripts.barrier.arrived(1)
    let words = "cannot resume a coroutine that awaits a Swift function"
    #expect(await scripts.answerNow("coroutine.resume(co, 'forged')") == "false " + words)
    #expect(await scripts.answerNow("coroutine.resume(top)") == "false " + words)
    #expect(await scripts.answerNow("coroutine.status(co), coroutine.status(top)") == "suspended suspended")
    await scripts.barrier.open()
    #expect(await waiting == "true done")
  }

  @Test(arguments: [
    ("co", "false cannot resume dead coroutine"), ("top", "! the coroutine of an asynchronous call has been closed"),
  ])
  func `whose coroutine is closed meanwhile are given up`(which: String, expected: String) async throws {
    let census = Census()
    let scripts = try Scripts(LuaState(), census)
    async let waiting = scripts.answer(
      "(function() co = coroutine.create(hold) top = coroutine.running() return coroutine.resume(co) end)()")
    await scripts.barrier.arrived(1)
    #expect(await scripts.answerNow("coroutine.close(\(which))") == "true")
    await scripts.barrier.open()
    #expect(await waiting == expected)
    #expect(await scripts.answerNow("(function() co, top = nil return 1 end)()") == "1")
    #expect(await scripts.collect() == 0)
  }

  @Test(arguments: [
    "wait()", "while true do pcall(wait) end", "while true do pcall(pcall, wait) end", "pcall(wait) while true do end",
    "coroutine.wrap(function() while true do pcall(wait) end end)()",
    "while true do coroutine.resume(coroutine.create(wait)) end", "xpcall(wait, function(m) return 'swallowed' end)",
    "local x <close> = setmetatable({}, {__close = function() closed = 'yes' end}) wait()",
    "local x <close> = setmetatable({}, {__close = function() for i = 1, 3 do pcall(error) end closed = 'yes' pcall(wait) closed = 'no' end}) wait()",
    "coroutine.wrap(function() local x <close> = setmetatable({}, {__close = function() closed = 'yes' end}) wait() end)()",
    "inner(function() wait() end)", "inner(function() while true do pcall(wait) end end)", "hold()",
  ])
  func `cancelled end their call`(source: String) async throws {
    for libraries in [LuaLibraries.standard, .safe] {
      let census = Census()
      let scripts = try Scripts(LuaState(libraries: libraries), census)
      let task = Task { await scripts.error(source) }
      await scripts.barrier.arrived(1)
      let other = Task { await scripts.answer("(function() wait() return 'other' end)()") }
      await scripts.barrier.arrived(2)
      task.cancel()
      let error = try #require(await task.value)
      #expect(error.kind == .cancelled, "\(error)")
      #expect(error.message.hasSuffix("cancelled"), "\(error)")
      #expect(
        error.traceback?.contains("in function 'wait'") == true || source.contains("inner") || source.contains("hold")
          || source.contains("pcall") || source.contains("coroutine"), "\(error.traceback ?? "none")")
      if source.contains("closed") { #expect(await scripts.global("closed") == "yes") }
      // Others are none the worse.
      #expect(await scripts.answerNow("pcall(error, 'x', 0)") == "false x")
      await scripts.barrier.open()
      #expect(await other.value == "other")
      #expect(await scripts.collect() == 0)
    }
  }

  @Test func `cancelled before they begin, or while Lua computes, end too`() async throws {
    let scripts = try Scripts()
    let before = Task {
      while !Task.isCancelled { await Task.yield() }
      return await scripts.error("began = true while true do end")
    }
    before.cancel()
    #expect(await before.value?.kind == .cancelled)
    #expect(await scripts.global("began") == "nil")
    // In a state that counts.
    for source in [
      "started() while true do pcall(function() while true do end end) end",
      "xpcall(error, function() started() while true do end end)",
      "xpcall('uncallable', function() started() while true do end end, 1000)",
      "xpcall(function() started() while true do end end, function() while true do end end)",
      "coroutine.wrap(function() xpcall(error, function() started() while true do pcall(error) end end) end)()",
      "xpcall(error, function() xpcall(error, function() started() while true do end end) while true do end end)",
    ] {
      let counting = try Scripts(LuaState(libraries: .safe, limits: LuaLimits(instructions: .max)))
      let computing = Task { await counting.error(source) }
      // From a thread that tasks do not wait for.
      let worker = Worker {
        counting.gate.wait()
        computing.cancel()
      }
      let error = await computing.value
      #expect(error?.kind == .cancelled && error?.message.hasSuffix("cancelled") == true, "\(source)")
      worker.join()
      #expect(await counting.answer("pass(1)") == "1")
    }
  }

  @Test func `hold to the limits of the whole call`() async throws {
    for (source, kind) in [
      ("while true do pass() end", LuaError.Kind.instructions), ("while true do pcall(pass) end", .instructions),
      ("while true do pass() pcall(print) end", .output), ("while true do coroutine.wrap(pass)() end", .instructions),
      ("local t = {} while true do t[#t + 1] = ('x'):rep(1e5 + #t) pcall(pass) end", .memory),
      ("local function f() return coroutine.wrap(f)() end f()", .runtime), ("while true do pcall(fail, 'x') end", .instructions),
      ("while true do pcall(coroutine.wrap(function() pass() error('x') end)) end", .instructions),
      (
        "local f = coroutine.wrap(function() while true do pcall(coroutine.yield, pass()) end end) while true do f() end",
        .instructions
      ),
      ("setmetatable({}, {__gc = function() pass() end}) while true do local t = {} end", .instructions),
      ("local x <close> = setmetatable({}, {__close = function() while true do pcall(pass) end end}) pass()", .instructions),
      (
        "local x <close> = setmetatable({}, {__close = function() while true do pass() end end}) while true do pass() end",
        .instructions
      ),
      ("while true do local co = coroutine.create(pass) coroutine.resume(co) coroutine.close(co) end", .instructions),
    ] {
      let limits =
        switch kind {
        case .memory: LuaLimits(memory: 1 << 20)
        case .output: LuaLimits(output: 3)
        default: LuaLimits(instructions: 50_000)
        }
      let scripts = try Scripts(LuaState(libraries: .safe, limits: limits))
      let error = try #require(await scripts.error(source))
      #expect(error.kind == kind, "\(source): \(error)")
      // The next call has them anew.
      #expect(await scripts.answer("(function() for i = 1, 5000 do end return pass(1) end)()") == "1", "\(source)")
    }
  }

  @Test func `leave nothing behind`() async throws {
    let census = Census()
    do {
      let scripts = try Scripts(LuaState(), census)
      await scripts.barrier.open()
      for _ in 0..<100 {
        _ = await scripts.answer("hold()")
        _ = await scripts.error("coroutine.wrap(function() hold() error('x') end)()")
      }
      #expect(await scripts.collect() == 0)
      let before = await scripts.memory()
      for _ in 0..<1000 { _ = await scripts.answer("hold()") }
      #expect(await scripts.collect() == 0)
      #expect(await scripts.memory() - before < 20_000)
    }
    #expect(census.alive == 0 && census.total == 1200)
  }

  @Test func `run on the actor of their call`() async throws {
    @MainActor func onMain() async throws -> Int? {
      let lua = LuaState()
      let calls = Atomic(0)
      lua.globals["pass"] = .function(
        try lua.asyncFunction("pass") { call, _ in
          MainActor.assertIsolated()
          await Task.yield()
          MainActor.assertIsolated()
          calls.add(1, ordering: .relaxed)
          return call[0]
        })
      defer { #expect(calls.load(ordering: .relaxed) == 2) }
      return try await lua.runAsync("return pass(1) + pass(2)").first?.integer
    }
    #expect(try await onMain() == 3)
  }

  @Test func `are awaited in coroutines that Swift resumes`() async throws {
    let lua = LuaState()
    lua.globals["pass"] = .function(
      try lua.asyncFunction("pass") { call, _ in
        await Task.yield()
        return call[0]
      })
    let coroutine = try lua.makeCoroutine(lua.load("for i = 1, 2 do coroutine.yield(pass(i)) end return pass('end')"))
    #expect(try await coroutine.resumeAsync() == .yielded([1]))
    #expect(try await coroutine.resumeAsync() == .yielded([2]))
    let error = #expect(throws: LuaError.self) { try coroutine.resume() }
    #expect(error?.message.hasSuffix("callAsync, runAsync or resumeAsync") == true)
    #expect(coroutine.status == .dead)
  }

  @Test func `keep their state while they are awaited`() async throws {
    var lua: LuaState? = LuaState()
    let function: LuaFunction
    do {
      let state = try #require(lua)
      state.globals["pass"] = .function(
        try state.asyncFunction("pass") { call, _ in
          await Task.yield()
          return try call.state.tostring(call[0])
        })
      function = try state.load("return pass({}) ~= nil")
    }
    weak let watched = lua
    async let _ = Task.yield()
    let results = try await function.callAsync()
    #expect(results == [true])
    lua = nil
    #expect(watched == nil)
  }
}
