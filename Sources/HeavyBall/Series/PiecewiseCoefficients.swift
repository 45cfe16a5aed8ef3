/// The coefficients of the heavy-ball flow in each step (Theorem 2.1), as numbers, one step after another.
///
/// For t in [kη, (k+1)η) the flow is β̇ = −Σ_τ c_k(τ) η^{|τ|−1} F(τ)(β), over the trees of up to α nodes in the order of
/// `RootedTree.all(upTo: α)`. The coefficients depend on µ, α and k, not on the loss, and tend to ``limit`` as µᵏ does.
///
///     var c = PiecewiseCoefficients(momentum: 0.5, order: 2)
///     c.coefficients      // [1.0, 0.5]: a step of gradient descent
///     c.advance()
///     c.coefficients      // [1.5, 1.625]
///     c.limit             // [2.0, 6.0]
///
/// Steps may have each their own η_k, µ_k and ν_k, see ``init(changing:order:poll:)``.
///
/// - Complexity: a step takes about as many multiplications as there are trees times α², and allocates nothing.
public struct PiecewiseCoefficients {
  public let method: MomentumNumbers
  /// α.
  public let order: Int
  /// The trees that the coefficients belong to.
  public var trees: [RootedTree] { recursion.table.trees }
  /// k.
  public private(set) var step = 0
  /// c_k(τ).
  public private(set) var coefficients: [Double]
  /// The coefficients for large k (Table 1).
  public let limit: [Double]
  /// Whether the coefficients are the limit's, from this step on: they were so to rounding for α steps in a row.
  public private(set) var isSettled = false

  /// Where they change, those of step k, 0 first.
  private let changing: ((Int) -> StepNumbers)?
  private var recursion: PiecewiseRecursion<Double>
  private let symmetries: [Double]
  /// How far from the limit is rounding, by tree.
  private let rounding: [Double]
  private var stepsAtLimit = 0

  /// - Precondition: µ is in [0, 1), the order at least 1.
  public init(momentum: Double, order: Int) { self.init(MomentumNumbers(momentum: momentum), order: order) {} }

  /// The same of any member of the momentum family, with a function that is called every few milliseconds and may throw.
  public init<E: Error>(_ method: MomentumNumbers, order: Int, poll: () throws(E) -> Void) throws(E) {
    try self.init(method, changing: nil, order: order, poll: poll)
  }

  /// η_k/η, µ_k and ν_k of a step.
  public typealias StepNumbers = (ratio: Double, momentum: Double, lookahead: Double)

  /// Of steps that have each their own η_k, µ_k and ν_k: those of the field of step k in the time that it takes, η_k.
  /// They belong to powers of the first step's η, do not settle, and have no limit.
  ///
  /// - Parameter numbers: those of step k, 0 first, with the first step's η.
  /// - Precondition: the ratios are positive, µ_k in [0, 1).
  public init<E: Error>(
    changing numbers: @escaping (Int) -> StepNumbers, order: Int, poll: () throws(E) -> Void
  ) throws(E) {
    try self.init(MomentumNumbers(momentum: numbers(0).momentum), changing: numbers, order: order, poll: poll)
  }

  private init<E: Error>(
    _ method: MomentumNumbers, changing: ((Int) -> StepNumbers)?, order: Int,
    poll: () throws(E) -> Void
  ) throws(E) {
    precondition(order >= 1, "a flow's order")
    self.method = method
    self.changing = changing
    self.order = order
    let table = try TreeTable(order: order, poll: poll)
    let symmetries = table.symmetries.map { Double($0) }
    self.symmetries = symmetries
    limit = zip(try LimitRecursion.weights(table, LimitFactors(method, order: order), poll: poll), symmetries).map { $0 / $1 }
    // What rounding is measured by: the limit with every term positive. A step's rounding is kept for 1/(1−µ) steps.
    let positive = LimitFactors(majorantOf: method, order: order)
    let majorant = try LimitRecursion.weights(table, positive, poll: poll)
    rounding = table.trees.indices.map { i in
      max(0x1p-44, 0x1p-51 * Double(table.trees[i].nodes) / (1 - method.momentum)) * majorant[i] / symmetries[i]
    }
    recursion = PiecewiseRecursion(
      table, momentum: method.momentum, lookahead: method.lookahead, combinesGradients: method.combinesGradients,
      changes: changing != nil)
    coefficients = Array(repeating: 0, count: table.trees.count)
    make()
  }

  /// Goes on to the next step.
  public mutating func advance() {
    step += 1
    if !isSettled { make() }
  }

  private mutating func make() {
    guard let numbers = changing?(step) else {
      recursion.advance()
      return read()
    }
    recursion.advance(momentum: numbers.momentum, lookahead: numbers.lookahead, ratio: numbers.ratio)
    for i in coefficients.indices { coefficients[i] = recursion.weight(i) / (symmetries[i] * numbers.ratio) }
  }

  private mutating func read() {
    var isAtLimit = true
    for i in coefficients.indices {
      coefficients[i] = recursion.weight(i) / symmetries[i]
      if (coefficients[i] - limit[i]).magnitude > rounding[i] { isAtLimit = false }
    }
    stepsAtLimit = isAtLimit ? stepsAtLimit + 1 : 0
    if stepsAtLimit >= order {
      isSettled = true
      coefficients = limit
    }
  }
}
