/// The flow in phase space as a series with exact coefficients, a rational function of µ and another times ln µ:
/// dβ/dt = Σ_t c(t) η^{k−1} F(t), and dm/dt with others, over trees t with k gradients and any number of leaves m.
///
///     let table = PhaseSeriesTable(order: 2) {}
///     table.treeTexts                       // [], m, [[]], [m]
///     table.position[1].description         // -mu / (1-mu) * log(mu)
///
/// F(m) = m, F([t₁ … t_n]) = D^n∇L[F(t₁), …, F(t_n)], with no factor for symmetry.
///
/// - Complexity: some milliseconds a tree, of which there are 2, 2, 5, 13, 37 of each order.
public struct PhaseSeriesTable: Sendable {
  /// A coefficient: r + s ln µ.
  public struct LogarithmicCoefficient: Hashable, Sendable {
    let r: CyclotomicFraction
    let s: CyclotomicFraction
  }

  /// The most grades that a tree has.
  public let order: Int
  let trees: [PhaseTree]
  /// In dβ/dt, by tree.
  public let position: [LogarithmicCoefficient]
  /// In dm/dt, by tree.
  public let momentum: [LogarithmicCoefficient]
  /// ν; nil for ν = µ.
  private let lookahead: Rational?

  public static let maximumOrder = 5

  /// - Parameters:
  ///   - lookahead: ν; nil for Nesterov's, ν = µ.
  ///   - poll: called now and then; what it throws ends the work.
  /// - Precondition: the order is at least 1 and at most ``maximumOrder``.
  public init<E: Error>(lookahead: Rational? = .zero, order: Int, poll: () throws(E) -> Void) throws(E) {
    precondition((1...Self.maximumOrder).contains(order), "a series of at least one grade")
    self.order = order
    self.lookahead = lookahead
    trees = PhaseForest.all(upTo: order - 1).enumerated().flatMap { n, forests in
      (forests.map { PhaseTree($0) } + (n == 0 ? [.momentum] : [])).sorted(by: >)
    }
    let µ = CyclotomicFraction.variable
    var series = PhaseSeries(
      momentum: µ, lookahead: lookahead.map { CyclotomicFraction(Polynomial($0), powers: []) } ?? µ)
    var (position, momentum) = ([LogarithmicCoefficient](), [LogarithmicCoefficient]())
    for tree in trees {
      let solution = series.solution(tree)
      let share = CyclotomicFraction.fraction(1, tree.symmetry)
      position.append(LogarithmicCoefficient(solution.iterates.slope, share))
      momentum.append(LogarithmicCoefficient(solution.momenta.slope, share))
      try poll()
    }
    (self.position, self.momentum) = (position, momentum)
  }

  /// The trees as text, in the order of the coefficients.
  public var treeTexts: [String] { trees.map(\.description) }

  /// The coefficients at a number µ, with all their digits.
  ///
  /// - Precondition: 0 < µ < 1.
  public func values(momentum µ: Double) -> [(position: Double, momentum: Double)] {
    var coefficients = PhaseCoefficients(momentum: µ, lookahead: lookahead?.doubleValue ?? µ, order: order)
    return trees.map { tree in
      let (position, momentum) = coefficients(tree)
      return (position / Double(tree.symmetry), momentum / Double(tree.symmetry))
    }
  }

  /// A line for each tree and each of the two: the grade, the tree, the coefficient.
  public var text: String {
    let width = trees.reduce(4) { max($0, $1.description.count) } + 2
    var lines: [String] = []
    for (i, tree) in trees.enumerated() {
      let isFirst = i == 0 || trees[i - 1].grade != tree.grade
      let head = (isFirst ? "order \(tree.grade)" : "").padded(to: 9) + tree.description.padded(to: width)
      lines.append(head + "dbeta/dt  \(position[i])")
      lines.append(String(repeating: " ", count: 9 + width) + "dm/dt     \(momentum[i])")
    }
    return lines.joined(separator: "\n")
  }

  /// A LaTeX table: order, tree, coefficient in dβ/dt and in dm/dt.
  public var latex: String {
    let rows = trees.enumerated().map { i, tree in
      let label = i > 0 && trees[i - 1].grade == tree.grade ? "" : "\(tree.grade)"
      return "\(label) & \\texttt{\(tree)} & $\(position[i].latex)$ & $\(momentum[i].latex)$ \\\\"
    }
    let head = ["\\begin{tabular}{rlll}", "order & tree & in $d\\beta/dt$ & in $dm/dt$ \\\\ \\hline"]
    return (head + rows + ["\\end{tabular}"]).joined(separator: "\n")
  }
}

extension PhaseSeriesTable.LogarithmicCoefficient: CustomStringConvertible {
  fileprivate init(_ slope: (r: CyclotomicFraction, s: CyclotomicFraction), _ share: CyclotomicFraction) {
    self.init(r: slope.r * share, s: slope.s * share)
  }

  /// `-1 / (1-mu) - mu / (1-mu)^2 * log(mu)`.
  public var description: String { joined(r.description, s.description, s == CyclotomicFraction(1), "log(mu)", " * ") }

  /// The same in LaTeX.
  public var latex: String { joined(r.latex, s.latex, s == CyclotomicFraction(1), "\\ln\\mu", " ") }

  private func joined(_ r: String, _ s: String, _ isOne: Bool, _ logarithm: String, _ times: String) -> String {
    if self.s == .zero { return r }
    let term = isOne ? logarithm : s + times + logarithm
    return self.r == .zero ? term : "\(r) + \(term)".replacing("+ -", with: "- ")
  }
}

extension PhaseTree {
  /// The number of ways to exchange equal parts.
  var symmetry: Int {
    var (product, previous, count) = (1, PhaseTree?.none, 0)
    for child in children?.trees ?? [] {
      count = child == previous ? count + 1 : 1
      previous = child
      product *= count * child.symmetry
    }
    return product
  }
}
