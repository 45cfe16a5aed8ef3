import HeavyBall
import LuaKit
import PolyakModules

/// A program of one's own that embeds Polyak: numbers from Swift, the same from Lua, and a function of its own in Lua.

func expect(_ condition: Bool, _ what: String) {
  guard condition else { fatalError("not so: \(what)") }
}

// The numerics alone.
let objective = Objective(ProductLoss(x: 1, y: 0.6))
let heavyBall = Iteration(HeavyBallMethod(stepSize: 5e-3, momentum: 0.7), on: objective)
let run = try heavyBall.run(from: [2.8, 3.5], steps: 200)

// A loss of one's own.
struct Valley: Loss {
  static let name = "valley"
  let dimension = 2
  func build(_ β: HeavyBall.Expression) -> HeavyBall.Expression { (β[0] - 1).squared() + Expression.exp(β[1] * β[0]) }
}
expect(Objective(Valley()).gradient(at: [1, 0]) == [0, 1], "the gradient of a loss from outside")

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
  Module("mine", "What this program adds.", functions: [
    Function("half", "Half of a number.", [x], returns: .number) { call in try call[x] / 2 }
  ]))
expect(try lua.run("return mine.half(3)", name: "=consumer").first?.number == 1.5, "a function from outside")
do {
  try lua.run("mine.half('three')", name: "=consumer")
  expect(false, "an error")
} catch {
  expect(error.message.contains("mine.half: argument 'x' must be a number, got string 'three'"), error.message)
}

print("heavy ball ends at (\(run.end[0]), \(run.end[1])), in Swift and in Lua")
