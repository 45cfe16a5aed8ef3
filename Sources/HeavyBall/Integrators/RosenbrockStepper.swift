/// Steps of a ``RosenbrockTableau``.
///
/// A rejected step costs another factorization and the later stages; F and the Jacobian at its beginning are kept.
final class RosenbrockStepper: Stepper {
  let dimension: Int
  let errorExponent: Int
  let proposedStep: Double? = nil

  private let γ: Double
  private let options: IntegratorOptions
  private let points: [WeightedSum]
  private let previous: [WeightedSum]
  private let denseSums: [WeightedSum]
  private let stages: VectorStorage
  private let coefficients: VectorStorage
  /// β, β' and F(β).
  private let vectors: VectorStorage
  private let jacobian: VectorStorage
  private let factors: VectorStorage
  private let pivots: UnsafeMutablePointer<Int>
  private var field: VectorField?
  private var isDerivativeKnown = false
  private var isJacobianKnown = false

  init(_ tableau: RosenbrockTableau, dimension n: Int, _ options: IntegratorOptions) {
    self.options = options
    dimension = n
    errorExponent = tableau.errorExponent
    γ = tableau.γ
    let sum = { (weights: [Int: Double]) in WeightedSum(weights, dimension: n) }
    points = tableau.a.map(sum)
    previous = tableau.c.map(sum)
    denseSums = tableau.dense.map(sum)
    stages = VectorStorage(count: tableau.a.count + 1, dimension: n)
    coefficients = VectorStorage(count: 2 + tableau.dense.count, dimension: n)
    vectors = VectorStorage(count: 3, dimension: n)
    jacobian = VectorStorage(count: n, dimension: n)
    factors = VectorStorage(count: n, dimension: n)
    pivots = .allocate(capacity: n)
    pivots.initialize(repeating: 0, count: n)
  }

  deinit { pivots.deallocate() }

  var point: UnsafePointer<Double> { UnsafePointer(vectors[0]) }

  func move(to β: UnsafePointer<Double>) {
    vectors[0].update(from: β, count: dimension)
    isDerivativeKnown = false
    isJacobianKnown = false
  }

  func follow(_ field: VectorField) {
    self.field = field
    isDerivativeKnown = false
    isJacobianKnown = false
  }

  func derivative() -> UnsafePointer<Double> {
    if !isDerivativeKnown { field?.evaluate(at: point, into: vectors[2]) }
    isDerivativeKnown = true
    return UnsafePointer(vectors[2])
  }

  func attempt(_ h: Double) -> Double {
    guard let field else { preconditionFailure("a stepper without a field") }
    guard factorize(field, h * γ) else { return .infinity }
    let f = derivative()
    for i in 0..<dimension { stages[0][i] = h * γ * f[i] }
    solve(stages[0])
    var stage = 1
    for (sum, correction) in zip(points, previous) {
      let u = stages[stage]
      sum.evaluate(stages.start, times: 1, plus: point, into: field.point)
      // The last stage's point is all of β' but that stage.
      vectors[1].update(from: field.point, count: dimension)
      field.evaluate(into: u)
      for i in 0..<dimension { u[i] *= h * γ }
      correction.evaluate(stages.start, times: γ, plus: UnsafePointer(u), into: u)
      solve(u)
      stage += 1
    }
    let last = stages[stage - 1]
    for i in 0..<dimension { vectors[1][i] += last[i] }
    return options.norm(last, between: point, and: vectors[1], count: dimension)
  }

  func interpolant() -> Interpolant {
    for i in 0..<dimension {
      coefficients[0][i] = vectors[0][i]
      coefficients[1][i] = vectors[1][i] - vectors[0][i]
    }
    var k = 2
    for sum in denseSums {
      sum.evaluate(stages.start, times: 1, into: coefficients[k])
      k += 1
    }
    return Interpolant(
      form: .alternating, degree: k - 1, dimension: dimension, coefficients: UnsafePointer(coefficients.start))
  }

  func accept() { move(to: vectors[1]) }

  /// Factorizes I − sJ, false where it is singular or not finite. (I/s − J, which is the same divided by s, is not finite
  /// for the shortest of steps.)
  private func factorize(_ field: VectorField, _ s: Double) -> Bool {
    let n = dimension
    if !isJacobianKnown { field.evaluateJacobian(at: point, into: jacobian.start) }
    isJacobianKnown = true
    for i in 0..<n * n { factors.start[i] = -s * jacobian.start[i] }
    for i in 0..<n { factors.start[i * n + i] += 1 }
    return LUFactorization.factorize(factors.start, count: n, pivots: pivots)
  }

  private func solve(_ u: UnsafeMutablePointer<Double>) {
    LUFactorization.solve(factors.start, count: dimension, pivots: pivots, u)
  }
}
