/// Data with a row for each example: a matrix, or one number a row.
public struct RowData: Sendable {
  public let name: String
  /// Row after row.
  public let numbers: SharedNumbers
  public let rows: Int
  /// Nil of one number a row, which is a vector and no matrix of one column.
  public let columns: Int?

  /// - Precondition: there are so many numbers in every row.
  public init(_ name: String, _ numbers: SharedNumbers, rows: Int, columns: Int? = nil) {
    precondition(numbers.count == rows * (columns ?? 1), "numbers for every row of '\(name)'")
    (self.name, self.numbers, self.rows, self.columns) = (name, numbers, rows, columns)
  }

  public init(_ name: String, _ matrix: Matrix) {
    self.init(name, SharedNumbers(matrix.elements), rows: matrix.rows, columns: matrix.columns)
  }

  public init(_ name: String, _ vector: Vector) {
    self.init(name, SharedNumbers(vector.elements), rows: vector.count)
  }

  /// Numbers in a row.
  var width: Int { columns ?? 1 }

  /// The shape of so many of its rows.
  public func shape(rows: Int) -> Shape { columns.map { .matrix(rows: rows, columns: $0) } ?? .vector(rows) }

  /// Some of the rows, counted from 0, in the order given; a row may be there more than once.
  ///
  /// - Precondition: there are such rows.
  public func rows(_ indices: [Int]) -> RowData {
    func picked<Number>(_ all: UnsafePointer<Number>) -> [Number] {
      indices.flatMap { UnsafeBufferPointer(start: all + $0 * width, count: width) }
    }
    precondition(indices.allSatisfy((0..<rows).contains), "rows of '\(name)'")
    let some =
      switch numbers.precision {
      case .double: SharedNumbers(picked(numbers.address.assumingMemoryBound(to: Double.self)))
      case .single: SharedNumbers(picked(numbers.address.assumingMemoryBound(to: Float.self)))
      }
    return RowData(name, some, rows: indices.count, columns: columns)
  }

  /// Copies one row, as doubles.
  func copy(row: Int, to target: UnsafeMutablePointer<Double>) {
    switch numbers.precision {
    case .double: target.update(from: numbers.address.assumingMemoryBound(to: Double.self) + row * width, count: width)
    case .single:
      let source = numbers.address.assumingMemoryBound(to: Float.self) + row * width
      for i in 0..<width { target[i] = Double(source[i]) }
    }
  }
}
