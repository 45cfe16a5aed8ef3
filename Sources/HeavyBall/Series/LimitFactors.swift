/// What the fast recursion on trees multiplies with, as numbers or polynomials.
struct LimitFactors<Scalar: SeriesScalar> {
  /// (−1)^j p_j for j = 0 … n − 1: D^j = (−1)^j D_v^j.
  var symbol: [Scalar]
  /// −ν, or nil where gradients are taken at β itself.
  var lookahead: Scalar?
  /// 1/m! for m = 1 … n: where a step back leads. Used with a lookahead alone.
  var backward: [Scalar] = []
  /// (−1)^j q_j where Σ_j q_j η^j D^j f is wanted and not the field.
  var output: [Scalar]?

  /// - Parameters:
  ///   - symbol: p_j, or anything in their place that is homogeneous as they are.
  ///   - output: q_j.
  init(symbol: [Scalar], output: [Scalar]? = nil) {
    self.symbol = Self.alternating(symbol)
    self.output = output.map(Self.alternating)
  }

  init(symbol: [Scalar], lookahead: Scalar?, backward: [Scalar], output: [Scalar]?) {
    (self.symbol, self.lookahead, self.backward, self.output) = (symbol, lookahead, backward, output)
  }

  private static func alternating(_ numbers: [Scalar]) -> [Scalar] {
    numbers.enumerated().map { $0 % 2 == 0 ? $1 : .zero - $1 }
  }

  func map<Other>(_ body: (Scalar) -> Other) -> LimitFactors<Other> {
    LimitFactors<Other>(
      symbol: symbol.map(body), lookahead: lookahead.map(body), backward: backward.map(body), output: output?.map(body))
  }
}

extension LimitFactors<Double> {
  /// Those of a method at numbers µ and ν.
  init(_ method: MomentumNumbers, order: Int) {
    self.init(
      symbol: MomentumSymbol.values(
        momentum: method.momentum, lookahead: method.combinesGradients ? method.lookahead : 0, count: order))
    if method.lookahead != 0, !method.combinesGradients {
      lookahead = -method.lookahead
      backward = Array(Double.inverseFactorials(upTo: order).dropFirst())
    }
  }

  /// The same with all terms positive, by which rounding is measured.
  init(majorantOf method: MomentumNumbers, order: Int) {
    self.init(method, order: order)
    symbol = MomentumSymbol.majorant(
      momentum: method.momentum, lookahead: method.combinesGradients ? method.lookahead : 0, count: order
    ).map(\.magnitude)
    lookahead = lookahead?.magnitude
  }
}
