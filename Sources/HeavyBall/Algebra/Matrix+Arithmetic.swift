extension Matrix {
  /// Combines two matrices entry by entry.
  ///
  /// - Precondition: both have the same shape.
  public func combined(with other: Matrix, _ operation: (Double, Double) -> Double) -> Matrix {
    combined(with: other, poll: {}, operation)
  }

  /// The same, for very many numbers.
  ///
  /// - Parameter poll: Asked every few milliseconds; what it throws ends the work.
  public func combined(
    with other: Matrix, poll: () throws -> Void, _ operation: (Double, Double) -> Double
  ) rethrows -> Matrix {
    precondition(rows == other.rows && columns == other.columns, "matrices of different shapes")
    return Matrix(
      rows: rows, columns: columns,
      elements: try Array(count: elements.count, poll: poll) { operation(elements[$0], other.elements[$0]) })
  }

  /// Applies a function to every entry.
  public func mapped(_ function: (Double) throws -> Double) rethrows -> Matrix { try mapped(poll: {}, function) }

  /// The same, for very many numbers.
  ///
  /// - Parameter poll: Asked every few milliseconds; what it throws ends the work.
  public func mapped(poll: () throws -> Void, _ function: (Double) throws -> Double) rethrows -> Matrix {
    Matrix(
      rows: rows, columns: columns,
      elements: try Array(count: elements.count, poll: poll) { try function(elements[$0]) })
  }

  /// The matrix product.
  ///
  /// - Precondition: `a.columns == b.rows`.
  /// - Complexity: O(rows · inner · columns).
  public static func * (a: Matrix, b: Matrix) -> Matrix { a.product(b) {} }

  /// The matrix product.
  ///
  /// - Parameter poll: Asked every few tens of milliseconds; what it throws ends the work.
  /// - Precondition: `columns == other.rows`.
  public func product(_ other: Matrix, poll: () throws -> Void) rethrows -> Matrix {
    precondition(columns == other.rows, "a \(rows)x\(columns) by \(other.rows)x\(other.columns) product")
    var result = Matrix(rows: rows, columns: other.columns)
    // Some rows of the result at a time, as many as take a billion operations; whole tiles of any kernel.
    let cost = Double(columns) * Double(other.columns)
    let part = max(64, Int(min(Double(rows), 5e8 / max(cost, 1))) / 64 * 64)
    for first in stride(from: 0, to: rows, by: part) {
      let shape = MatrixProductShape(rows: min(part, rows - first), inner: columns, columns: other.columns)
      elements.withUnsafeBufferPointer { left in
        other.elements.withUnsafeBufferPointer { right in
          result.elements.withUnsafeMutableBufferPointer { output in
            guard let l = left.baseAddress, let r = right.baseAddress, let o = output.baseAddress else { return }
            multiplyMatrices(shape, l + first * columns, r, into: o + first * other.columns)
          }
        }
      }
      try poll()
    }
    return result
  }

  /// The matrix-vector product.
  ///
  /// - Precondition: `a.columns == v.count`.
  public static func * (a: Matrix, v: Vector) -> Vector {
    precondition(a.columns == v.count, "a \(a.rows)x\(a.columns) matrix by a vector of \(v.count)")
    return Vector((a * Matrix(rows: v.count, columns: 1, elements: v.elements)).elements)
  }

  /// Aᵀv, without forming Aᵀ.
  ///
  /// - Precondition: `rows == v.count`.
  public func transposedProduct(_ v: Vector) -> Vector {
    precondition(rows == v.count, "a transposed \(rows)x\(columns) matrix by a vector of \(v.count)")
    var result = Vector(repeating: 0, count: columns)
    let shape = MatrixProductShape(rows: columns, inner: rows, columns: 1, transposeLeft: true)
    elements.withUnsafeBufferPointer { left in
      v.elements.withUnsafeBufferPointer { right in
        result.elements.withUnsafeMutableBufferPointer { output in
          guard let l = left.baseAddress, let r = right.baseAddress, let o = output.baseAddress else { return }
          multiplyMatrices(shape, l, r, into: o)
        }
      }
    }
    return result
  }
}
