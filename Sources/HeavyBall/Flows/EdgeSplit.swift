/// Which directions are high beyond the edge of stability, and from where the smooth part of the iterates is counted in them.
///
/// See ``EdgeField``: iterates are c + (−1)ᵏx, and what flows is z = (1−P)c + Px.
struct EdgeSplit {
  /// Orthonormal, a row each; rows of zeros where fewer are high than there may be. Nil where all directions are high.
  let directions: Matrix?
  /// ref = P ref.
  let reference: Vector

  /// - Parameter point: what the smooth part is near.
  init(_ directions: Matrix?, near point: Vector) {
    self.directions = directions
    reference = directions.map { Self.projected(point, on: $0) } ?? point
  }

  /// P v.
  func high(_ v: Vector) -> Vector { directions.map { Self.projected(v, on: $0) } ?? v }

  private static func projected(_ v: Vector, on directions: Matrix) -> Vector {
    var sum = Vector(repeating: 0, count: v.count)
    for i in 0..<directions.rows {
      let row = directions.row(i)
      sum.add(row, times: row.dot(v))
    }
    return sum
  }

  /// What the formulas read: ref, and the directions behind it.
  var numbers: [Double] { reference.elements + (directions?.elements ?? []) }

  static func numberCount(dimension p: Int, directions: Int?) -> Int { p * (1 + (directions ?? 0)) }
}
