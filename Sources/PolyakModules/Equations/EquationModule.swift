import LuaKit

/// `ode`: systems of ordinary differential equations.
let equationModule = Module(
  "ode", "Ordinary differential equations of one's own, at the speed of the flows.", functions: [defineSystemFunction],
  classes: [SystemObject.self])
