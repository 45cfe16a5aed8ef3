import LuaKit
import Testing

@testable import PolyakModules

@Suite struct `Networks in Lua` {
  let lua = LuaState()
  init() throws {
    try Polyak.open(in: lua)
    try lua.run(
      """
      X, labels = mat{{0, 0}, {0, 1}, {1, 0}, {1, 1}}, {0, 1, 1, 0}
      N = losses.mlp{inputs = X, labels = labels, widths = {8}, seed = 1}
      """, name: "=test")
  }

  func value(_ expression: String) throws -> LuaValue { try lua.value(of: expression) }

  @Test func `say what they are`() throws {
    #expect(
      try value("tostring(N)").text == "Network  2-8-2 tanh, cross-entropy, 42 parameters, 4 rows, f64")
    #expect(
      try value("tostring(losses.mlp{inputs = X:single(), targets = {{1}, {2}, {3}, {4}}, widths = {}, activation = 'relu'})")
        .text
        == "Network  2-1 relu, squared error, 3 parameters, 4 rows, f32")
    #expect(try value("N.rows == 4 and N.dimension == 42 and N.precision == 'f64' and N.name == 'mlp'") == true)
  }

  @Test func `are losses like any other`() throws {
    #expect(try value("#N:gradient(N:start()) == 42") == true)
    #expect(try value("#N:hessian(N:start()) == 42") == true)
    #expect(try value("select('#', N:hvp(N:start(), N:start()))") == 2)
    #expect(try value("diagnostics.check_gradient(N, N:start()) < 1e-6") == true)
    try lua.run("F = losses.mlp{inputs = X, labels = labels, widths = {8}, precision = 'f32'}", name: "=test")
    #expect(try value("diagnostics.check_gradient(F, F:start()) < 1e-4") == true)
    #expect(try value("N:accuracy(N:start() * (0/0))").number?.isNaN == true)
    #expect(try value("#hbf.flow{loss = N, eta = 0.1, mu = 0.5, order = 3}:integrate(N:start(), 5) == 6") == true)
    #expect(try value("rawequal(optim.gd{loss = N, eta = 0.1}.loss, N)") == true)
  }

  @Test func `a network without hidden layers is linear regression`() throws {
    try lua.run(
      """
      L = losses.mlp{inputs = X, targets = {{1}, {2}, {3}, {5}}, widths = {}}
      b = {0.5, -0.25, 2}
      r = X * vec{0.5, -0.25} + 2 - vec{1, 2, 3, 5}
      """, name: "=test")
    #expect(try value("math.abs(L(b) - r:dot(r) / 8) < 1e-15") == true)
  }

  @Test func `have outputs, an accuracy and layers`() throws {
    try lua.run("b = N:start() out = N:outputs(b) layers = N:layers(b)", name: "=test")
    #expect(try value("#out == 4 and #out[1] == 2") == true)
    #expect(try value("#layers == 2 and #layers[1].weights == 2 and layers[2].biases[2] == b[42]") == true)
    // softmax and the labels give the loss.
    #expect(
      try value(
        """
        (function()
          local sum = 0
          for i = 1, 4 do sum = sum + log(exp(out[i][1]) + exp(out[i][2])) - out[i][labels[i] + 1] end
          return math.abs(sum / 4 - N(b)) < 1e-15
        end)()
        """) == true)
    #expect(try value("N:accuracy(b, {inputs = X, labels = labels}) == N:accuracy(b)") == true)
    #expect(try value("N:accuracy(b, {inputs = {{0, 0}}, labels = {0}}) + N:accuracy(b, {inputs = {{0, 0}}, labels = {1}})") == 1)
  }

  @Test func `go on from what was saved, to the same bits`() throws {
    try lua.run(
      """
      hb = optim.hb{loss = N, eta = 0.1, mu = 0.9}
      whole = hb:run(N:start(), 30)
      half = hb:run(N:start(), 12, {every = "last"})
      rest = hb:run(half:final():copy(), 18, {memory = {m = half.memory.m:copy()}, step = 12})
      """, name: "=test")
    #expect(try value("rest:final() == whole:final() and rest.steps[1] == 12 and rest.steps[#rest] == 30") == true)
    #expect(try value("rest.t[1] == whole.t[13]") == true)
  }

  @Test func `that do not fit into memory are refused before they are there`() throws {
    let outcome = try lua.run(
      "return pcall(losses.mlp, {inputs = X, labels = labels, widths = {100000, 100000}})", name: "=test")
    let message = try #require(outcome.last?.text)
    #expect(message.hasPrefix("losses.mlp: the loss's intermediate values would take 240 GB and "), "\(message)")
  }

  @Test func `start where their seed says`() throws {
    #expect(try value("N:start() == N:start(1) and N:start() ~= N:start(2)") == true)
    #expect(try value("losses.mlp{inputs = X, labels = labels, widths = {8}, seed = 1, init = 'he'}:start()[17] == 0") == true)
  }

  @Test(
    "say what was wrong",
    arguments: [
      (
        "losses.mlp{inputs = X, labels = {0, 1, 1}}",
        "losses.mlp: option 'labels' must have 4 elements, one for each row of inputs, got 3"
      ),
      (
        "losses.mlp{inputs = X, labels = {0, 1, 2, 0}, classes = 2}",
        "losses.mlp: option 'labels[3]' must be a class in [0, 1], got 2"
      ),
      (
        "losses.mlp{inputs = X, labels = {0, 1, -1, 0}}",
        "losses.mlp: option 'labels[3]' must be a class in [0, 1], got -1"
      ),
      (
        "losses.mlp{inputs = X, labels = {0, 1, 0.5, 0}}",
        "losses.mlp: option 'labels[3]' must be an integer, got 0.5"
      ),
      ("losses.mlp{inputs = X}", "losses.mlp: give either labels or targets"),
      ("losses.mlp{inputs = X, labels = labels, targets = X}", "losses.mlp: give either labels or targets, not both"),
      (
        "losses.mlp{inputs = X, targets = {{1}, {2}}}",
        "losses.mlp: option 'targets' must have 4 rows, one for each row of inputs, got 2"
      ),
      (
        "losses.mlp{inputs = {{0/0, 1}}, labels = {0}}",
        "losses.mlp: option 'inputs[1][1]' must be a finite number, got nan"
      ),
      (
        "losses.mlp{inputs = {{1, 2}, {3, 1e300}}, labels = {0, 1}, precision = 'f32'}",
        "losses.mlp: option 'inputs[2][2]' must fit in single precision, got 1e+300"
      ),
      (
        "losses.mlp{inputs = X, labels = {0, 1, 100000000, 0}}",
        "losses.mlp: option 'labels[3]' must be a class in [0, 99999], got 100000000"
      ),
      (
        "losses.mlp{inputs = X, labels = labels, widths = {3, 0}}",
        "losses.mlp: option 'widths[2]' must be an integer in [1, 100000], got 0"
      ),
      (
        "losses.mlp{inputs = X, labels = labels, activation = 'tahn'}",
        "losses.mlp: option 'activation' must be 'tanh', 'relu', 'sigmoid' or 'softplus', got string 'tahn' (did you mean 'tanh'?)"
      ),
      (
        "losses.mlp{inputs = X, labels = labels, loss = 'msa'}",
        "losses.mlp: option 'loss' must be 'mse' or 'cross_entropy', got string 'msa' (did you mean 'mse'?)"
      ),
      (
        "losses.mlp{inputs = X, labels = labels, init = 'xavi'}",
        "losses.mlp: option 'init' must be 'uniform', 'xavier' or 'he', got string 'xavi' (did you mean 'xavier'?)"
      ),
      ("losses.mlp{input = X, labels = labels}", "losses.mlp: unknown option 'input' (did you mean 'inputs'?)"),
      (
        "losses.mlp{inputs = X, targets = {{1}, {2}, {3}, {5}}}:accuracy(vec(41001, 0))",
        "N:accuracy: the network has targets, no classes"
      ),
      ("N:accuracy(N:start(), {inputs = {{1}}, labels = {0}})", "N:accuracy: option 'inputs' must have 2 columns, got 1"),
      (
        "optim.hb{loss = N, eta = 0.1, mu = 0.9}:run(N:start(), 5, {memory = {n = N:start()}})",
        "optimizer:run: option 'memory' has an unknown field string 'n' (heavy ball remembers 'm')"
      ),
      (
        "optim.hb{loss = N, eta = 0.1, mu = 0.9}:run(N:start(), 5, {memory = {m = {1, 2}}})",
        "optimizer:run: option 'memory.m' must be a vector of 42 finite numbers"
      ),
    ])
  func errors(expression: String, expected: String) throws {
    #expect(try lua.failure(of: expression) == expected)
  }
}
