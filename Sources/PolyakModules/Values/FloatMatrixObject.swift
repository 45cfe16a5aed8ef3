import HeavyBall
import LuaKit

/// A matrix in single precision in Lua's hands, to be read alone: `data.cifar10(folder, {dtype = "f32"}).X`.
final class FloatMatrixObject: LuaObject {
  let matrix: FloatMatrix

  init(_ matrix: FloatMatrix) { self.matrix = matrix }

  var externalBytes: Int { 4 * matrix.elements.count }

  static var luaClass: ClassDeclaration {
    ClassDeclaration(
      FloatMatrixObject.self, "FloatMatrix",
      "Rows of numbers in single precision, 4 bytes each, for large data. It cannot be changed and has no operators; "
        + "A:double() has.",
      instanceName: "F",
      [
        .length { $0.matrix.rows },
        .index { a, i -> VectorObject? in
          if i == a.matrix.rows + 1 { return nil }
          guard (1...max(a.matrix.rows, 1)).contains(i) else {
            throw LuaError("FloatMatrix: no row \(i), it has \(a.matrix.rows)")
          }
          return VectorObject(a.matrix.row(i - 1))
        },
        .operator(.equal) { a, b, _ in a.object(FloatMatrixObject.self)?.matrix == b.object(FloatMatrixObject.self)?.matrix },
        .tostring { a in
          matrixText("FloatMatrix", rows: a.matrix.rows, columns: a.matrix.columns) { i, j in Double(a.matrix[i, j]) }
        },
        .property("rows", "How many rows.", .integer) { $0.matrix.rows },
        .property("columns", "How many columns.", .integer) { $0.matrix.columns },
        .method(
          "size", "How many rows and how many columns.", [], returns: .integer,
          example: "select(2, mat{{1, 2, 3}}:single():size())  --> 3"
        ) { a, _ in Results(a.matrix.rows, a.matrix.columns) },
        .method(
          "get", "The number in row i, column j.", [ElementParameters.row, ElementParameters.column], returns: .number,
          example: "mat{{1, 2}, {3, 4}}:single():get(2, 1)  --> 3.0"
        ) { a, call in
          let (i, j) = (try call[ElementParameters.row], try call[ElementParameters.column])
          guard i <= a.matrix.rows, j <= a.matrix.columns else {
            let shape = Shape.matrix(rows: a.matrix.rows, columns: a.matrix.columns)
            throw call.error("no element (\(i), \(j)) in \(shape)")
          }
          return Double(a.matrix[i - 1, j - 1])
        },
        .method(
          "column", "Column j as a vector.", [ElementParameters.column], returns: .object(VectorObject.self),
          example: "mat{{1, 2}, {3, 4}}:single():column(2)[1]  --> 2.0"
        ) { a, call in
          let j = try call[ElementParameters.column]
          guard j <= a.matrix.columns else {
            throw call.fault(at: ElementParameters.column, complaint: "must be at most \(a.matrix.columns), got \(j)")
          }
          return VectorObject(a.matrix.column(j - 1))
        },
        .method(
          "double", "The same numbers as a Matrix, in double precision.", [], returns: .object(MatrixObject.self),
          example: "(2 * mat{{1, 2}}:single():double()):get(1, 2)  --> 4.0"
        ) { a, call in
          try call.checkRoom(for: a.matrix.elements.count)
          let watch = call.watch("double")
          return MatrixObject(try Matrix(a.matrix) { try watch.poll() })
        },
      ])
  }
}
