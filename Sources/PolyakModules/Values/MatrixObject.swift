import HeavyBall
import LuaKit

/// A matrix in Lua's hands: `mat{{1, 2}, {3, 4}}`.
final class MatrixObject: LuaObject {
  // Unchecked: no access of it lasts while Lua or another of its accesses runs.
  @exclusivity(unchecked) var matrix: Matrix

  init(_ matrix: Matrix) { self.matrix = matrix }

  var externalBytes: Int { 8 * matrix.elements.count }

  private static let element = Parameter("x", .number, "the new number")

  static var luaClass: ClassDeclaration {
    ClassDeclaration(
      MatrixObject.self, "Matrix", "Rows of numbers. * is the matrix product, other operators act on each number.",
      instanceName: "A",
      Arithmetic.members(of: MatrixObject.self) + ValueFunction.methods(of: MatrixObject.self, taking: .matrix) + [
        .negate { a, state in
          try state.checkRoom(for: a.matrix.elements.count)
          return MatrixObject(try a.matrix.mapped(poll: state.checkInterrupt) { -$0 })
        },
        .length { $0.matrix.rows },
        .index { a, i -> VectorObject? in
          if i == a.matrix.rows + 1 { return nil }
          guard (1...max(a.matrix.rows, 1)).contains(i) else {
            throw LuaError("Matrix: no row \(i), it has \(a.matrix.rows)")
          }
          return VectorObject(a.matrix.row(i - 1))
        },
        .operator(.equal) { a, b, _ in a.object(MatrixObject.self)?.matrix == b.object(MatrixObject.self)?.matrix },
        .tostring { a in
          matrixText("Matrix", rows: a.matrix.rows, columns: a.matrix.columns) { i, j in a.matrix[i, j] }
        },
        .listIndex { a, list, state in try elements(list, of: .matrix(a.matrix), in: "Matrix", state) },
        .method(
          "size", "How many rows and how many columns.", [], returns: .integer,
          example: "select(2, mat{{1, 2, 3}}:size())  --> 3"
        ) { a, _ in Results(a.matrix.rows, a.matrix.columns) },
        .method(
          "get", "The number in row i, column j.", [ElementParameters.row, ElementParameters.column], returns: .number,
          example: "mat{{1, 2}, {3, 4}}:get(2, 1)  --> 3.0"
        ) { a, call in
          let (i, j) = try a.position(call)
          return a.matrix[i, j]
        },
        .method(
          "set", "Changes the number in row i, column j.", [ElementParameters.row, ElementParameters.column, element]
        ) { a, call in
          let (i, j) = try a.position(call)
          a.matrix[i, j] = try call[element]
        },
        .method(
          "t", "The transpose.", [], returns: .object(MatrixObject.self),
          example: "mat{{1, 2}, {3, 4}}:t():get(1, 2)  --> 3.0"
        ) { a, call in
          try call.checkRoom(for: a.matrix.elements.count)
          let watch = call.watch("transposing")
          return MatrixObject(try a.matrix.transposed { try watch.poll() })
        },
        .method("copy", "A copy that changes on its own.", [], returns: .object(MatrixObject.self)) { a, _ in
          MatrixObject(a.matrix)
        },
        .method(
          "single", "The same numbers rounded to single precision, in half the memory.", [],
          returns: .object(FloatMatrixObject.self), example: "mat{{1, 0.1}}:single():get(1, 2) - 0.1  --> 1.49012e-09"
        ) { a, call in
          try call.checkRoom(for: a.matrix.elements.count, bytes: 4)
          let watch = call.watch("rounding")
          return FloatMatrixObject(try FloatMatrix(a.matrix) { try watch.poll() })
        },
        .method(
          "column", "Column j as a vector.", [ElementParameters.column], returns: .object(VectorObject.self),
          example: "mat{{1, 2}, {3, 4}}:column(2)[1]  --> 2.0"
        ) { a, call in
          let j = try call[ElementParameters.column]
          guard j <= a.matrix.columns else {
            throw call.fault(at: ElementParameters.column, complaint: "must be at most \(a.matrix.columns), got \(j)")
          }
          return VectorObject(a.matrix.column(j - 1))
        },
        .method("totable", "A Lua table of rows, each a table.", [], returns: .table) { a, call in
          let (rows, columns) = (a.matrix.rows, a.matrix.columns)
          let (bytes, overflow) = rows.multipliedReportingOverflow(by: bytesOfTable + 16 * columns)
          try call.checkRoom(bytes: overflow ? .max : bytes)
          let watch = call.watch("totable")
          let table = try call.state.makeTable(array: rows)
          for i in 0..<rows {
            if i % 1024 == 0 { try watch.poll() }
            try table.set(i + 1, a.matrix.row(i).elements)
          }
          return table
        },
        .method(
          "map", "The matrix of f of each number.", [ElementParameters.f], returns: .object(MatrixObject.self)
        ) { a, call in
          let f = try call[ElementParameters.f]
          try call.checkRoom(for: a.matrix.elements.count)
          return MatrixObject(try a.matrix.mapped { try f.number($0) })
        },
      ])
  }

  private func position(_ call: Call) throws -> (Int, Int) {
    let (i, j) = (try call[ElementParameters.row], try call[ElementParameters.column])
    guard i <= matrix.rows, j <= matrix.columns else {
      throw call.error("no element (\(i), \(j)) in \(Shape.matrix(rows: matrix.rows, columns: matrix.columns))")
    }
    return (i - 1, j - 1)
  }
}

/// What an empty table and its place in another take, at most.
private let bytesOfTable = 80
