import HeavyBall
import LuaKit

/// What `vec` and `mat` make a value of: numbers, a symbolic value, or how many there are to be.
private enum Content<Numbers> {
  case numbers(Numbers)
  case symbol(Expression)
  case count(Int)

  static func type(_ numbers: ParameterType<Numbers>) -> ParameterType<Content<Numbers>> {
    numbers.map { Content.numbers($0) }
      .or(ParameterType<Expression>.symbolic.map { Content.symbol($0) })
      .or(ParameterType<Int>.integer(in: 0...).map { Content.count($0) })
  }
}

private let vectorContent = Parameter("numbers", Content<Vector>.type(.vector), "a table of numbers, or how many")
private let matrixContent = Parameter("rows", Content<Matrix>.type(.matrix), "a table of rows, or how many rows")
private let columnCount = Parameter("columns", .integer(in: 0...), "how many columns").optional
private let fill = Parameter("fill", .number, "the value of each", default: 0)

/// The makers of values, global: `vec` and `mat`, and vectors and matrices of a kind.
let valuesModule = Module(
  "", "Vectors and matrices.",
  functions: [
    Function(
      "vec", "A vector of the given numbers, or of so many that all equal fill.", [vectorContent, fill],
      returns: .object(VectorObject.self), example: "#vec{1, 2, 3}  --> 3"
    ) { call -> Operand in
      switch try call[vectorContent] {
      case .numbers(let v): return .vector(v)
      case .symbol(let expression):
        guard case .vector = expression.shape else {
          throw call.fault(at: vectorContent, complaint: "must be a vector, got \(expression.shape)")
        }
        return .symbol(expression)
      case .count(let n):
        try call.checkRoom(for: n)
        let watch = call.watch("vec")
        return .vector(try Vector(repeating: try call[fill], count: n) { try watch.poll() })
      }
    },
    Function(
      "mat", "A matrix of the given rows, or of so many rows and columns of numbers that all equal fill.",
      [matrixContent, columnCount, fill], returns: .object(MatrixObject.self), example: "mat{{1, 2}, {3, 4}}:get(1, 2)  --> 2.0"
    ) { call -> Operand in
      switch try call[matrixContent] {
      case .numbers(let a): return .matrix(a)
      case .symbol(let expression):
        guard case .matrix = expression.shape else {
          throw call.fault(at: matrixContent, complaint: "must be a matrix, got \(expression.shape)")
        }
        return .symbol(expression)
      case .count(let rows):
        let columns = try call.required(columnCount)
        try call.checkRoom(for: rows, by: columns)
        let (watch, number) = (call.watch("mat"), try call[fill])
        let numbers = try Array(count: rows * columns, poll: { try watch.poll() }) { _ in number }
        return .matrix(Matrix(rows: rows, columns: columns, elements: numbers))
      }
    },
  ] + makerFunctions,
  classes: [VectorObject.self, MatrixObject.self, FloatMatrixObject.self, SymbolObject.self])
