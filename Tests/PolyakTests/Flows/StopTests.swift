import LuaKit
import Testing

@testable import PolyakModules

@Suite("Stopping where a number changes its sign") struct StopTests {
  let lua = LuaState()

  init() throws {
    try Polyak.open(in: lua)
    try lua.run(
      """
      Q = losses.quadratic{A = {{1}}}
      halved = function(b) return b[1] - 0.5 end
      function flow(order, nu) return hbf.flow{loss = Q, eta = 0.1, mu = 0.3, nu = nu or 0, order = order, form = "limit"} end
      """, name: "=setup")
  }

  /// A flow on b²/2 is linear: b(t) = b(0) e^(−ct) halves at ln 2/c, c its field at −1.
  @Test(
    "a flow ends at the very time",
    arguments: ["dop853", "dopri5", "taylor", "rodas4", "rk4", "midpoint"], ["1", "3", "2, 0.3"])
  func flows(method: String, order: String) throws {
    let answer = try lua.answer(
      to: """
          local f = flow(\(order))
          local c = f:field({-1})[1]
          local start = f:integrate({1}, 1).beta[1][1]
          local u = f:integrate({1}, 100, {method = "\(method)", stop = function(b) return b[1] - start / 2 end, every = "last"})
          local error = math.abs(u.t[#u] - log(2) / c)
          return u.ending .. " " .. (error < ("\(method)" == "midpoint" and 1e-4 or 1e-7) and "in time" or error)
        """)
    #expect(answer == "stopped in time")
  }

  @Test(
    "a method ends at the step",
    arguments: [
      // (1 - 0.1)^k < 0.5 first at k = 7; 0 ends it too.
      ("optim.gd{loss = Q, eta = 0.1}:run({1}, 100, {stop = halved}).steps[8]", "7.0"),
      ("#optim.gd{loss = Q, eta = 0.1}:run({1}, 100, {stop = halved})", "8"),
      ("#optim.gd{loss = Q, eta = 0.5}:run({1}, 100, {stop = halved})", "2"),
      // From 0 on there is no sign to change; it is positive at k = 1, and stays.
      ("#optim.gd{loss = Q, eta = 0.1}:run({1}, 10, {stop = function(b, k) return k end})", "11"),
      ("#optim.gd{loss = Q, eta = 0.1}:run({1}, 10, {stop = function(b, k) return k - 2.5 end})", "4"),
      ("#optim.gd{loss = Q, eta = 0.1}:run({1}, 10, {stop = function(b, k) return 0/0 end})", "11"),
      ("#optim.gd{loss = Q, eta = 0.1}:run({1}, 10, {stop = function(b, k) return k == 3 end})", "4"),
      (
        "#optim.gd{loss = Q, eta = 0.1}:run(optim.gd{loss = Q, eta = 0.1}:run({1}, 3), 10, {stop = function(b, k) return k - 4.5 end})",
        "3"
      ),
    ])
  func methods(_ expression: String, _ expected: String) throws {
    #expect(try lua.answer(to: "return " + expression) == expected)
  }

  @Test func `an equation of order 2 ends where its point says, and what it remembers is of that time`() throws {
    let answer = try lua.answer(
      to: """
          local t = hbf.second_order{loss = Q, eta = 0.1, mu = 0.9, kind = "kovachki-stuart"}:integrate({1}, 100, {stop = function(b) return b[1] end})
          return t.ending .. (" %.0e"):format(math.abs(t:final()[1])) .. " " .. tostring(t.memory.v[1] < 0)
        """)
    #expect(answer.hasPrefix("stopped ") && answer.hasSuffix(" true"), "\\(answer)")
  }

  @Test func `an ensemble is refused`() throws {
    #expect(
      try lua.failure(of: "optim.gd{loss = Q, eta = 0.1}:run({{1}, {2}}, 10, {stop = halved})")
        == "optimizer:run: option 'stop' is for single runs: the members of an ensemble make their steps together")
  }
}
