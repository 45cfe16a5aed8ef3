extension MatchedStart {
  /// σ(τ)d(τ) of a method with ν ≠ 0 and µ = 0: its iterates' series, a_{k+1} = a_k − r_k, are polynomials in k from k = |τ| on.
  ///
  /// With R the polynomial that r is in the end, a_k tends to −Σ_{j<k} R(j) − Σ_j (r_j − R(j)), whose value at k = 0 is d. Of each
  /// sequence the values are kept, and those of its polynomial, from some steps before the first on.
  static func weightsWithoutMomentum<S: SeriesScalar, E: Error>(
    _ table: TreeTable, lookahead ν: S, combinesGradients: Bool, poll: () throws(E) -> Void
  ) throws(E) -> [S] {
    // Each point before the one that is asked for costs a step at the beginning.
    let first = -table.order - 2, count = table.order - first + 1
    let one = (values: Array(repeating: S(1), count: count), polynomial: Array(repeating: S(1), count: count))
    typealias Sequence = (values: [S], polynomial: [S])
    func product(_ a: Sequence, _ b: Sequence) -> Sequence {
      (zip(a.values, b.values).map { $0 * $1 }, zip(a.polynomial, b.polynomial).map { $0 * $1 })
    }
    func before(_ a: Sequence) -> Sequence { ([.zero] + a.values.dropLast(), [.zero] + a.polynomial.dropLast()) }
    /// a + c(a − b).
    func ahead(_ a: Sequence, _ b: Sequence, _ c: S) -> Sequence {
      (zip(a.values, b.values).map { $0 + c * ($0 - $1) }, zip(a.polynomial, b.polynomial).map { $0 + c * ($0 - $1) })
    }
    var (products, points, oldProducts, oldPoints) = ([Sequence](), [Sequence](), [Sequence](), [Sequence]())
    var weights: [S] = []
    for tree in table.trees.indices {
      let split = table.split(tree)
      let now = split.map { product(products[$0.rest], points[$0.last]) } ?? one
      products.append(now)
      var source = now
      if combinesGradients {
        let old = split.map { product(oldProducts[$0.rest], oldPoints[$0.last]) } ?? one
        oldProducts.append(old)
        source = ahead(now, old, ν)
      }
      // What is left of r is 0 from k = |τ| on.
      let left = (0..<table.trees[tree].nodes).reduce(S.zero) { sum, k in
        sum + source.values[k - first] - source.polynomial[k - first]
      }
      var iterate: Sequence = (Array(repeating: .zero, count: count), Array(repeating: .zero, count: count))
      iterate.polynomial[-first] = .zero - left
      for i in -first..<count - 1 {
        iterate.values[i + 1] = iterate.values[i] - source.values[i]
        iterate.polynomial[i + 1] = iterate.polynomial[i] - source.polynomial[i]
      }
      for i in stride(from: -first - 1, through: 0, by: -1) {
        iterate.polynomial[i] = iterate.polynomial[i + 1] + source.polynomial[i]
      }
      weights.append(iterate.polynomial[-first])
      let old = before(iterate)
      points.append(combinesGradients ? iterate : ahead(iterate, old, ν))
      if combinesGradients { oldPoints.append(old) }
      try poll()
    }
    return weights
  }
}
