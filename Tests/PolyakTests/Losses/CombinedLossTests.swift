import LuaKit
import Testing

@testable import HeavyBall
@testable import PolyakModules

/// Losses of named parameters and of rows of data, their sums, and losses within losses. The numbers are of
/// References/losses.py.
@Suite("Losses put together") struct CombinedLossTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// A loss and a point.
    let loss: String
    let point: String
    let value: Double
    let gradient: [Double]
    let accuracy: Double

    init(_ name: String, _ loss: String, at point: String, _ value: Double, _ gradient: [Double], accuracy: Double = 1e-13) {
      (testDescription, self.loss, self.point, self.value, self.gradient) = (name, loss, point, value, gradient)
      self.accuracy = accuracy
    }
  }

  let lua = LuaState()
  init() throws {
    try Polyak.open(in: lua)
    try lua.run(
      """
      named = losses.define{parameters = {{"W", 3, 2}, {"v", 3}, {"s"}}, f = function(p)
        return (dot(p.v, tanh(p.W * {1, -2})) + p.s)^2
      end}
      by_rows = losses.define{n = 2, rows = {X = {{1, 0.5}, {-1, 2}, {0.25, -1}, {3, 1}}, y = vec{1, -2, 0.5, 4}},
        f = function(b, rows) return mean(log(1 + (rows.X * b - rows.y)^2)) end}
      by_loop = losses.define{n = 2, rows = {X = {{1, 0.5}, {-1, 2}, {0.25, -1}, {3, 1}}, y = {1, -2, 0.5, 4}}, f = function(b, rows)
        local s = 0
        for i = 1, #rows.X do s = s + log(1 + (rows.X[i]:dot(b) - rows.y[i])^2) end
        return s / #rows.y
      end}
      P, R = losses.product{x = 1, y = 0.6}, losses.rosenbrock{}
      inputs = {{0, 1}, {1, 1}, {2, -1}}
      N = losses.mlp{inputs = inputs, labels = {0, 0, 0}, classes = 2, widths = {}}
      F = losses.mlp{inputs = inputs, labels = {0, 0, 0}, classes = 2, widths = {}, precision = "f32"}
      zeros = losses.define(6, function(b) return 0 * b[1] end)
      function smoothed(N)
        return losses.define(6, function(b)
          local z = N:outputs(b)
          return mean(logsumexp(z, "rows")) - (0.9 * sum(z:columns(1, 1)) + 0.1 * sum(z:columns(2, 2))) / 3
        end)
      end
      tenth = vec(10) for i = 1, 10 do tenth[i] = i / 7 - 0.5 end
      """, name: "=setup")
  }

  private static let cases: [Case] = [
    Case(
      "of named parameters", "named", at: "tenth", 0.21664223246809847,
      [
        0.4630817380502881, -0.9261634761005763, 0.5717744067942881, -1.1435488135885763, 0.5752227727509389,
        -1.1504455455018778, 0.06637977914815035, -0.19647971809911785, -0.43018340218509127, 0.930896841692136,
      ]),
    Case("of rows", "by_rows", at: "{0.3, -0.7}", 0.9097920604215788, [-0.724530234336296, -0.10051165987311388]),
    Case("of rows, by a loop", "by_loop", at: "{0.3, -0.7}", 0.9097920604215788, [-0.724530234336296, -0.10051165987311388]),
    Case(
      "of some of the rows", "by_rows:batch{4, 1, 4}", at: "{0.3, -0.7}", 2.072350067352742,
      [-1.3173929383351919, -0.4946204760760588]),
    Case(
      "of some of the rows, by a loop", "by_loop:batch{4, 1, 4}", at: "{0.3, -0.7}", 2.072350067352742,
      [-1.3173929383351919, -0.4946204760760588]),
    Case(
      "of rows of those rows", "by_rows:batch{4, 2, 1}:batch{1, 3, 1}", at: "{0.3, -0.7}", 2.072350067352742,
      [-1.3173929383351919, -0.4946204760760588]),
    Case(
      "of rows of a sum", "(2 * by_rows - by_loop):batch{4, 1, 4}", at: "{0.3, -0.7}", 2.072350067352742,
      [-1.3173929383351919, -0.4946204760760588]),
    Case("a sum with a multiple", "P + 3 * R", at: "{0.7, 1.3}", 197.14805, [-681.797, 486.217]),
    Case("the other way about", "R * 6 / 2 - (-P)", at: "{0.7, 1.3}", 197.14805, [-681.797, 486.217]),
    Case(
      "a penalty on the gradient", "losses.define(2, function(b) local g = P:gradient(b) return P(b) + 0.1 * dot(g, g) end)",
      at: "{0.7, 1.3}", 0.0689998, [0.592162, 0.336598]),
    Case(
      "the loss at the worst point nearby",
      "losses.define(2, function(b) local g = P:gradient(b) return P(b + 0.05 * g / g:norm()) end)", at: "{0.7, 1.3}",
      0.07406157066641879, [0.5097671235830814, 0.2861805632547519]),
    Case(
      "of a Hessian product", "losses.define(2, function(b) local h = P:hvp(b, {1, 2}) return dot(h, h) end)", at: "{0.7, 1.3}",
      21.8969, [66.712, 50.764]),
    Case(
      "of a derivative", "losses.define(2, function(b) local h = P:derivative(b, vec{1, 2}) return dot(h, h) end)",
      at: "{0.7, 1.3}", 21.8969, [66.712, 50.764]),
    Case(
      "label smoothing by a network's outputs", "smoothed(N)", at: "{0.1, -0.2, 0.3, 0.4, -0.5, 0.6}", 1.1224838648233573,
      [-0.5361082742833027, 0.5361082742833027, -0.2602622086705232, 0.2602622086705232, -0.5927206487454912, 0.5927206487454912]),
    Case(
      "in single precision", "smoothed(F) + 2 * zeros", at: "{0.1, -0.2, 0.3, 0.4, -0.5, 0.6}", 1.1224838648233573,
      [
        -0.5361082742833027, 0.5361082742833027, -0.2602622086705232, 0.2602622086705232, -0.5927206487454912, 0.5927206487454912,
      ],
      accuracy: 3e-6),
  ]

  @Test("have their values and gradients", arguments: cases)
  func values(_ c: Case) throws {
    let results = try lua.run("local L, b = \(c.loss), vec(\(c.point)) return L(b), L:gradient(b):totable()", name: "=test")
    let value = try #require(results[0].number), gradient = try #require(results[1].table?.numbers())
    #expect((value - c.value).magnitude <= c.accuracy * max(1, c.value.magnitude), "\(value)")
    let scale = c.gradient.reduce(1) { max($0, $1.magnitude) }
    #expect(zip(gradient, c.gradient).allSatisfy { ($0 - $1).magnitude <= c.accuracy * scale }, "\(gradient)")
  }

  private static let descriptions: [(code: String, expected: String)] = [
    ("P + R", "Loss  product + rosenbrock, 2 parameters"), ("2 * (P - R)", "Loss  2 (product - rosenbrock), 2 parameters"),
    ("-P / 2", "Loss  0.5 (-product), 2 parameters"), ("by_rows.rows", "4"),
    ("P.rows", "nil"), ("N.rows", "3"), ("N:batch{3, 1}", "Network  2-2 tanh, cross-entropy, 6 parameters, 2 rows, f64"),
    ("(F + zeros).rows", "3"), ("(F + zeros):batch{2}.rows", "1"), ("N:batch{1}:accuracy{1, 0, 1, 0, 1, 0}", "1.0"),
    ("named:pack(named:unpack(tenth)) == tenth", "true"), ("(named + named):pack{W = mat(3, 2), v = vec(3), s = 1}[10]", "1.0"),
    ("named:unpack(tenth).W:get(2, 1) == tenth[3]", "true"), ("named:unpack(tenth).s == tenth[10]", "true"),
    (
      "losses.define(10, function(b) local p = named:unpack(b) return named(named:pack{W = p.W, v = 2 * p.v, s = 1}) end)",
      "Loss  defined, 10 parameters"
    ),
    ("named", "Loss  defined, 10 parameters (W v s)"), ("by_rows", "Loss  defined, 2 parameters, 4 rows"),
    ("F + zeros", "Loss  mlp + defined, 6 parameters, 3 rows, f32"), ("table.concat(named.names, ' ')", "W v s"),
    ("P.names", "nil"), ("losses.define(2, sum, {name = 'mine'}).name", "mine"),
    // Named parts of a network, and its outputs for other inputs, within a loss with rows.
    ("losses.define(6, function(b) return sum(N:layers(b)[1].weights^2) end){1, 2, 3, 4, 5, 6}", "30.0"),
    ("N:outputs({1, 2, 3, 4, 5, 6}, {{1, 1}}):totable()[1][2]", "12.0"),
    (
      "losses.define{n = 6, rows = {X = inputs}, f = function(b, rows) return sum(N:outputs(b, rows.X)) / #rows.X end}:batch{2}{1, 2, 3, 4, 5, 6}",
      "21.0"
    ),
    ("losses.define{n = 2, f = sum, name = 'mine'}.name", "mine"), ("losses.define(2, sum, 'mine').name", "mine"),
    ("losses.define(2, function(b, rows) return mean(rows.x) * b[1] end, {rows = {x = {1, 2}}}){2, 0}", "3.0"),
  ]

  @Test("say what they are", arguments: descriptions)
  func description(_ code: String, _ expected: String) throws {
    #expect(try lua.answer(to: "return " + code) == expected)
  }

  private static let faults: [(code: String, message: String)] = [
    ("losses.define()", "losses.define: argument 'n' is missing (an integer in [1, 10000000]; or 'parameters' by name)"),
    ("losses.define{n = 3}", "losses.define: argument 'f' is missing (a function)"),
    ("losses.define{n = 3, parameters = {{'s'}}, f = sum}", "losses.define: give either 'n' or 'parameters'"),
    ("losses.define{n = 3, ff = sum}", "losses.define: unknown option 'ff' (did you mean 'f'?)"),
    (parameters("{}"), refused("it is empty")), (parameters("{{'W', 2}, {'W'}}"), refused("there are two of the name 'W'")),
    (parameters("{{'W', 2.5}}"), refused("the sizes of 'W' must be positive integers, got 2.5")),
    (parameters("{{'W', 0}}"), refused("the sizes of 'W' must be positive integers, got 0")),
    (parameters("{{'W', 2, 3, 4}}"), refused("'W' has 3 sizes: a matrix has 2")),
    (parameters("{{2}}"), refused("element 1 has no name")), (parameters("{'W'}"), refused("element 1 is string 'W'")),
    (parameters("{{'s'}, {'W', 100000, 100}}"), refused("with 'W' they are more than 10000000 numbers")),
    (rows("{}"), "losses.define: option 'rows' must have at least one field"),
    (
      rows("{X = {{1, 2}, {3, 4}}, y = {1}}"),
      "losses.define: option 'rows' must have as many rows in each field, got 2 in 'X' and 1 in 'y'"
    ),
    (rows("{X = 'a'}"), "losses.define: option 'rows.X' must be a matrix, a FloatMatrix or a vector, got string 'a'"),
    (rows("{X = {{1, 0/0}}}"), "losses.define: option 'rows.X' must hold finite numbers, but row 1, column 2 is nan"),
    (rows("{X = {1, 1/0}}"), "losses.define: option 'rows.X' must hold finite numbers, but row 2 is inf"),
    (rows("{X = {}}"), "losses.define: option 'rows.X' must have at least one row and column"),
    ("named:pack{W = mat(3, 2), v = vec(3)}", "L:pack: argument 'values.s' is missing (a number)"),
    ("named:pack{W = mat(2, 3), v = vec(3), s = 1}", "L:pack: argument 'values.W' must be a 3x2 matrix, got a 2x3 matrix"),
    (
      "named:pack{W = mat(3, 2), v = {1, 'a'}, s = 1}",
      "L:pack: argument 'values.v' must be a vector of 3, but [2] must be a number, got string 'a'"
    ),
    ("named:pack{W = mat(3, 2), v = vec(3), s = {1}}", "L:pack: argument 'values.s' must be a number, got a vector of 1"),
    ("named:pack{w = mat(3, 2), v = vec(3), s = 1}", "L:pack: the loss has no parameter 'w' (did you mean 'W'?)"),
    (
      "P:unpack{1, 2}",
      "L:unpack: the loss's parameters have no names; losses.define{parameters = {{\"W\", 20, 64}, ..}, f = ..} gives some"
    ),
    ("named:unpack{1, 2}", "L:unpack: argument 'beta' must have 10 elements, the loss's parameters, got 2"),
    ("by_rows:batch{}", "L:batch: argument 'indices' must name at least one row"),
    ("by_rows:batch{1, 5}", "L:batch: argument 'indices' must hold rows 1 to 4, got 5 in place 2"),
    ("by_rows:batch{0.5}", "L:batch: argument 'indices[1]' must be an integer, got 0.5"),
    (
      "P:batch{1}",
      "L:batch: the loss is no mean over rows of data; losses.define{n = .., rows = {..}, f = ..} makes one, and a sum of losses "
        + "such as N + losses.define(..) is one where N is, and where all that are have as many rows"
    ),
    (reading("p.Wieghts"), "losses.define: no parameter 'Wieghts' (did you mean 'Weights'?)"),
    (reading("p.v"), "losses.define: no parameter 'v' (known are 'Weights', 's')"),
    (reading("p[1]"), "losses.define: no parameter 1 (known are 'Weights', 's')"),
    (reading("rows.x"), "losses.define: no field of rows 'x' (did you mean 'X'?)"),
    (
      "ode.define(1, function(t, x, p) return -p.K2 * x end, {parameters = {k = 1, k2 = 2}})",
      "ode.define: no parameter 'K2' (did you mean 'k2'?)"
    ),
    ("ode.define(1, function(t, x, p) return -p.k * x end)", "ode.define: no parameter 'k': there are none"),
    (
      "optim.define{loss = P, memory = {mean = 0}, step = function(b, s, k, g) return b - s.maen, {mean = g(b)} end}",
      "optim.define: no remembered value 'maen' (did you mean 'mean'?)"
    ),
    (
      "optim.define{loss = P, memory = {m = 0}, step = function(b, s, k, g) return b - dot(g(b), s.m) * b, {m = g(b)} end}",
      "dot: a vector of 2 (symbolic) and a number (symbolic) do not go together; what optim.define remembers is a vector from the "
        + "first step on where memory = {m = vec(n, 0)}"
    ),
    (
      "optim.gd{loss = by_rows, eta = 0.1}:run({0, 0}, 2, {batches = {{1, 'a'}}})",
      "optimizer:run: option 'batches[1][2]' must be a number, got string 'a'"
    ),
    ("N:outputs(vec(6), mat(2, 3))", "N:outputs: argument 'inputs' must be a matrix of 2 columns, got a 2x3 matrix"),
    ("P + 1", "+: a loss goes together with another loss, got 1"), ("1 - P", "-: a loss goes together with another loss, got 1"),
    ("P + named", "+: a loss of 2 parameters and one of 10 do not go together"),
    ("P * R", "*: a loss is multiplied by a finite number, got Loss"),
    ("1/0 * P", "*: a loss is multiplied by a finite number, got inf"),
    ("P / 0", "/: a loss is divided by a finite number other than 0, got 0"),
    ("2 / P", "/: a loss does not divide, got 2 / Loss"),
    ("P ^ 2", "^: a loss has no powers; write losses.define(L.dimension, function(b) return L(b)^2 end)"),
    (
      "losses.define(3, function(b) return P:gradient(b)[1] end)",
      "L:gradient: argument 'beta' must have 2 elements, got a vector of 3"
    ),
  ]

  private static func parameters(_ list: String) -> String { "losses.define{parameters = \(list), f = sum}" }
  private static func refused(_ reason: String) -> String {
    "losses.define: option 'parameters' must be a list such as {{\"W\", 20, 64}, {\"b\", 20}, {\"s\"}}, but \(reason)"
  }
  private static func reading(_ field: String) -> String {
    "losses.define{parameters = {{'Weights', 2}, {'s'}}, rows = {X = {1, 2}}, f = function(p, rows) return sum(\(field)) end}"
  }
  private static func rows(_ table: String) -> String { "losses.define{n = 2, rows = \(table), f = sum}" }

  @Test("say what was wrong", arguments: faults)
  func fault(_ code: String, _ message: String) throws {
    #expect(try lua.failure(of: code) == message)
  }

  @Test("a function that is no mean over its rows is refused")
  func sums() throws {
    let message = try lua.failure(
      of: "losses.define{n = 2, rows = {y = {1, 2, 3}}, f = function(b, rows) return sum(rows.y) * b[1] end}")
    #expect(
      message.hasPrefix("losses.define: the function must return the mean over the rows it is given: of rows 1 to 1 it gives "))
    #expect(message.hasSuffix("; write sum(x) / #x for the mean of x"))
  }

  @Test("a softmax regression picks by the labels of its rows, as logistic regression has it")
  func picking() throws {
    // Two classes with weights 0 and w: log(1 + exp(w·x)) − [label 1] w·x.
    let text = try lua.answer(
      to: """
        local X, labels = {{1, 2}, {-1, 0.5}, {0.25, -3}}, {1, 0, 1}
        local L = losses.define{n = 2, rows = {X = X, labels = labels}, f = function(w, rows)
          local z = concat(0 * (rows.X * w), rows.X * w):reshape(2, #rows.X):t()
          return mean(logsumexp(z, "rows") - z:pick(rows.labels))
        end}
        local M = losses.logistic{X = X, y = {1, -1, 1}}
        local w = vec{0.3, -0.4}
        return (L:gradient(w) - M:gradient(w)):norm() < 1e-15 and (L:batch{3}:gradient(w) - M:batch{3}:gradient(w)):norm() < 1e-15
        """)
    #expect(text == "true")
  }

  @Test("a loop that is traced becomes rows: 100 times the rounds take as many operations")
  func loops() throws {
    func operations(_ n: Int) throws -> Int {
      let loss = try #require(
        lua.value(
          of: """
            losses.define(\(n), function(b)
              local s = 0
              for i = 1, #b - 1 do s = s + 100 * (b[i + 1] - b[i]^2)^2 + (1 - b[i])^2 end
              return s
            end)
            """
        ).object(LossObject.self))
      return Scalarization.operationCount(of: [loss.objective.gradient])
    }
    #expect(try operations(100) == operations(10_000))
  }
}
