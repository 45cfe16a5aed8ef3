/// What predictions of order 2 and 3 add up along a training, by coordinate; g = ∇_w L. See ``PredictedBias``.
public struct GradientIntegrals: Sendable {
  /// ∫g² dt.
  public let squares: Vector
  /// ∫g³ dt.
  public let cubes: Vector
  /// ∫wg² dt, which methods with ν ≠ 0 need; nil of a ``DiagonalTraining``, which has ν = 0.
  public let weightedSquares: Vector?
  /// By how much of their largest element the squares may be wrong: as much as they change where every second kept step
  /// is left out too. 0 where no step is missing.
  public let error: Double

  public init(squares: Vector, cubes: Vector, weightedSquares: Vector? = nil, error: Double = 0) {
    (self.squares, self.cubes, self.weightedSquares, self.error) = (squares, cubes, weightedSquares, error)
  }
}

extension Trajectory {
  /// η Σ_k g(β_k)² and its like: over every step of a run that ``DiagonalTraining`` made, else from the steps that were
  /// kept.
  ///
  /// Between kept steps what is added up is taken to go along a line: the sum of a run is exact where all were kept. Of a
  /// flow that begins as the method does it is that sum of the method's too; of one in the limit or the matched form the
  /// integral, by the trapezoidal rule.
  ///
  /// - Parameter poll: called at each kept step; what it throws ends the work.
  /// - Complexity: O(nd) for each kept step.
  public func gradientIntegrals<E: Error>(
    for problem: DiagonalProblem, poll: () throws(E) -> Void
  ) throws(E) -> GradientIntegrals {
    if let squares = memory[DiagonalTraining.integral], let cubes = memory[DiagonalTraining.cubes] {
      return GradientIntegrals(squares: squares, cubes: cubes)
    }
    let d = problem.unknowns
    let integrand = { (row: Int) in
      let w = problem.predictor(self.points.row(row))
      let g = problem.gradient(ofPredictor: w)
      let square = g * g
      return Vector(square.elements + (square * g).elements + (square * w).elements)
    }
    var sum = Vector(repeating: 0, count: 3 * d)
    let edge = provenance.isLimitFlow ? 0.0 : 1
    let part = { (a: Vector, b: Vector, from: Int, to: Int) in
      let count = Double(self.steps[to] - self.steps[from])
      return a * (self.stepSize * (count + edge) / 2) + b * (self.stepSize * (count - edge) / 2)
    }
    // An interval at the end that has none beside it is held against its left sum.
    var coarse = sum
    var (beforeLast, last) = (integrand(0), integrand(0))
    for i in 1..<max(steps.count, 1) {
      try poll()
      let next = integrand(i)
      sum = sum + part(last, next, i - 1, i)
      if i % 2 == 0 { coarse = coarse + part(beforeLast, next, i - 2, i) }
      if i % 2 == 1, i == steps.count - 1 {
        coarse = coarse + last * (stepSize * Double(steps[i] - steps[i - 1]))
      }
      if i % 2 == 0 { beforeLast = next }
      last = next
    }
    let squares = Vector(sum[..<d])
    let isWhole = steps.count - 1 == steps[steps.count - 1] - steps[0]
    let difference = (squares - Vector(coarse[..<d])).norm(.infinity)
    return GradientIntegrals(
      squares: squares, cubes: Vector(sum[d..<2 * d]), weightedSquares: Vector(sum[(2 * d)...]),
      error: isWhole || difference == 0 ? 0 : difference / squares.norm(.infinity))
  }

  /// The same, for those who need not be asked on the way.
  public func gradientIntegrals(for problem: DiagonalProblem) -> GradientIntegrals { gradientIntegrals(for: problem) {} }
}
