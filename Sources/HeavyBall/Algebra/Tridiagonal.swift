internal import CKernels
internal import PolyakPlatform

/// A symmetric tridiagonal matrix.
struct Tridiagonal {
  var diagonal: [Double]
  /// One entry fewer than the diagonal has.
  var offDiagonal: [Double]

  /// The eigenvalues, in no order, and the last component of each one's unit eigenvector.
  ///
  /// - Complexity: O(n²).
  func valuesWithLastComponents() -> (values: [Double], last: [Double]) {
    var last = Array(repeating: 0.0, count: diagonal.count)
    if !last.isEmpty { last[last.count - 1] = 1 }
    return (diagonalized(turning: &last, height: 1) {}, last)
  }

  /// The eigenvalues, in the order of ``valuesWithLastComponents()``, and their unit eigenvectors, one after another.
  ///
  /// - Complexity: O(n³).
  func valuesWithVectors() -> (values: [Double], vectors: [Double]) { valuesWithVectors {} }

  /// - Parameter poll: called before each eigenvalue; what it throws ends the work.
  func valuesWithVectors(poll: () throws -> Void) rethrows -> (values: [Double], vectors: [Double]) {
    var vectors = Matrix.identity(diagonal.count).elements
    return (try diagonalized(turning: &vectors, height: diagonal.count, poll: poll), vectors)
  }

  /// QL with implicit shifts, the procedure tql2 of EISPACK (Bowdler, Martin, Reinsch, Wilkinson 1968): accurate to
  /// rounding relative to the largest eigenvalue.
  ///
  /// - Parameter z: As many columns as the matrix has, of the given height each, that take part in the rotations.
  private func diagonalized(
    turning z: inout [Double], height: Int, poll: () throws -> Void
  ) rethrows -> [Double] {
    let n = diagonal.count
    var d = diagonal
    var e = offDiagonal + [0]
    for l in 0..<n {
      try poll()
      // Two or three rounds are usual; the limit only keeps numbers that are none from going on for ever.
      for _ in 0..<60 {
        var m = l
        while m < n - 1, e[m].magnitude > 0x1p-52 * (d[m].magnitude + d[m + 1].magnitude) { m += 1 }
        if m == l { break }
        let slope = (d[l + 1] - d[l]) / (2 * e[l])
        var g = d[m] - d[l] + e[l] / (slope + (slope < 0 ? -1 : 1) * polyak_hypot(slope, 1))
        var (s, c, p) = (1.0, 1.0, 0.0)
        var isSplit = false
        for i in stride(from: m - 1, through: l, by: -1) {
          let (f, b) = (s * e[i], c * e[i])
          let r = polyak_hypot(f, g)
          e[i + 1] = r
          if r == 0 {
            d[i + 1] -= p
            e[m] = 0
            isSplit = true
            break
          }
          (s, c) = (f / r, g / r)
          g = d[i + 1] - p
          let t = (d[i] - g) * s + 2 * c * b
          p = s * t
          d[i + 1] = g + p
          g = c * t - b
          for k in 0..<height {
            let (x, y) = (z[i * height + k], z[(i + 1) * height + k])
            z[(i + 1) * height + k] = s * x + c * y
            z[i * height + k] = c * x - s * y
          }
        }
        if isSplit { continue }
        d[l] -= p
        e[l] = g
        e[m] = 0
      }
    }
    return d
  }
}
