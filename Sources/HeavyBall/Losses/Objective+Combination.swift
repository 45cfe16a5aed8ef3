extension Objective {
  /// Σ cᵢLᵢ.
  ///
  /// It is a mean over rows where some of the Lᵢ are, all over as many: a batch then has the same rows of each.
  ///
  /// - Precondition: there is a term, and all losses are of as many parameters.
  public convenience init(name: String, sumOf terms: [(factor: Double, loss: Objective)]) {
    let dimension = terms[0].loss.dimension
    precondition(terms.allSatisfy { $0.loss.dimension == dimension }, "losses of as many parameters")
    self.init(name: name, dimension: dimension, rows: Self.rows(ofSumOf: terms)) { β in
      Self.sum(terms.map { $0.loss.expression(at: β) * $0.factor })
    }
  }

  private static func rows(ofSumOf terms: [(factor: Double, loss: Objective)]) -> RowFormula? {
    let formulas = terms.map(\.loss.rows), present = formulas.compactMap { $0 }
    guard let first = present.first, present.allSatisfy({ $0.count == first.count }) else { return nil }
    let precision: Precision =
      terms.allSatisfy { $0.loss.precision == .single || !$0.loss.hasSharedNumbers } ? first.precision : .double
    return RowFormula(present.flatMap(\.data), precision: precision) { β, rows in
      var rest = rows[...]
      return sum(
        try zip(terms, formulas).map { term, formula in
          guard let formula else { return term.loss.expression(at: β) * term.factor }
          defer { rest = rest.dropFirst(formula.data.count) }
          return try formula.expression(at: β, rows: Array(rest.prefix(formula.data.count))) * term.factor
        })
    }
  }

  private var hasSharedNumbers: Bool { !graph.sharedPrecisions.isEmpty }

  private static func sum(_ terms: [Expression]) -> Expression { terms.dropFirst().reduce(terms[0], +) }
}
