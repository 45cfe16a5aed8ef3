import HeavyBall
import LuaKit

/// `losses`: the losses there are, and `define` for one's own.
let lossesModule = Module(
  "losses", "Losses, each a function of its parameters with derivatives of every order.",
  functions: [
    Function(
      "product", "The paper's two-parameter model, (a1 a2 x - y)^2 / 2.",
      .option("x", .finiteNumber, default: 1.0, "the input"), .option("y", .finiteNumber, "the target"),
      returns: .object(LossObject.self), example: "losses.product{x = 1, y = 0.6}{2.8, 3.5}  --> 42.32"
    ) { call in LossObject(Objective(ProductLoss(x: try call.number("x"), y: try call.number("y")))) },
    Function(
      "quadratic", "b'Ab/2 - b'c for a vector b of parameters, A symmetric (of another the symmetric part counts).",
      .option("A", .matrix, "the curvature, n rows of n numbers"), .option("b", .vector, default: nil, "the vector c; 0 if left out"),
      returns: .object(LossObject.self), example: "losses.quadratic{A = {{2, 0}, {0, 4}}, b = {1, 1}}{1, 1}  --> 1.0"
    ) { call in
      let a = try call.finite("A", as: Matrix.self)
      guard a.rows > 0 else { throw call.error("option 'A' must have at least one row") }
      guard a.rows == a.columns else { throw call.error("option 'A' must be square, got \(Shape.matrix(rows: a.rows, columns: a.columns))") }
      let b = call.has("b") ? try call.finite("b", as: Vector.self) : Vector(repeating: 0, count: a.rows)
      guard b.count == a.rows else { throw call.error("option 'b' must have \(a.rows) elements, a row of A each, got \(b.count)") }
      return LossObject(Objective(QuadraticLoss(a: a, b: b)))
    },
    Function(
      "rosenbrock", "Rosenbrock's valley, the sum of (a - b_i)^2 + b (b_{i+1} - b_i^2)^2.",
      .option("a", .finiteNumber, default: 1.0, "where the minimum is"), .option("b", .finiteNumber, default: 100.0, "how steep"),
      .option("n", .integer(in: 2...1_000_000), default: 2, "the number of parameters"),
      returns: .object(LossObject.self), example: "losses.rosenbrock{}{-1.2, 1}  --> 24.2"
    ) { call in
      LossObject(
        Objective(RosenbrockLoss(a: try call.number("a"), b: try call.number("b"), dimension: try call.integer("n"))))
    },
    Function(
      "least_squares", "|X b - y|^2 / (2n), n the number of rows of X.", RegressionData.inputs, RegressionData.targets,
      returns: .object(LossObject.self),
      example: "losses.least_squares{X = {{1, 0}, {1, 1}}, y = {1, 3}}{1, 1}  --> 0.25"
    ) { call in
      let (x, y) = try call.data()
      return LossObject(Objective(LeastSquaresLoss(x: x, y: y)))
    },
    Function(
      "logistic", "The mean of log(1 + exp(-y_i x_i'b)) over the rows of X.", RegressionData.inputs,
      .option("y", .vector, "the labels, 1 or -1"), returns: .object(LossObject.self),
      example: "losses.logistic{X = {{1, 0}, {1, 1}}, y = {1, -1}}{0, 0}  --> 0.693147"
    ) { call in
      let (x, y) = try call.data()
      if let i = y.firstIndex(where: { $0.magnitude != 1 }) {
        throw call.error("option 'y' must hold labels 1 or -1, got \(LuaValue.number(y[i]).briefly) in place \(i + 1)")
      }
      return LossObject(Objective(LogisticLoss(x: x, y: y)))
    },
    Function(
      "dln", "A diagonal linear network, |X (w+^2 - w-^2) - y|^2 / (2n) over w+ and then w-, twice as many as X has columns.",
      RegressionData.inputs, RegressionData.targets, RegressionData.normalization,
      returns: .object(LossObject.self),
      example: "losses.dln{X = {{1, 0}, {1, 1}}, y = {1, 3}}{2, 1, 1, 0}  --> 1.25"
    ) { call in
      let (x, y) = try call.data()
      return LossObject(Objective(DiagonalLinearLoss(x: x, y: y, normalization: try call.normalization() ?? .mean)))
    },
    networkFunction,
    Function(
      "define",
      "A loss of n parameters from a Lua function, which is called with a symbolic vector, then with numbers to check. "
        + "It may contain other losses, as in N(b) + 1e-4 * b:dot(b); with a network in single precision, and none in "
        + "double, it is computed in single precision.",
      .positional("n", .integer(in: 1...10_000_000), "the number of parameters"),
      .positional("f", .function, "a function of a vector that returns a number"),
      .optional("name", .string, default: "defined", "what tables and printed trajectories call it"),
      returns: .object(LossObject.self),
      example: "losses.define(2, function(b) return exp(b[1]) * b[2]^2 end):gradient{0, 3}[2]  --> 6.0"
    ) { call in
      LossObject(
        try Tracing.objective(
          name: try call.string("name"), dimension: try call.integer("n"), function: try call.function("f"), call))
    },
  ],
  classes: [LossObject.self, NetworkObject.self])
