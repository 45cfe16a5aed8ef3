/// The limit form's series with exact coefficients: −β̇ = Σ_τ N_τ(µ)/(1−µ)^{2|τ|−1} η^{|τ|−1} F(τ), N_τ a polynomial.
///
///     let series = LimitSeries(order: 3) {}      // the closure is polled, and may throw
///     series.numerator(of: "[[][]]")       // (1 + 10 mu + mu^2)/12
///     series.values(momentum: 0.5)         // 2, 6, …
///
/// For heavy ball N_τ is palindromic; at µ = 0 the coefficients are gradient descent's, with Bernoulli numbers in them.
///
/// The fast recursion runs once, on whole numbers. With p_j = P_j/(1−µ)^{j+1} the powers of 1−µ cancel from it, S^jP_j
/// has whole coefficients for S the product of the primes up to the order (and of ν's denominator), and in place of µ
/// stands 2^K (Kronecker's substitution): polynomials are integers, and their coefficients the digits of these. K comes
/// from the same recursion on sums of absolute values, which bounds every coefficient.
///
/// - Complexity: cuts × order products of integers of some hundred bytes.
public struct LimitSeries: Sendable {
  public let method: SeriesMethod
  /// The most nodes a tree has.
  public let order: Int
  let table: TreeTable
  /// σ(τ) S^{|τ|−1} N_τ(2^K).
  private let digits: [Integer]
  /// K.
  private let width: Int
  /// S.
  private let scale: Integer

  /// - Parameter poll: Called every few milliseconds.
  /// - Precondition: the order is at least 1 and at most ``RootedTree/maximumNodes``.
  /// - Throws: what `poll` throws.
  public init<E: Error>(
    _ method: SeriesMethod = .heavyBall, order: Int, poll: () throws(E) -> Void
  ) throws(E) {
    try self.init(method, of: .field, order: order, poll: poll)
  }

  /// What has the same trees and powers of 1 − µ.
  enum Sought {
    /// −β̇.
    case field
    /// Of heavy ball, (β − Φ(β))/η, Φ the flow's map over a time η.
    case step
  }

  init<E: Error>(
    _ method: SeriesMethod, of sought: Sought, order: Int, poll: () throws(E) -> Void
  ) throws(E) {
    precondition(order >= 1, "a series of at least one node")
    self.method = method
    self.order = order
    table = try TreeTable(order: order, poll: poll)
    let scale = Self.scale(method, order: order)
    let factors = Self.wholeFactors(method, of: sought, order: order, scale: scale)
    let norms = factors.map { $0.wholeNumerators.reduce(Integer(0)) { $0 + $1.magnitude } }
    let bounds = try LimitRecursion.weights(table, norms, poll: poll)
    let width = (bounds.max() ?? 0).bitWidth + 1
    let values = factors.map { $0.wholeNumerators.reversed().reduce(Integer(0)) { ($0 << width) + $1 } }
    digits = try LimitRecursion.weights(table, values, poll: poll)
    self.scale = scale
    self.width = width
  }

  /// The trees, in the order of every list of coefficients.
  public var trees: [RootedTree] { table.trees }

  /// What it keeps, in bytes.
  public var bytes: Int { digits.reduce(0) { $0 + 64 + $1.bitWidth / 8 } + 12 * table.cuts.count }

  /// N_τ; nil for a tree of more nodes than the order.
  public func numerator(of tree: RootedTree) -> Polynomial? { table.number(of: tree).map(numerator) }

  /// N_τ of tree number i.
  public func numerator(_ i: Int) -> Polynomial {
    let tree = table.trees[i]
    let base = Integer(1) << width
    var terms: [Integer] = []
    var (place, isBorrowed) = (0, false)
    while place < digits[i].bitWidth || isBorrowed {
      var term = digits[i].bits(place..<place + width)
      // A negative coefficient has borrowed from the next.
      if isBorrowed { term += 1 }
      isBorrowed = term.bitWidth >= width
      if isBorrowed { term -= base }
      terms.append(digits[i].isNegative ? 0 - term : term)
      place += width
    }
    return Polynomial(terms, over: scale.power(tree.nodes - 1) * Integer(tree.symmetry))
  }

  /// The power of 1 − µ below N_τ: 2|τ| − 1, but none for gradient descent.
  public func denominatorPower(of tree: RootedTree) -> Int {
    method == .gradientDescent ? 0 : 2 * tree.nodes - 1
  }

  /// The coefficients at a number µ: Horner's rule on the exact numerators.
  public func values<E: Error>(momentum: Double, poll: () throws(E) -> Void) throws(E) -> [Double] {
    try map(poll) { tree, numerator in numerator(momentum) / (1 - momentum).power(denominatorPower(of: tree)) }
  }

  public func values(momentum: Double) -> [Double] { values(momentum: momentum) {} }

  /// What `body` makes of every tree and its numerator.
  func map<Value, E: Error>(
    _ poll: () throws(E) -> Void, _ body: (RootedTree, Polynomial) -> Value
  ) throws(E) -> [Value] {
    var result: [Value] = []
    for (i, tree) in table.trees.enumerated() {
      result.append(body(tree, numerator(i)))
      if i % 64 == 0 { try poll() }
    }
    return result
  }
}
