import HeavyBall
import LuaKit
import PolyakModules

/// A program of one's own that embeds Polyak: numbers from Swift, the same from Lua, and what one adds to either.

func expect(_ condition: Bool, _ what: String) {
  guard condition else { fatalError("not so: \(what)") }
}

// The numerics alone.
let objective = Objective(ProductLoss(x: 1, y: 0.6))
let heavyBall = Iteration(HeavyBallMethod(stepSize: 5e-3, momentum: 0.7), on: objective)
let run = try heavyBall.run(from: [2.8, 3.5], steps: 200)

// The flow of order 3, and how far it is from heavy ball at every step.
let flow = HeavyBallFlow(objective, stepSize: 5e-3, momentum: 0.7, order: 3, form: .limit)
let flowing = try flow.run(DormandPrince853()).run(from: [2.8, 3.5], steps: 200, RunOptions())
let errors = DiscretizationError.norms(flowing, run)
expect(errors.count == 201 && flow.validity(at: [2.8, 3.5]) > 1, "a flow beyond its radius of convergence")

// A loss, a method and a quantity of one's own.
let valley = Objective(try Valley.entry.make(SettingValues()))
expect(valley.gradient(at: [1, 0]) == [0, 1], "the gradient of a loss from outside")

var options = RunOptions()
options.observers = [NormQuantity(every: 10)]
let signs = try Iteration(SignMomentum(stepSize: 0.01, momentum: 0.5), on: valley).run(from: [1, 1], steps: 20, options)
expect(signs.recordings[0].values.count == 3, "a quantity from outside on a method from outside")

// A Lua state with the modules, a script, and numbers read back.
let lua = LuaState()
try Polyak.open(in: lua)
let results = try lua.run(
  """
  local L = losses.product{x = 1, y = 0.6}
  local run = optim.hb{loss = L, eta = 5e-3, mu = 0.7}:run({2.8, 3.5}, 200)
  return run:final()[1], run:final()[2], run.loss:totable()
  """, name: "=consumer")
expect(results[0].number == run.end[0] && results[1].number == run.end[1], "Lua's end point is Swift's")
expect(results[2].table?.numbers() == run.losses().elements, "so are the losses")

// A function of one's own, with its argument checked.
let x = Parameter("x", .number, "the number")
try lua.register(
  Module(
    "mine", "What this program adds.",
    functions: [
      Function("half", "Half of a number.", [x], returns: .number) { call in try call[x] / 2 }
    ]))
expect(try lua.run("return mine.half(3)", name: "=consumer").first?.number == 1.5, "a function from outside")

// An error says what was expected, and where it lies.
do {
  try lua.run("mine.half('three')", name: "=consumer")
  expect(false, "an error")
} catch {
  expect(error.message == "consumer:1: mine.half: argument 'x' must be a number, got string 'three'", error.message)
  expect(error.fault == Fault(function: "mine.half", path: ["x"], position: 1), "its place")
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

// A limit of memory: what exceeds it is an error, and the state stays usable.
let small = LuaState(memoryLimit: 1_000_000)
do {
  try small.run("local t = {} while true do t[#t + 1] = ('x'):rep(1000) .. #t end")
  expect(false, "an end")
} catch { expect(error.kind == .memory && error.message == "not enough memory", error.message) }
expect(try small.run("return 1 + 1").first?.integer == 2, "a state that goes on")

// A script that takes too long: a closure that Lua calls asks the flag that any thread may raise.
let patient = LuaState()
patient.globals["work"] = .function(try patient.function("work") { call in try call.state.checkInterrupt() })
patient.interrupt.flag.store(true, ordering: .relaxed)
do {
  try patient.run("while true do work() end")
  expect(false, "an end")
} catch { expect(error.message.contains("interrupted!"), error.message) }
patient.interrupt.clear()

// A state for each thread.
expect(await sums(of: [1, 2, 3, 4]).sorted() == [1, 3, 6, 10], "four states at once")

print("heavy ball ends at (\(run.end[0]), \(run.end[1])), in Swift and in Lua")
