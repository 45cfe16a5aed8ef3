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

print("heavy ball ends at (\(run.end[0]), \(run.end[1])), in Swift and in Lua")
