/// A dense matrix of doubles, stored row after row.
///
///     let a = Matrix([[1, 2], [3, 4]])
///     a[1, 0]        // 3.0 (indices start at 0 in Swift, at 1 in Lua)
///     a.row(1)       // [3.0, 4.0]
public struct Matrix: Equatable, Hashable, Sendable {
  public let rows: Int
  public let columns: Int
  /// Entry (i, j) stands at `i * columns + j`.
  public var elements: [Double]

  /// A matrix of the given shape from its entries, row after row.
  ///
  /// - Precondition: there are rows·columns entries.
  public init(rows: Int, columns: Int, elements: [Double]) {
    precondition(elements.count == rows * columns, "a \(rows)x\(columns) matrix needs \(rows * columns) entries")
    self.rows = rows
    self.columns = columns
    self.elements = elements
  }

  /// A matrix whose entries all equal `value`.
  public init(rows: Int, columns: Int, repeating value: Double = 0) {
    self.init(rows: rows, columns: columns, elements: Array(repeating: value, count: rows * columns))
  }

  /// A matrix of the given rows.
  ///
  /// - Precondition: all rows have the same length.
  public init(_ rows: [[Double]]) {
    let columns = rows.first?.count ?? 0
    precondition(rows.allSatisfy { $0.count == columns }, "rows of different lengths")
    self.init(rows: rows.count, columns: columns, elements: rows.flatMap { $0 })
  }

  public subscript(i: Int, j: Int) -> Double {
    get { elements[i * columns + j] }
    set { elements[i * columns + j] = newValue }
  }

  /// Row i, a copy.
  public func row(_ i: Int) -> Vector { Vector(elements[i * columns..<(i + 1) * columns]) }

  /// Column j, a copy.
  public func column(_ j: Int) -> Vector { Vector((0..<rows).map { elements[$0 * columns + j] }) }

  /// The transposed matrix, a copy.
  public func transposed() -> Matrix { transposed {} }

  /// The same, for very many numbers.
  ///
  /// - Parameter poll: Asked every few milliseconds; what it throws ends the work.
  public func transposed(poll: () throws -> Void) rethrows -> Matrix {
    var (i, j) = (0, 0)
    return Matrix(
      rows: columns, columns: rows,
      elements: try Array(count: elements.count, poll: poll) { _ in
        defer {
          i += 1
          if i == rows { (i, j) = (0, j + 1) }
        }
        return elements[i * columns + j]
      })
  }

  /// Whether every entry is finite.
  public var isFinite: Bool { elements.allSatisfy(\.isFinite) }
}
