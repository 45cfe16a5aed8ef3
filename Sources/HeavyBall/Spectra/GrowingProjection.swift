/// A symmetric operator's projection on an orthonormal basis that grows, and what it tells of the operator's eigenpairs.
struct GrowingProjection {
  /// qᵢ·Hqⱼ, and Hqᵢ·Hqⱼ: row j has its first j + 1 entries.
  private var operatorRows: [[Double]] = []
  private var gramRows: [[Double]] = []

  /// - Parameters:
  ///   - operatorRow: the new vector's image times each vector, itself last.
  ///   - gramRow: the new vector's image times each image, itself last.
  mutating func append(operatorRow: [Double], gramRow: [Double]) {
    operatorRows.append(operatorRow)
    gramRows.append(gramRow)
  }

  /// The pairs of Rayleigh and Ritz, the largest value first.
  ///
  /// - Complexity: O(m³) for m vectors.
  func pairs() -> [RitzPair] {
    let projection = Self.matrix(operatorRows)
    // Symmetric as it is made, so that nothing is thrown.
    guard let (values, vectors) = try? projection.symmetricEigenvectors(poll: {}) else { return [] }
    return values.indices.reversed().map { RitzPair(value: values[$0], vector: vectors.row($0)) }
  }

  /// ‖Hv − λv‖ of a pair of this basis or of one that has grown to it, up to some 1e-8 of the operator's norm.
  func residual(_ pair: RitzPair) -> Double {
    let gram = Self.matrix(gramRows.prefix(pair.vector.count))
    let square = pair.vector.dot(gram * pair.vector) - pair.value * pair.value
    return max(square, 0).squareRoot()
  }

  /// The same on the span of some pairs, which are the basis then.
  mutating func restart(keeping pairs: [RitzPair]) {
    let gram = Self.matrix(gramRows)
    let images = pairs.map { gram * $0.vector }
    operatorRows = pairs.indices.map { i in (0...i).map { $0 == i ? pairs[i].value : 0 } }
    gramRows = pairs.indices.map { i in (0...i).map { images[i].dot(pairs[$0].vector) } }
  }

  private static func matrix(_ rows: some Collection<[Double]>) -> Matrix {
    var a = Matrix(rows: rows.count, columns: rows.count)
    for (i, row) in rows.enumerated() {
      for (j, x) in row.enumerated() { (a[i, j], a[j, i]) = (x, x) }
    }
    return a
  }
}

/// An eigenpair of a projection.
struct RitzPair {
  var value: Double
  /// In the coordinates of the basis.
  var vector: Vector
}
