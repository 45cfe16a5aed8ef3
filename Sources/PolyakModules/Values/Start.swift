import HeavyBall

/// Where a run begins.
enum Start {
  case point(Vector)
  case rows(Matrix)
  case trajectory(Trajectory)

  /// The points, a row each.
  var rows: Matrix {
    switch self {
    case .point(let v): Matrix(rows: 1, columns: v.count, elements: v.elements)
    case .rows(let a): a
    case .trajectory(let t): Matrix(rows: 1, columns: t.end.count, elements: t.end.elements)
    }
  }
}
