/// Regression by a diagonal linear network (Lyu et al., section 3): find w = w₊⊙w₊ − w₋⊙w₋ with Xw = y.
///
///     let problem = DiagonalProblem(x: x, y: y)
///     let run = try Iteration(HeavyBallMethod(stepSize: 1e-2, momentum: 0.5), on: problem.objective)
///       .run(from: problem.start(scale: 0.1), steps: 20_000)
///     problem.predictor(run.end)        // w
///
/// A point β holds w₊ and then w₋, 2d numbers for X of d columns.
public struct DiagonalProblem: Sendable {
  public let x: Matrix
  public let y: Vector
  public let normalization: LossNormalization
  /// The w that the data was made from, where it is known.
  public let truth: Vector?

  /// n, the number of equations.
  public var equations: Int { x.rows }
  /// d, the number of unknowns.
  public var unknowns: Int { x.columns }

  /// - Precondition: X has a row for every coordinate of y, at least one, and at least one column.
  public init(x: Matrix, y: Vector, truth: Vector? = nil, normalization: LossNormalization = .mean) {
    precondition(x.rows == y.count && !y.isEmpty && x.columns > 0, "X has a row for every coordinate of y")
    precondition(truth.map { $0.count == x.columns } ?? true, "the truth has a coordinate for every column of X")
    (self.x, self.y, self.truth, self.normalization) = (x, y, truth, normalization)
  }

  public var loss: DiagonalLinearLoss { DiagonalLinearLoss(x: x, y: y, normalization: normalization) }

  /// Whether an objective is this problem's loss, as far as its values at β and at another point tell. Where the loss at
  /// β is no number, as behind a run that diverged, the other point decides.
  public func isLoss(_ objective: Objective, at β: Vector) -> Bool {
    guard objective.dimension == 2 * unknowns else { return false }
    // Near a minimum the loss is nothing but rounding.
    let rounding = 1e-18 * normalization.factor(rows: equations) * y.dot(y)
    let probe = Vector((0..<2 * unknowns).map { 0.3 + 0.1 * Double($0 % 7) })
    return [β, probe].allSatisfy { point in
      let w = predictor(point)
      let residual = x * w - y
      let expected = residual.dot(residual) * normalization.factor(rows: equations) / 2
      let found = objective.value(at: point)
      if !expected.isFinite { return !found.isFinite }
      return (expected - found).magnitude <= 1e-9 * max(expected.magnitude, found.magnitude) + rounding
    }
  }

  /// w₊ = θs·1, w₋ = s/θ·1, the paper's start: κ(0) = s² whatever θ is, and w(0) = 0 for θ = 1.
  ///
  /// - Precondition: s and θ are positive.
  public func start(scale s: Double, ratio θ: Double = 1) -> Vector {
    precondition(s > 0 && θ > 0, "a positive start")
    return Vector(Array(repeating: θ * s, count: unknowns) + Array(repeating: s / θ, count: unknowns))
  }

  /// The two halves of β.
  public func split(_ β: Vector) -> (plus: Vector, minus: Vector) {
    (Vector(β.elements[..<unknowns]), Vector(β.elements[unknowns...]))
  }

  /// w = w₊⊙w₊ − w₋⊙w₋.
  ///
  /// As (w₊ − w₋)(w₊ + w₋), which keeps the digits of a w that is small beside w₊² and w₋².
  public func predictor(_ β: Vector) -> Vector {
    let (plus, minus) = split(β)
    return (plus - minus) * (plus + minus)
  }

  /// κ = w₊⊙w₋.
  public func kappa(_ β: Vector) -> Vector {
    let (plus, minus) = split(β)
    return plus * minus
  }

  /// g = ∇_w L at a predictor w.
  ///
  /// - Complexity: O(nd), as ``curvature(_:)``.
  public func gradient(ofPredictor w: Vector) -> Vector {
    x.transposedProduct(x * w - y) * normalization.factor(rows: equations)
  }

  /// ∇²_w L v = XᵀXv/n (2XᵀXv for a plain sum).
  public func curvature(_ v: Vector) -> Vector {
    x.transposedProduct(x * v) * normalization.factor(rows: equations)
  }
}
