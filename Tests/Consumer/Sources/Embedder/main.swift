import LuaKit

/// A program of one's own that embeds Lua: LuaKit alone, nothing of Polyak's.

func expect(_ condition: Bool, _ what: String) {
  guard condition else { fatalError("not so: \(what)") }
}

let lua = LuaState()
expect(try lua.run("return losses, hbf, plot", name: "=embedder").allSatisfy { $0.isNil }, "a state without Polyak")

// A function of one's own, with its argument checked.
let x = Parameter("x", .number, "the number")
try lua.register(
  Module(
    "mine", "What this program adds.",
    functions: [
      Function("half", "Half of a number.", [x], returns: .number) { call in try call[x] / 2 }
    ]))
expect(try lua.run("return mine.half(3)", name: "=embedder").first?.number == 1.5, "a function from outside")

// An error says what was expected, and where it lies.
do {
  try lua.run("mine.half('three')", name: "=embedder")
  expect(false, "an error")
} catch {
  expect(error.message == "embedder:1: mine.half: argument 'x' must be a number, got string 'three'", error.message)
  expect(error.fault == Fault(function: "mine.half", path: ["x"], position: 1, callee: "half"), "its place")
}

// A module with options, a type and a class of one's own.
try lua.register(Bank.module)
expect(try lua.run("return bank.open(10):deposit(5)").first?.number == 15, "an object from outside")
expect(try lua.run("return bank.grow(3, {balance = 100, rate = 0.5})").first?.number == 225, "options from outside")
for (code, message) in [
  ("bank.grow(1, {rate = 1})", "bank.grow: option 'rate' must be a number in [0, 1), got 1"),
  ("bank.grow(1, {rat = 0.5})", "bank.grow: unknown option 'rat' (did you mean 'rate'?)"),
  ("bank.grow(1, {rate = 0, costs = {fees = 1}})", "bank.grow: unknown option 'costs.fees' (did you mean 'fee'?)"),
  ("bank.year('2026-13')", "bank.year: argument 'begin' must be a date, but its month is not one of 1 to 12"),
] {
  do {
    try lua.run(code, name: "=bank")
    expect(false, code)
  } catch { expect(error.message == "bank:1: " + message, error.message) }
}

// Values both ways.
lua.globals["answer"] = .integer(42)
let doubled = try lua.run("return answer * 2").first?.integer
expect(doubled == 84, "a global variable")
let configuration = try lua.run("return {name = 'run', sizes = {1, 2, 3}}").first?.table
expect(configuration?["name"].text == "run" && configuration?["sizes"].table?.numbers() == [1, 2, 3], "a table read back")
let adder = try lua.load("local a, b = ... return a + b", name: "=adder")
expect(try adder.call([1, 2], as: Double.self) == 3, "a chunk called with arguments")

// Types of one's own, both ways.
let written = try lua.run("return {name = 'home', points = {{x = 1, y = 2.5}}, transport = {train = {line = 4}}}")
let route = try LuaDecoder().decode(Route.self, from: written[0])
expect(route == Route(name: "home", points: [.init(x: 1, y: 2.5)], transport: .train(line: 4)), "a value decoded")
lua.globals["route"] = try LuaEncoder().encode(route, in: lua)
expect(try lua.run("return route.points[1].y + route.transport.train.line").first?.number == 6.5, "a value encoded")
for (source, message) in [
  ("{name = 'home', points = {{x = 1, y = 'far'}}}", "points[1].y: expected a number, got a string"),
  ("{name = 'home', points = {}, transprt = {foot = {}}}", "transprt: unknown field (did you mean 'transport'?)"),
] {
  do {
    _ = try LuaDecoder(unknownFields: .refused).decode(Route.self, from: lua.run("return " + source)[0])
    expect(false, source)
  } catch { expect(error.kind == .conversion && error.message == message, error.message) }
}

// Plain values: what the type does not hold is nil.
let octets = try lua.run("return 255, 256, 2.5, 'caf\\xe9'")
expect(octets.map { UInt8.fromLua($0) } == [255, nil, nil, nil], "a byte")
expect([UInt8].fromLua(octets[3]) == [0x63, 0x61, 0x66, 0xE9] && String.fromLua(octets[3]) == nil, "bytes, and no text")

// A limit of memory: what exceeds it is an error, and the state stays usable.
let small = LuaState(memoryLimit: 1_000_000)
do {
  try small.run("local t = {} while true do t[#t + 1] = ('x'):rep(1000) .. #t end")
  expect(false, "an end")
} catch { expect(error.kind == .memory && error.message == "not enough memory", error.message) }
expect(try small.run("return 1 + 1").first?.integer == 2, "a state that goes on")

// Scripts that are not trusted.
let sandbox = LuaState(
  libraries: .safe, limits: LuaLimits(memory: 16 << 20, time: .milliseconds(200), instructions: 10_000_000, output: 1 << 16))
for (source, kind) in [
  ("while true do pcall(function() while true do end end) end", LuaError.Kind.instructions),
  ("return ('a'):rep(1e5):find(('a*'):rep(100) .. 'b')", .instructions), ("print(('x'):rep(1e5))", .output),
  ("local t = {} while true do t[#t + 1] = {} end", .memory), ("return io.open('/etc/passwd')", .runtime),
] {
  do {
    try sandbox.run(source)
    expect(false, source)
  } catch { expect(error.kind == kind || error.kind == .time, "\(source): \(error)") }
  expect(try sandbox.run("return 1 + 1").first?.integer == 2, "a state that goes on")
}

// A script that takes too long: a closure that Lua calls asks the flag that any thread may raise.
let patient = LuaState()
patient.globals["work"] = .function(try patient.function("work") { call in try call.state.checkInterrupt() })
patient.interrupt.flag.store(true, ordering: .relaxed)
do {
  try patient.run("while true do work() end")
  expect(false, "an end")
} catch { expect(error.message.contains("interrupted!"), error.message) }
patient.interrupt.clear()

try garden()
try host()
try shop()

// A state for each thread.
expect(await sums(of: [1, 2, 3, 4]).sorted() == [1, 3, 6, 10], "four states at once")

// Coroutines, and scripts that wait.
try coroutines()
try await waiting()

print("Lua ends with \(try lua.run("return bank.open(10).balance").first?.number ?? 0) in the bank")
