/// Symmetric r×r matrices as vectors of r(r+1)/2 numbers with the same inner product: entries of the diagonal, and those below it
/// times √2.
struct SymmetricCoordinates {
  /// r.
  let size: Int
  /// (i, j) of each coordinate, j ≤ i, row after row.
  let pairs: [(row: Int, column: Int)]

  init(size r: Int) {
    size = r
    pairs = (0..<r).flatMap { i in (0...i).map { (i, $0) } }
  }

  var count: Int { pairs.count }

  /// What an entry is multiplied by.
  func weight(_ k: Int) -> Double { pairs[k].row == pairs[k].column ? 1 : 2.0.squareRoot() }

  /// Of the lower triangle.
  func vector(_ matrix: Matrix) -> Vector { Vector(pairs.indices.map { matrix[pairs[$0].row, pairs[$0].column] * weight($0) }) }

  func matrix(_ vector: Vector) -> Matrix {
    var result = Matrix(rows: size, columns: size)
    for (k, (i, j)) in pairs.enumerated() {
      result[i, j] = vector[k] / weight(k)
      result[j, i] = result[i, j]
    }
    return result
  }

  /// What turning by an orthogonal Q makes of coordinates: column k is QᵀEQ, E the matrix of the kth.
  func turning(by q: Matrix) -> Matrix {
    var result = Matrix(rows: count, columns: count)
    for (k, (i, j)) in pairs.enumerated() {
      let scale = weight(k) / 2
      for (l, (a, b)) in pairs.enumerated() {
        result[l, k] = scale * weight(l) * (q[i, a] * q[j, b] + q[j, a] * q[i, b])
      }
    }
    return result
  }
}
