extension LimitSeries {
  /// S: the product of the primes up to the order, and of ν's denominator.
  ///
  /// The symbol's coefficients have the factorials of (e^x − 1)/x below them, and i! divides Π p^⌊(i−1)/(p−1)⌋, of
  /// which the reciprocal series makes Π p^⌊j/(p−1)⌋ below P_j, a divisor of S^j.
  static func scale(_ method: SeriesMethod, order: Int) -> Integer {
    let primes = (2...max(order, 2)).filter { n in n <= order && !(2..<n).contains { n % $0 == 0 } }
    let scale = primes.reduce(Integer(1)) { $0 * Integer($1) }
    if case .momentum(let ν) = method { return scale * ν.denominator }
    return scale
  }

  /// The recursion's factors with S^jP_j in place of p_j, those of a lookahead with as many of S and 1 − µ as they make up for, and S^j(1−µ)^{j+1}q_j in that of q_j.
  static func wholeFactors(
    _ method: SeriesMethod, of sought: Sought, order: Int, scale: Integer
  ) -> LimitFactors<Polynomial> {
    let scaled = { (symbol: [Polynomial]) in symbol.enumerated().map { j, p in p * Polynomial([scale.power(j)]) } }
    let output = sought == .step ? MomentumSymbol.clearedStep(momentum: Polynomial.variable, count: order) : nil
    var factors = LimitFactors(symbol: scaled(method.symbol(count: order)), output: output.map(scaled))
    if method.lookahead != .zero {
      // A step back, D_v^{m−1}v/m!, has m factors 1/(1−µ)^{2|t|−1}: (1−µ)^{m−1} too many. The powers of S go with those of 1−µ.
      let gap = (Polynomial(1) - method.momentum) * Polynomial([scale])
      factors.lookahead = Polynomial.zero - method.lookahead * gap
      factors.backward = Polynomial.inverseFactorials(upTo: order).dropFirst().enumerated().map { $1 * gap.power($0) }
    }
    return factors
  }

  /// About how many bytes a series of this order takes while it is computed.
  public static func memory(_ method: SeriesMethod, order: Int) -> Int {
    let counts = RootedTree.counts(upTo: order)
    // A coefficient's bits, rounded up.
    let width = Double((order - 1) * (scale(method, order: order).bitWidth + 1) + 5 * order)
    // A number costs its own storage and, beyond a word, its digits'.
    let size = { (degree: Int) in 64 + width * Double(degree * method.degree + 1) / 8 }
    var bytes = 0.0
    for n in stride(from: 1, through: order, by: 1) {
      let levels = n < order ? (0..<n).reduce(0.0) { $0 + size(n - 1 - $1) } : 0
      bytes += Double(counts[n]) * (levels + size(n - 1) + 8 + 12 * Double(n))
    }
    return Int(bytes)
  }
}
