/// Which of the eigenvectors at a point are those of the point before.
enum ModeMatching {
  /// The squared overlap that two eigenvectors of one identity have at least: half of what is left in the middle of a
  /// crossing that is avoided.
  static let leastOverlap = 0.25

  /// For each row of the new vectors the number of the old one that it goes on from, no old one twice; nil for those that
  /// are new.
  static func matches(_ new: [Vector], to old: [Vector]) -> [Int?] {
    var overlaps: [(square: Double, new: Int, old: Int)] = []
    for (i, u) in new.enumerated() {
      for (j, v) in old.enumerated() {
        let overlap = u.dot(v)
        if overlap * overlap >= leastOverlap { overlaps.append((overlap * overlap, i, j)) }
      }
    }
    overlaps.sort { ($0.square, $1.new, $1.old) > ($1.square, $0.new, $0.old) }
    var result: [Int?] = Array(repeating: nil, count: new.count)
    var taken: Set<Int> = []
    for (_, i, j) in overlaps where result[i] == nil && !taken.contains(j) {
      result[i] = j
      taken.insert(j)
    }
    return result
  }

  /// Orthonormal vectors of eigenvalues that cannot be told apart, turned among themselves so that they are as near to
  /// the old ones that lie in their span as can be.
  ///
  /// - Returns: As many rows of coordinates in the given vectors; nil where no old one lies in the span.
  static func turn(_ vectors: [Vector], towards old: [Vector]) -> [[Double]]? {
    let count = vectors.count
    let inside = old.map { v in Vector(vectors.map { $0.dot(v) }) }
      .filter { $0.dot($0) > 0.5 }.sorted { $0.dot($0) > $1.dot($1) }.prefix(count)
    guard !inside.isEmpty else { return nil }
    // The orthonormal rows nearest to them, (MMᵀ)^(−1/2) M (Löwdin).
    let gram = Matrix(inside.map { a in inside.map { a.dot($0) } })
    let (values, axes) = gram.symmetricEigenpairs()
    guard let least = values.first, least > 1e-3 else { return nil }
    var rows = inside.indices.map { i in
      var row = Vector(repeating: 0, count: count)
      for j in inside.indices {
        var factor = 0.0
        for k in values.indices { factor += axes[k, i] * axes[k, j] / values[k].squareRoot() }
        row = row + inside[j] * factor
      }
      return row
    }
    for axis in 0..<count where rows.count < count {
      var row = Vector((0..<count).map { $0 == axis ? 1 : 0 })
      for _ in 0..<2 { for other in rows { row = row - other * row.dot(other) } }
      if row.norm() > 0.5 / Double(count).squareRoot() { rows.append(row / row.norm()) }
    }
    return rows.count == count ? rows.map(\.elements) : nil
  }
}
