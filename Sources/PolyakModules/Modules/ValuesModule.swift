import HeavyBall
import LuaKit

/// The makers of values, global: `vec` and `mat`.
let valuesModule = Module(
  "", "Vectors and matrices.",
  functions: [
    Function(
      "vec", "A vector of the given numbers, or of n numbers that all equal fill.",
      .positional("n", .vector.or(.symbolic).or(.integer(in: 0...)), "a table of numbers, or how many"),
      .optional("fill", .number, default: 0, "the value of each"), returns: .object(VectorObject.self),
      example: "#vec{1, 2, 3}  --> 3"
    ) { call -> Operand in
      if let expression = call.raw("n").symbolic {
        guard case .vector = expression.shape else { throw call.error("argument 'n' must be a vector, got \(expression.shape)") }
        return .symbol(expression)
      }
      guard let n = call.raw("n").integer else { return .vector(try call.value("n", as: Vector.self)) }
      try call.checkRoom(for: n)
      let watch = call.watch("vec")
      return .vector(try Vector(repeating: try call.number("fill"), count: n) { try watch.poll() })
    },
    Function(
      "mat", "A matrix of the given rows, or of r rows and c columns of numbers that all equal fill.",
      .positional("r", .matrix.or(.symbolic).or(.integer(in: 0...)), "a table of rows, or how many rows"),
      .optional("c", .integer(in: 0...), "how many columns"),
      .optional("fill", .number, default: 0, "the value of each"), returns: .object(MatrixObject.self),
      example: "mat{{1, 2}, {3, 4}}:get(1, 2)  --> 2.0"
    ) { call -> Operand in
      if let expression = call.raw("r").symbolic {
        guard case .matrix = expression.shape else { throw call.error("argument 'r' must be a matrix, got \(expression.shape)") }
        return .symbol(expression)
      }
      guard let rows = call.raw("r").integer else { return .matrix(try call.value("r", as: Matrix.self)) }
      let columns = try call.integer("c")
      try call.checkRoom(for: rows, by: columns)
      let (watch, fill) = (call.watch("mat"), try call.number("fill"))
      let numbers = try Array(count: rows * columns, poll: { try watch.poll() }) { _ in fill }
      return .matrix(Matrix(rows: rows, columns: columns, elements: numbers))
    },
  ],
  classes: [VectorObject.self, MatrixObject.self, FloatMatrixObject.self, SymbolObject.self])
