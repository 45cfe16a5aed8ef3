/// Why a matrix has no such factors, inverse or solution.
public enum MatrixFault: Error, Hashable {
  case notSquare
  /// Entries (i, j) and (j, i), counted from 0, differ by more than rounding.
  case notSymmetric(row: Int, column: Int)
  case singular
  /// A matrix as close as rounding is singular: 1/(‖A‖₁‖A⁻¹‖₁), its rows and columns scaled alike, is below ε.
  case singularToRounding(reciprocalCondition: Double)
  /// The leading minor of so many rows is not positive, and those of fewer are.
  case notPositiveDefinite(minor: Int)
}

extension Matrix {
  /// (A + Aᵀ)/2 of a matrix that is symmetric but for rounding.
  ///
  /// Entries may differ by 10⁻¹² of the largest, as those of a product XᵀX do.
  func symmetrized(poll: () throws -> Void) throws -> Matrix {
    guard rows == columns else { throw MatrixFault.notSquare }
    let tolerance = 1e-12 * elements.reduce(0) { Swift.max($0, $1.magnitude) }
    var result = self
    for i in 0..<rows {
      try poll()
      for j in 0..<i {
        let (x, y) = (self[i, j], self[j, i])
        if (x - y).magnitude > tolerance { throw MatrixFault.notSymmetric(row: j, column: i) }
        result[i, j] = x / 2 + y / 2
        result[j, i] = result[i, j]
      }
    }
    return result
  }

  /// Chooses of each row and its opposite the one whose first element of about the largest modulus, nine tenths of it or
  /// more, is positive. Answers which rows it turned round.
  ///
  /// Eigenvectors and singular vectors are known but for their sign; so all ways to compute them give the same. "About"
  /// since rounding would choose between elements of one size.
  mutating func chooseSigns() -> [Bool] {
    (0..<rows).map { i in
      let row = i * columns..<(i + 1) * columns
      let largest = elements[row].reduce(0) { Swift.max($0, $1.magnitude) }
      guard let j = row.first(where: { elements[$0].magnitude >= 0.9 * largest }), elements[j] < 0 else { return false }
      for k in row { elements[k] = -elements[k] }
      return true
    }
  }
}
