/// The Hessian's eigenvalues and unit eigenvectors at points one after another: all, or those of largest modulus, each time from
/// the last time's.
///
/// Not for use by two threads at once.
final class HessianModes {
  private let objective: Objective
  /// How many; all where it is the number of parameters.
  let count: Int
  private var start: [Vector] = []

  /// - Precondition: the count is in 1 … the number of parameters.
  init(_ objective: Objective, count: Int) {
    precondition((1...objective.dimension).contains(count), "\(count) eigenvalues")
    (self.objective, self.count) = (objective, count)
  }

  var areAll: Bool { count == objective.dimension }

  /// The pairs at β, a row of `vectors` each; nil where the Hessian is not finite.
  ///
  /// - Complexity: all take as many Hessian products as there are parameters and 9p³ operations; leading ones some tens of
  ///   products, fewer from near ones.
  func pairs(at β: Vector) -> (values: [Double], vectors: Matrix)? {
    if areAll {
      var hessian = objective.hessian(at: β)
      guard hessian.isFinite else { return nil }
      for i in 0..<hessian.rows {
        for j in 0..<i {
          let mean = (hessian[i, j] + hessian[j, i]) / 2
          (hessian[i, j], hessian[j, i]) = (mean, mean)
        }
      }
      return try? hessian.symmetricEigenvectors {}
    }
    var options = EigenpairOptions(precision: objective.precision)
    (options.count, options.order, options.start, options.iterations) = (count, .modulus, start, 400)
    if objective.precision == .double { options.tolerance = 1e-10 }
    let found = objective.sharpness(at: β, options)
    guard found.values.allSatisfy(\.isFinite) else { return nil }
    start = (0..<count).map { found.vectors.row($0) }
    return (found.values, found.vectors)
  }
}
