/// A dense matrix in single precision, stored row after row: half the memory of a ``Matrix``, for data.
///
///     let a = FloatMatrix(Matrix([[1, 0.1], [3, 4]]))
///     a[0, 1]            // 0.1 as Float; Double(a[0, 1]) is 0.10000000149011612
///     a.row(1)           // [3.0, 4.0]
///
/// It has no arithmetic: networks take it as it is, and ``Matrix/init(_:)-(FloatMatrix)`` gives what has.
public struct FloatMatrix: Equatable, Hashable, Sendable {
  public let rows: Int
  public let columns: Int
  /// Entry (i, j) stands at `i * columns + j`.
  public var elements: [Float]

  /// A matrix of the given shape from its entries, row after row.
  ///
  /// - Precondition: there are rows·columns entries.
  public init(rows: Int, columns: Int, elements: [Float]) {
    precondition(elements.count == rows * columns, "a \(rows)x\(columns) matrix needs \(rows * columns) entries")
    self.rows = rows
    self.columns = columns
    self.elements = elements
  }

  /// Each entry rounded to the nearest single; beyond 3.4e38 infinite.
  public init(_ matrix: Matrix) { self.init(matrix) {} }

  /// The same, for very many numbers.
  ///
  /// - Parameter poll: Asked every few milliseconds; what it throws ends the work.
  public init(_ matrix: Matrix, poll: () throws -> Void) rethrows {
    self.init(
      rows: matrix.rows, columns: matrix.columns,
      elements: try Array(count: matrix.elements.count, poll: poll) { Float(matrix.elements[$0]) })
  }

  public subscript(i: Int, j: Int) -> Float {
    get { elements[i * columns + j] }
    set { elements[i * columns + j] = newValue }
  }

  /// Row i, a copy in double precision.
  public func row(_ i: Int) -> Vector { Vector(elements[i * columns..<(i + 1) * columns].lazy.map { Double($0) }) }

  /// Column j, a copy in double precision.
  public func column(_ j: Int) -> Vector { Vector((0..<rows).lazy.map { Double(elements[$0 * columns + j]) }) }

  /// Whether every entry is finite.
  public var isFinite: Bool { elements.allSatisfy(\.isFinite) }
}

extension Matrix {
  /// The same numbers in double precision, exactly.
  public init(_ matrix: FloatMatrix) { self.init(matrix) {} }

  /// The same, for very many numbers.
  ///
  /// - Parameter poll: Asked every few milliseconds; what it throws ends the work.
  public init(_ matrix: FloatMatrix, poll: () throws -> Void) rethrows {
    self.init(
      rows: matrix.rows, columns: matrix.columns,
      elements: try Array(count: matrix.elements.count, poll: poll) { Double(matrix.elements[$0]) })
  }
}
