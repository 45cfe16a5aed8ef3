import HeavyBall
import LuaKit
import Testing

@testable import PolyakModules

/// Functions that become losses: what they may be, how often they are called, and what their powers' flows are.
@Suite struct `Losses from functions` {
  struct Case: Sendable, CustomTestStringConvertible {
    let code: String
    let expected: String
    var testDescription: String { code }
    init(_ code: String, _ expected: String) { (self.code, self.expected) = (code, expected) }
  }

  let lua = LuaState()
  init() throws {
    try Polyak.open(in: lua)
    try lua.run(
      """
      function fmt(x) return ("%.12g"):format(x) end
      function all(v) local texts = {} for i, x in ipairs(v) do texts[i] = ("%.9g"):format(x + 0) end return table.concat(texts, " ") end
      function hessian(f, p)
        local H = losses.define(#p, f):hessian(p)
        local rows = {}
        for i = 1, #p do rows[i] = all(H[i]) end
        return table.concat(rows, ", ")
      end
      powers = losses.define(2, function(b) return sum(b^vec{2, 4}) end)
      norm = losses.define(2, function(b) return sum(abs(b)^2.5) end)
      function flow(loss, order, form) return hbf.flow{loss = loss, eta = 1e-2, mu = 0.5, order = order, form = form} end
      """, name: "=setup")
  }

  func value(_ code: String) throws -> String {
    try lua.answer(to: "return " + code)
  }

  @Test(arguments: [
    "max(-log(b[1]), -log(b[2]))", "min(-log(b[1]), -log(b[2]))", "max(log(b))", "min(1/b)", "logsumexp(log(b))",
    "logsumexp{-log(b[1]), -log(b[2]), 0}", "-logsumexp(vec{0, 0} - vec{1, 1}/b^2)", "sum(max(b, -1/b^2))",
    "sin(1e9*b[1]^3) + b[2]", "cos((b[1]/b[2]^16)^4)", "sin(1e10*sum(b^5))", "exp(sin(1e8*b[1]^7))",
  ]) func `is made of what is infinite in places or amplifies rounding`(_ formula: String) throws {
    #expect(try value("losses.define(2, function(b) return \(formula) end)") == "Loss  defined, 2 parameters")
  }

  @Test(arguments: [
    "max(b[1], b[2])", "min(b[1], b[2])", "max(b)", "min(b)", "logsumexp(b)", "logsumexp{b[1], b[2], b[1]}", "sum(b)",
    "dot(b, {1, 1})", "b[1]^b[2]", "max(b, 0)[1] + min(b, 0)[2]",
  ]) func `gives what the numbers' function gives, for numbers of every kind`(_ formula: String) throws {
    let differing = try lua.run(
      """
      local function f(b) return \(formula) end
      local L = losses.define(2, f)
      local inf, largest = math.huge, 1.7976931348623157e308
      local special = {0, -0.0, 1, -1, 0.5, 3, -3, inf, -inf, 0/0, largest, -largest, 5e-324, -5e-324, 1e300}
      local found = {}
      for _, x in ipairs(special) do
        for _, y in ipairs(special) do
          local plain, traced = f(vec{x, y}), L{x, y}
          local same = plain == traced and 1/plain == 1/traced or plain ~= plain and traced ~= traced
          if not same and not (math.abs(plain - traced) <= 1e-14 * math.abs(plain)) then
            found[#found + 1] = ("%g, %g: %g, traced %g"):format(x, y, plain, traced)
          end
        end
      end
      return table.concat(found, "\\n")
      """, name: "=test"
    ).first?.text
    #expect(differing == "")
  }

