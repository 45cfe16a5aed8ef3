/// Heavy ball's flow on both sides of the edge of stability, where iterates alternate: β_k = c + (−1)ᵏx at t = kη.
///
///     let flow = EdgeFlow(objective, stepSize: 1, momentum: 0.5, order: 2)
///     let run = try flow.run(DormandPrince853(), nil).run(from: trajectory, steps: 100, RunOptions())
///     run.points             // the iterates that the flow stands for
///     run.alternating        // x at every kept step
///
/// See `EdgeField` for what flows. High directions are eigenvectors of the Hessian; every ``splitInterval`` steps iterates are
/// made of the state, eigenvectors are looked for again, and a state is read off the iterates: exact to rounding, whatever the
/// directions are. Where none is high, this is the flow in phase space, and costs what that does.
///
/// An amplitude that dies away comes back where its mode crosses the edge, as heavy ball's does out of its rounding: below
/// ``seed`` it is set to that, and the trajectory's recording `seeds` counts how often.
///
/// Not for use by two threads at once.
public final class EdgeFlow {
  /// Which directions are high.
  public enum Modes: Hashable, Sendable {
    /// The Hessian's eigenvectors with ηλ > 1+µ, the largest first, so many at most.
    case followed(most: Int)
    /// So many eigenvectors of the largest eigenvalues, whatever these are.
    case leading(Int)
    /// All directions.
    case all
    /// None is told apart: the flow of order 1 of c and x, dc/dt = −ḡ/(1−µ), dx/dt = (Δ − 2(1+µ)x/η)/(1−µ).
    case none
  }

  public let objective: Objective
  /// η.
  public let stepSize: Double
  /// µ.
  public let momentum: Double
  public let order: Int
  public let modes: Modes
  /// What an amplitude is at least; ε‖β‖ where nil.
  public let seed: Double?
  /// The number of steps after which directions are looked for again.
  public let splitInterval: Int
  let isFused: Bool

  /// How many directions are followed where nothing else is asked for.
  public static let defaultModes = 64
  public static let defaultSplitInterval = 10
  public static let maximumOrder = 6

  /// By the number of places for high directions; 0 where none is, nil where all are or none is told apart.
  private var known: [Int?: EdgeSystem] = [:]
  /// Of a field that is being made the part that is done.
  private var headway: FieldHeadway?
  public var preparedPart: Double? { headway?.fraction }

  /// - Precondition: η > 0, µ in [0, 1), an order in 1 … ``maximumOrder``, 1 without modes; at least one mode, at most as many
  ///   as parameters; a seed that is not negative; an interval of at least one step.
  public init(
    _ objective: Objective, stepSize: Double, momentum: Double, order: Int,
    modes: Modes? = nil, seed: Double? = nil, splitInterval: Int = defaultSplitInterval, isFused: Bool = false
  ) {
    precondition(
      stepSize > 0 && stepSize.isFinite && (0..<1).contains(momentum) && (1...Self.maximumOrder).contains(order)
        && splitInterval > 0 && seed ?? 0 >= 0, "a flow's options")
    let modes = modes ?? .followed(most: min(Self.defaultModes, objective.dimension))
    switch modes {
    case .followed(let count), .leading(let count):
      precondition((1...objective.dimension).contains(count), "\(count) modes")
    case .none: precondition(order == 1, "a flow without modes is of order 1")
    case .all: break
    }
    (self.objective, self.stepSize, self.momentum, self.order) = (objective, stepSize, momentum, order)
    (self.modes, self.seed, self.splitInterval, self.isFused) = (modes, seed, splitInterval, isFused)
  }

  /// In print.
  public var title: String { "heavy-ball flow of order \(order) on both sides of the edge" }

  /// ηλ at which an iterate alternates without growing.
  var edge: Double { 2 * (1 + momentum) }

  /// Above which ηλ a direction is high: what is below converges as fast as what is above.
  var border: Double { 1 + momentum }

  /// Whether m flows too.
  var hasMomentum: Bool { momentum > 0 && modes != .none }

