/// How far two trajectories are apart.
public enum DiscretizationError {
  /// ‖map(a_k) − map(b_k)‖₂ at every time that both have kept, in order.
  ///
  /// Times are the same where they differ by less than a millionth of the smaller step.
  ///
  /// - Throws: what `map` throws.
  public static func norms<E: Error>(
    _ a: Trajectory, _ b: Trajectory, map: (Vector) throws(E) -> Vector
  ) throws(E) -> Vector {
    let tolerance = 1e-6 * min(a.stepSize, b.stepSize)
    let (s, t) = (a.times, b.times)
    var result: [Double] = []
    var (i, j) = (0, 0)
    while i < s.count, j < t.count {
      if (s[i] - t[j]).magnitude <= tolerance {
        result.append((try map(a.points.row(i)) - map(b.points.row(j))).norm())
        i += 1
        j += 1
      } else if s[i] < t[j] {
        i += 1
      } else {
        j += 1
      }
    }
    return Vector(result)
  }

  public static func norms(_ a: Trajectory, _ b: Trajectory) -> Vector { norms(a, b) { $0 } }
}