  @Test func `tells a test of a symbolic value from small differences`() throws {
    #expect(
      try lua.failure(of: "losses.define(1, function(b) if b[1] == 0 then return 1 end return b[1] end)")
        == "losses.define: at (0) the function gives 1, its traced formula 0. A test of a symbolic value (if, ==, and, or) "
        + "or a value that changes from call to call is not part of the formula; write relu, abs, max or min where the "
        + "formula changes, and keep numbers that change out of it")
    #expect(
      try lua.failure(
        of: "(function() local n = 0 return losses.define(1, function(b) n = n + 1 return 1 + b[1]^2 + n * 2^-20 end) end)()")
        == "losses.define: at (0) the function gives 1, its traced formula 1. They differ slightly: a value that changes "
        + "from call to call is not part of the formula, and a formula that amplifies rounding has no such digits; keep "
        + "numbers that change out of it")
  }

  @Test(arguments: [(1, 13), (2, 15), (6, 23), (16, 43), (50, 11)])
  func `calls its function as often as it says`(_ n: Int, _ calls: Int) throws {
    let counted = "(function() local n = 0 losses.define(\(n), function(b) n = n + 1 return sum(b) end) return n end)()"
    #expect(try value(counted) == "\(calls)")
  }

  @Test(arguments: [
    "return nest(depth - 1)(b)", "nest(depth - 1) return b[1]", "local L = nest(depth - 1) return L(b * 2) + L(b)",
  ]) func `defined in the function of another costs no power of the depth`(_ body: String) throws {
    // A formula that contains another twice does grow with a power of the depth.
    let depth = body.contains("+") ? 8 : 30
    let calls = try lua.run(
      """
      local calls = 0
      local function nest(depth)
        return losses.define(1, function(b)
          calls = calls + 1
          if depth == 0 then return sum(b) end
          \(body)
        end)
      end
      nest(\(depth))
      return calls
      """, name: "=test"
    ).first?.number
    #expect(try #require(calls) <= 15.0 * Double((depth + 1) * (depth + 1)))
  }

  /// By hand: Hessians of sums of powers are diagonal, p(p − 1)uᵖ⁻²; through a matrix A they are Aᵀ diag A.
  static let hessians = [
    Case("hessian(function(b) return sum(b^vec{2, 4}) end, {1, 1})", "2 0, 0 12"),
    Case("hessian(function(b) return sum(b^vec{2, 4}) end, {0, 0})", "2 0, 0 0"),
    Case("hessian(function(b) return sum(b^vec{2, 3}) end, {-1, -2})", "2 0, 0 -12"),
    Case("hessian(function(b) return sum(exp(b)^vec{2, 4}) end, {0, 0})", "4 0, 0 16"),
    Case("hessian(function(b) return sum(b^-vec{2, 4}) end, {1, 1})", "6 0, 0 20"),
    Case("hessian(function(b) return sum((mat{{1, 2}, {3, 4}} * b)^vec{2, 3}) end, {1, 1})", "380 508, 508 680"),
    Case("hessian(function(b) return sum(vec{1, 2, 3, 4} * b[1]^vec{0, 1, 2, 3}) end, {1})", "30"),
    Case("hessian(function(b) return sum(vec{1, 2, 3, 4} * b[1]^vec{0, 1, 2, 3}) end, {0})", "6"),
    Case("hessian(function(b) return sum(abs(b)^2.5) end, {1, 0})", "3.75 0, 0 0"),
    Case("hessian(function(b) return sum(abs(b)^2) end, {-3, 0})", "2 0, 0 2"),
    Case("hessian(function(b) return sum(abs(b)^1.5) end, {1, 0})", "0.75 0, 0 inf"),
    Case("hessian(function(b) return b[1]^2000 end, {0})", "0"),
    Case("hessian(function(b) return b[1]^b[2] end, {0, 3})", "0 0, 0 0"),
    Case("hessian(function(b) return b[1]^b[2] end, {0, 2})", "2 0, 0 0"),
    Case("hessian(function(b) return b[1]^b[2] end, {0, 1})", "0 -inf, -inf 0"),
    Case("hessian(function(b) return b[1]^2.5 end, {1e-300})", "3.75e-150"),
    Case("all(powers:gradient{0, 0})", "0 0"),
  ]

  @Test("has the second derivatives of its powers", arguments: hessians) func second(_ example: Case) throws {
    #expect(try value(example.code) == example.expected)
  }

  static let flows = [
    Case("fmt(diagnostics.sharpness(powers, {1, 1}))", "12"),
    Case("all(flow(powers, 3, 'limit'):field{1, 1})", "-4.26773333 -13.5168"),
    Case("fmt(flow(powers, 3, 'limit'):validity{1, 1})", "1.39882250994"),
    Case("all(diagnostics.implicit_regularization(powers, {1, 1}, {eta = 0.01, mu = 0.5}).modified_gradient)", "4.24 10.88"),
    Case("all(flow(norm, 2, 'limit'):field{1, 0})", "-5.5625 0"),
    Case("flow(powers, 1, 'limit'):integrate({1, 1}, 100, {method = 'taylor'}).ending", "completed"),
    Case("flow(powers, 1, 'limit'):integrate({1, 1}, 100, {method = 'rodas4'}).ending", "completed"),
    // From 1, u' = -5 u^1.5 leads to (1 + 2.5)^-2 at time 1.
    Case("('%.8f'):format(flow(norm, 1, 'limit'):integrate({1, 0}, 100, {method = 'taylor'}):final()[1])", "0.08163265"),
    Case("('%.8f'):format(flow(norm, 1, 'limit'):integrate({1, 0}, 100, {method = 'rodas4'}):final()[1])", "0.08163265"),
  ]

  @Test("has their flows", arguments: flows) func flow(_ example: Case) throws {
    #expect(try value(example.code) == example.expected)
  }

  @Test(arguments: FlowForm.allCases.map(\.rawValue), [2, 3, 4])
  func `has a flow of every order where a coordinate of a power rests at 0`(_ form: String, _ order: Int) throws {
    let alone = "all(flow(losses.define(1, function(b) return b[1]^2.5 end), \(order), '\(form)'):field{1})"
    #expect(try value("all(flow(norm, \(order), '\(form)'):field{1, 0})") == value(alone) + " 0")
    for method in Integrators.adaptive.map(\.name) where form == "limit" {
      let run = "flow(norm, \(order), 'limit'):integrate({1, 0}, 50, {method = '\(method)'})"
      #expect(try value("\(run).ending") == "completed", "\(method)")
    }
  }

  @Test func `is followed to every order whatever its powers are spelled like`() throws {
    try lua.run(
      """
      function slopes(f)
        local L = losses.define(2, f)
        return hbf.order_of_error{loss = L, from = {1, 1}, T = 0.5, mu = 0.5, order = 3, form = 'matched'}.slopes
      end
      vector = slopes(function(b) return sum(b^vec{2, 4}) end)
      apart = slopes(function(b) return b[1]^2 + b[2]^4 end)
      """, name: "=test")
    let slope = try #require(try lua.run("return vector[5]", name: "=test").first?.number)
    #expect(slope > 2.8)
    #expect(try lua.run("return math.abs(vector[5] - apart[5]) < 0.01", name: "=test").first == true)
  }
}
