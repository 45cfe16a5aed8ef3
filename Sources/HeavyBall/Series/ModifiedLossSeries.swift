/// The modified loss's series with exact coefficients: L̂ = Σ_T s(T) η^{n−1} S(T) over the free trees T of n nodes.
///
///     let series = ModifiedLossSeries(order: 4) {}
///     series.numerator(of: FreeTree("[[][]]"))        // (mu + mu^2)/2, over (1−µ)⁵
///
/// s(T) is the coefficient that a rooted tree τ has in heavy ball's step, β − Φ(β) = η Σ c(τ) η^{|τ|−1} F(τ), over the number of
/// T's vertices that make τ when they are roots: the same for every τ that T has, which is what makes the step a gradient. With
/// a lookahead ν it is not, from three nodes on.
///
/// For a path s is µN_{n−1}(µ)/(2(1−µ)^{2n−1}), N Narayana's polynomials; for a star of n ≥ 4 it is
/// µA_{n−1}(µ)/((n−1)!(1−µ)^{2n−1}), A Euler's. See ``LimitSeries`` for how it is found, and ``FreeTree`` for S(T).
public struct ModifiedLossSeries: Sendable {
  /// The most nodes of a tree.
  public let order: Int
  /// The trees in order, fewer nodes first.
  public let trees: [FreeTree]
  private let step: LimitSeries

  /// - Parameter poll: Called every few milliseconds.
  /// - Precondition: the order is at least 1 and at most ``RootedTree/maximumNodes``.
  /// - Throws: what `poll` throws.
  public init<E: Error>(order: Int, poll: () throws(E) -> Void) throws(E) {
    self.order = order
    step = try LimitSeries(.heavyBall, of: .step, order: order, poll: poll)
    var trees: [FreeTree] = []
    for (i, tree) in step.trees.enumerated() {
      if let tree = FreeTree.least(tree) { trees.append(tree) }
      if i % 64 == 0 { try poll() }
    }
    self.trees = trees
  }

  /// What it keeps, in bytes.
  public var bytes: Int { step.bytes + 8 * trees.count }

  /// About how many bytes a series of this order takes while it is computed.
  public static func memory(order: Int) -> Int { LimitSeries.memory(.heavyBall, order: order) }

  /// (1−µ)^{2n−1} s(T); nil for a tree of more nodes than the order.
  public func numerator(of tree: FreeTree) -> Polynomial? { numerator(of: tree, rooted: tree.root) }

  /// The same by another of its rooted forms.
  func numerator(of tree: FreeTree, rooted root: RootedTree) -> Polynomial? {
    guard let count = tree.rootings[root] else { return nil }
    return step.numerator(of: root).map { $0 * .fraction(1, count) }
  }

  /// The power of 1 − µ below the numerator.
  public func denominatorPower(of tree: FreeTree) -> Int { 2 * tree.nodes - 1 }

  /// s(T) of every tree at a number µ.
  public func values<E: Error>(momentum µ: Double, poll: () throws(E) -> Void) throws(E) -> [Double] {
    var values: [Double] = []
    for (i, tree) in trees.enumerated() {
      values.append((numerator(of: tree) ?? .zero)(µ) / (1 - µ).power(denominatorPower(of: tree)))
      if i % 64 == 0 { try poll() }
    }
    return values
  }
}