  /// How many directions may be high; nil where all are.
  var directionCount: Int? {
    switch modes {
    case .followed(let count), .leading(let count): count
    case .all, .none: nil
    }
  }

  /// (1+√µ)²: the flow's series converges in low directions for η|λ| below it, in high ones for |ηλ − 2(1+µ)| below it. Without
  /// modes (1−√µ)², as of other flows that have no momentum.
  public var radius: Double {
    let root = momentum.squareRoot()
    return modes == .none ? (1 - root) * (1 - root) : (1 + root) * (1 + root)
  }

  /// r: the largest of η|λ| in low directions and |ηλ − 2(1+µ)| in high ones, over the ``radius``. Beyond 1 the series of some
  /// mode does not converge.
  ///
  /// - Complexity: the search for the eigenvalues of largest modulus, as many as are high and one more; of so many leading
  ///   directions also for those and the next.
  public func validity(at β: Vector, poll: () throws -> Void) rethrows -> Double {
    var options = EigenpairOptions(precision: objective.precision)
    var largest = 0.0
    if case .leading(let count) = modes {
      options.count = min(count + 1, objective.dimension)
      let values = try objective.sharpness(at: β, options, poll: poll).values
      guard values.allSatisfy(\.isFinite) else { return .nan }
      for (i, λ) in values.enumerated() { largest = max(largest, distance(λ, isHigh: i < count)) }
      guard count < objective.dimension else { return largest / radius }
    }
    options.order = .modulus
    options.count = min(2, objective.dimension)
    while true {
      let values = try objective.sharpness(at: β, options, poll: poll).values
      guard values.allSatisfy(\.isFinite) else { return .nan }
      // Those above 0 come in the order of their values here too.
      var above = 0
      for λ in values {
        let isHigh = isHigh(λ, number: above)
        above += λ > 0 ? 1 : 0
        if case .leading = modes, λ > 0 {
          // It is among the leading ones, or below the next of them.
          guard stepSize * λ <= largest else { continue }
          return largest / radius
        }
        largest = max(largest, distance(λ, isHigh: isHigh))
        // What is left is nearer to 0, and further inside.
        if !isHigh { return largest / radius }
      }
      guard options.count < objective.dimension else { return largest / radius }
      options.count = min(2 * options.count, objective.dimension)
    }
  }

  private func distance(_ λ: Double, isHigh: Bool) -> Double {
    isHigh ? (stepSize * λ - edge).magnitude : stepSize * λ.magnitude
  }

  /// - Parameter i: how many eigenvalues above 0 are larger.
  private func isHigh(_ λ: Double, number i: Int) -> Bool {
    switch modes {
    case .followed(let most): stepSize * λ > border && i < most
    case .all: true
    // Leading ones have been looked at, the lowest is none of them.
    case .leading: false
    case .none: stepSize * λ > border
    }
  }

  /// How many places formulas have for so many high directions: some more, since directions come and go.
  func places(for count: Int?) -> Int? {
    guard let count, let most = directionCount else { return nil }
    return min((count + 7) / 8 * 8, most)
  }

  /// What computes the field, for splits with so many ``places(for:)`` high directions.
  ///
  /// - Parameter poll: called now and then while it is derived and compiled; what it throws ends the work.
  func system<E: Error>(places: Int?, poll: () throws(E) -> Void) throws(E) -> EdgeSystem {
    if let made = known[places] { return made }
    headway = FieldHeadway()
    defer { headway = nil }
    let made =
      try places == 0
      ? EdgeSystem(whole: self, poll: poll)
      : EdgeSystem(self, places: places, derived: { headway?.derived($0) }, poll: poll)
    known[places] = made
    return made
  }

  /// The flow with a method that integrates it.
  ///
  /// - Parameter options: those of the loss's precision where nil.
  public func run(_ method: any AdaptiveMethod, _ options: IntegratorOptions?) -> EdgeRun {
    EdgeRun(self, method, options ?? IntegratorOptions(precision: objective.precision))
  }
}
