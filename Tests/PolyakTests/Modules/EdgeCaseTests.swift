import HeavyBall
import LuaKit
import Testing

@testable import PolyakModules

/// What lies at the edges of what scripts can ask for: empty shapes, full memory, names that are none.
@Suite struct `At the edges` {
  struct Case: Sendable, CustomTestStringConvertible {
    let code: String
    let expected: String
    var testDescription: String { code }
    init(_ code: String, _ expected: String) { (self.code, self.expected) = (code, expected) }
  }

  static let values = [
    Case("losses.define(2, function(b) return sum(mat(0, 2) * b) + b[1] end){3, 1}", "3.0"),
    Case("losses.define(2, function(b) local z = mat(0, 2) * b return dot(z, z) + b[1] end){3, 1}", "3.0"),
    Case("losses.define(2, function(b) return sum((mat(0, 2) * b):map(exp)) + b[1] end){3, 1}", "3.0"),
    Case("losses.define(2, function(b) return sum(mat(2, 0) * (mat(0, 2) * b)) + b[1] end):gradient{3, 1}", "Vector(2)  1  0"),
    Case(
      "losses.define(2, function(b) return sum{b[1], 2 * b[2]} + dot({b[1], b[2]}, {1, 2}) end):gradient{3, 1}", "Vector(2)  2  4"
    ),
    Case("losses.define(2, function(b) return (mat{{b[1], b[2]}, {1, 2}} * b):sum() end):gradient{3, 1}", "Vector(2)  7  4"),
    Case("losses.define(2, function(b) return vec{b[1] * b[2], 1}:norm() end){0, 5}", "1.0"),
    Case("losses.define(2, function(b) return losses.product{y = 1}{b[2], b[1]} end):gradient{3, 1}", "Vector(2)  2  6"),
    Case("losses.define(2, function(b) return b[1]^b[2] end):gradient{0, 2}", "Vector(2)  0  0"),
    Case("losses.define(1, function(b) return b[1]^100 end):hvp({0}, {1})", "Vector(1)  0"),
    Case("losses.define(1, function(b) return b[1]^3 - b[1] * b[1] * b[1] end)", "Loss  defined, 1 parameter"),
    Case(
      "#optim.hb{loss = losses.product{y = 0.6}, eta = 5e-3, mu = 0.7}:run({{100, 100}, {1, 2}}, 200, {every = 'last'}):member(1)",
      "1"),
  ]

  @Test("values are what they should be", arguments: values) func value(_ example: Case) throws {
    #expect(try answer("return " + example.code) == example.expected)
  }

