extension DiagonalProblem {
  /// Which coordinates of w* are not 0.
  public enum Support: String, CaseIterable, Sendable {
    /// The first ones.
    case first
    /// Drawn without repetition: where a permutation, drawn after X, begins.
    case random
  }

  /// Sparse regression on normal data: X = n×d standard normal numbers, w* = amplitude on a support, y = Xw*.
  ///
  /// The numbers are those of NumPy, X = default_rng(seed).standard_normal((n, d)), so that data made there is the same.
  ///
  /// - Precondition: n and d are at least 1, the support at most d; the seed is not negative.
  /// - Parameter poll: called now and then while X is drawn; what it throws ends the work.
  public static func sparseRegression<E: Error>(
    equations n: Int, unknowns d: Int, nonzero: Int, amplitude: Double = 1, support: Support = .first, seed: Int,
    normalization: LossNormalization = .mean, poll: () throws(E) -> Void
  ) throws(E) -> DiagonalProblem {
    precondition(n >= 1 && d >= 1 && (0...d).contains(nonzero) && seed >= 0, "the sizes of a regression")
    var generator = RandomGenerator(seed: seed)
    var x = Matrix(rows: n, columns: d)
    try generator.fill(&x.elements, from: .normal, poll: poll)
    var truth = Vector(repeating: 0, count: d)
    let places = support == .first ? Array(0..<nonzero) : Array(generator.permutation(of: d).prefix(nonzero))
    for j in places { truth[j] = amplitude }
    return DiagonalProblem(x: x, y: x * truth, truth: truth, normalization: normalization)
  }
}

extension DiagonalProblem {
  /// The same, for those who need not be asked on the way.
  public static func sparseRegression(
    equations n: Int, unknowns d: Int, nonzero: Int, amplitude: Double = 1, support: Support = .first, seed: Int,
    normalization: LossNormalization = .mean
  ) -> DiagonalProblem {
    sparseRegression(
      equations: n, unknowns: d, nonzero: nonzero, amplitude: amplitude, support: support, seed: seed,
      normalization: normalization
    ) {}
  }
}
