import HeavyBall
import LuaKit

/// `diagnostics.clock`.
let clockFunction = Function(
  "clock",
  "Seconds since some moment, by a clock that nobody sets: for measuring how long something takes that several threads "
    + "work on (os.clock adds up their time).",
  [], returns: .number, example: "diagnostics.clock() <= diagnostics.clock()  --> true"
) { _ in monotonicSeconds() }
