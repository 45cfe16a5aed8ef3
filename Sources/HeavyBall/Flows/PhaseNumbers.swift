/// What stands for η, µ and ν in a field's formula in phase space: numbers, or elements of a vector that is another from step
/// to step.
enum PhaseNumbers {
  /// One method's.
  case method(MomentumFamily)
  /// η and 1/η, the first elements of a vector; µ and ν of a method.
  case stepSizes(Expression, MomentumFamily)
  /// η and how much of each tree the field has, the first elements of a vector: for steps of any µ and ν.
  ///
  /// What is linear in the coefficients of the last grade is then computed for each of them and not once: order 3 costs eight
  /// gradients' work in power series where numbers cost five, order 4 21 in place of 10.
  case steps(Expression)

  /// How many elements of the vector ``stepSizes(_:_:)`` takes.
  static let stepSizeCount = 2

  /// How many ``steps(_:)`` takes.
  static func weightCount(order: Int) -> Int {
    3 + 2 * PhaseForest.all(upTo: order - 1).reduce(0) { $0 + $1.count }
  }

  /// A factor of a formula.
  enum Factor {
    case number(Double)
    case element(Expression)
    /// Both.
    case scaled(Expression, by: Double)
  }
}

/// How much of each tree a field has in dβ/dt and in dm/dt, where its formula has ``PhaseNumbers``.
struct PhaseWeights {
  typealias Pair = (position: PhaseNumbers.Factor, momentum: PhaseNumbers.Factor)

  /// Of m.
  let leaf: Pair
  /// By forest, of the gradient's derivative along its trees.
  private(set) var trees: [PhaseForest: Pair] = [:]
  /// Of those of the last grade numbers alone; nil where they are none.
  private(set) var last: (position: [PhaseForest: Double], momentum: [PhaseForest: Double])?

  /// - Parameters:
  ///   - forests: by grade, to the field's order less one.
  ///   - poll: called now and then; what it throws ends the work.
  init<E: Error>(_ numbers: PhaseNumbers, _ forests: [[PhaseForest]], poll: () throws(E) -> Void) throws(E) {
    if case .steps(let vector) = numbers {
      leaf = (.element(vector[1]), .element(vector[2]))
      for (i, forest) in forests.joined().enumerated() {
        trees[forest] = (.element(vector[3 + 2 * i]), .element(vector[4 + 2 * i]))
      }
      return
    }
    let method: MomentumFamily
    let inverse: (Double) -> PhaseNumbers.Factor
    switch numbers {
    case .method(let own): (method, inverse) = (own, { .number($0 / own.stepSize) })
    case .stepSizes(let vector, let own): (method, inverse) = (own, { .scaled(vector[1], by: $0) })
    case .steps: preconditionFailure("numbers")
    }
    var coefficients = PhaseCoefficients(momentum: method.momentum, lookahead: method.lookahead, order: forests.count)
    var last: (position: [PhaseForest: Double], momentum: [PhaseForest: Double]) = ([:], [:])
    for forest in forests.joined() {
      let (position, momentum) = coefficients(PhaseTree(forest))
      trees[forest] = (.number(position), .number(momentum))
      if forest.grade == forests.count - 1 { (last.position[forest], last.momentum[forest]) = (position, momentum) }
      try poll()
    }
    let (position, momentum) = coefficients(.momentum)
    leaf = (inverse(position), inverse(momentum))
    self.last = last
  }

  /// The elements behind η that ``PhaseNumbers/steps(_:)`` has for µ and ν, of which the first two are yet to be divided by η.
  static func numbers(of method: MomentumFamily, order: Int) -> [Double] {
    var coefficients = PhaseCoefficients(momentum: method.momentum, lookahead: method.lookahead, order: order)
    let trees = [PhaseTree.momentum] + PhaseForest.all(upTo: order - 1).joined().map { PhaseTree($0) }
    return trees.flatMap { tree in
      let (position, momentum) = coefficients(tree)
      return [position, momentum]
    }
  }
}