  static let refusals = [
    Case("losses.quadratic{A = mat(0, 0)}", "losses.quadratic: option 'A' must have at least one row"),
    Case(
      "optim.gd{loss = losses.product{y = 1}, eta = 0.1}:run({1, 2}, math.maxinteger)",
      "optimizer:run: argument 'steps' must be an integer in [1, 1000000000000000], got 9223372036854775807"),
    Case(
      "optim.gd{loss = losses.product{y = 1}, eta = 0.1}:run({1, 2}, 2):save('a\\0.csv')",
      "trajectory:save: argument 'path' must be the name of a file, got one with a NUL in it"),
    Case("files.make_folder('a\\0')", "files.make_folder: argument 'path' must be the name of a file, got one with a NUL in it"),
    Case("plot({1, 2}, {file = 'a\\0.svg'})", "plot: option 'file' must be the name of a file, got one with a NUL in it"),
    Case(
      "hbf.flow{loss = losses.product{y = 1}, eta = 0.1, mu = 0.5, order = 2}:integrate({1, 2}, 2, {rtol = 0})",
      "flow:integrate: option 'rtol' must be a number > 0, got 0"),
    Case(
      "hbf.flow{loss = losses.product{y = 1}, eta = 0.1, mu = 0.5, order = 2, form = 'limt'}",
      "hbf.flow: option 'form' must be 'piecewise', 'limit', 'matched', 'phase', 'edge' or 'auto', got string 'limt' (did you mean 'limit'?)"
    ),
    Case(
      "hbf.flow{loss = losses.product{y = 1}, eta = 0.1, mu = 0.5, nu = 0.5, order = 2, method = 'nag'}",
      "hbf.flow: options 'nu' and 'method' exclude each other, got method = 'nag'"),
    Case(
      "hbf.flow{loss = losses.product{y = 1}, eta = 0.1, mu = 0.5, order = 2, method = 'gd'}",
      "hbf.flow: option 'mu' is not for method 'gd', which has its own"),
    Case(
      "hbf.flow{loss = losses.product{y = 1}, eta = 0.1, order = 2}",
      "hbf.flow: option 'mu' is missing (a number in [0, 1) or a function of the step's number)"
    ),
    Case(
      "hbf.flow{loss = losses.product{y = 1}, eta = 0.1, order = 2, method = {a2 = -0.5, b1 = 2}}",
      "hbf.flow: option 'method.b1' must be 1 - b2 = 1, got 2: what both have in common is eta's"),
    Case(
      "hbf.flow{loss = losses.product{y = 1}, eta = 0.1, order = 2, method = {a2 = 0.5}}",
      "hbf.flow: option 'method.a2' must be in (-1, 0], got 0.5"),
    Case(
      "hbf.flow{loss = losses.product{y = 1}, eta = 0.1, order = 2, method = {a2 = -0.5, b2 = 0.5}, form = 'phase'}",
      "hbf.flow: option 'form' must be a form of beta alone for a method that combines two gradients, got 'phase'"),
    Case(
      "hbf.modified_loss{loss = losses.product{y = 1}, eta = 0.1, mu = 0.5, nu = 0.5, order = 3}",
      "hbf.modified_loss: option 'order' must be 1 or 2 where nu is not 0, got 3: from eta^2 on the step of such a method is no gradient"
    ),
    Case(
      "hbf.flow{loss = losses.product{y = 1}, eta = 0.1, mu = 0.5, order = 30}",
      "hbf.flow: option 'order' must be an integer in [1, 21] in form 'piecewise', got 30"),
    Case(
      "hbf.flow{loss = losses.product{y = 1}, eta = 0.1, mu = 0.5, order = 2}:integrate({1, 2}, 2, {substeps = 3})",
      "flow:integrate: option 'substeps' is for fixed-step methods (\(Integrators.fixedStep.map { $0.name }.joined(separator: ", "))); 'dop853' chooses its steps by rtol and atol"
    ),
  ]

  @Test("what cannot be done is refused", arguments: refusals) func refusal(_ example: Case) throws {
    let message = try answer("return select(2, pcall(function() return \(example.code) end))")
    #expect(message.replacing("test:1: ", with: "") == example.expected)
  }

  @Test func `an order whose trees do not fit is refused with one that does`() throws {
    let code = "return select(2, pcall(hbf.flow, {loss = losses.product{y = 1}, eta = 0.1, mu = 0.5, order = 21}))"
    let message = try answer(code)
    #expect(message.hasPrefix("hbf.flow: order = 21 would take ") && message.hasSuffix(" fits"), "\(message)")
  }

  @Test func `a map that changes length is refused`() throws {
    let code = """
      local n, run = 0, optim.gd{loss = losses.product{y = 0.6}, eta = 0.1}:run({1, 1}, 3)
      return select(2, pcall(hbf.discretization_error, run, run, function() n = n + 1 return vec(n) end))
      """
    #expect(
      try answer(code) == "hbf.discretization_error: the function 'map' must return as many numbers each time, got 1 and 2")
  }

  @Test func `a regression whose residual is zero at ones is a loss`() throws {
    let code = """
      local X = mat(20, 10)
      for i = 1, 20 do for j = 1, 10 do X:set(i, j, math.sin(7 * i + 3 * j * j)) end end
      local y = X * vec(10, 1)
      return losses.define(10, function(b) local r = X * b - y return dot(r, r) / 20 end)
      """
    #expect(try answer(code) == "Loss  defined, 10 parameters")
  }

  @Test func `vectors that fill the memory are an error, and the state goes on`() throws {
    let lua = LuaState(memoryLimit: 64 << 20)
    try Polyak.open(in: lua)
    let error = #expect(throws: LuaError.self) { try lua.run("local v = vec(4000000) return #(v + v + v)") }
    #expect(error?.kind == .memory)
    #expect(try lua.run("return 1 + 1").first == 2)
    lua.collectGarbage()
    #expect(lua.memoryInUse < 8 << 20)
  }

  @Test func `a function robbed of what it was made of is an error`() throws {
    #expect(try answer("debug.setupvalue(vec, 1, nil) return select(2, pcall(vec, {1}))") == "no function")
  }

  private func answer(_ code: String) throws -> String {
    let lua = LuaState()
    try Polyak.open(in: lua)
    return try lua.answer(to: code)
  }
}
