import PolyakPlatform
import Testing

@testable import HeavyBall

@Suite("Flows of the mean of noisy heavy ball") struct NoiseFlowTests {
  /// noise.json, of noise.py.
  struct File: Decodable {
    struct Case: Decodable {
      let H: [[Double]]
      let b: [[Double]]
      let size: Int
      let mu: Double
      let x0: [Double]
      let T: Double
      let etas: [Double]
      let reshuffled: [[Double]]
      let independent: [[Double]]
      let covariance: [[Double]]
    }
    let cases: [Case]
  }

  /// The mean of xᵀHᵢx/2 − bᵢ·x, as rows.
  private static func objective(_ c: File.Case) throws -> Objective {
    let data = [RowData("H", Matrix(c.H)), RowData("b", Matrix(c.b))]
    let formula = RowFormula(data) { x, rows in
      guard case .matrix(rows: let count, columns: _) = rows[0].shape else { throw ShapeError("rows", "a matrix") }
      let (H, b) = (rows[0].sums(of: .columns) / Double(count), rows[1].sums(of: .columns) / Double(count))
      let square = x[0].squared() * H[0] + x[0] * x[1] * H[1] * 2 + x[1].squared() * H[3]
      return square / 2 - x[0] * b[0] - x[1] * b[1]
    }
    return try Objective(name: "rows", dimension: 2, rows: formula)
  }

  private static func slopes(_ errors: [Double]) -> [Double] { zip(errors, errors.dropFirst()).map { log2($0 / $1) } }

  @Test("have errors of order 2 beside the exact moments, for batches that leave rows over too") func moments() throws {
    var options = IntegratorOptions()
    (options.relativeTolerance, options.absoluteTolerance) = (1e-11, 1e-13)
    for c in try SeriesReference.read(File.self, "noise.json").cases {
      let objective = try Self.objective(c)
      var errors: [String: [Double]] = [:]
      for (i, η) in c.etas.enumerated() {
        let steps = Int((c.T / η).rounded())
        func end(_ noise: GradientNoise) throws -> Trajectory {
          try NoiseFlow(objective, stepSize: η, momentum: c.mu, noise: noise) {}
            .run(DormandPrince853(), options).run(from: Vector(c.x0), steps: steps, RunOptions())
        }
        let reshuffled = try end(.reshuffled(size: c.size)), independent = try end(.independent(size: c.size))
        let covariance = try #require(independent.memory["covariance"])
        #expect(independent.memoryShapes["covariance"] == .matrix(rows: 2, columns: 2) && reshuffled.memory.isEmpty)
        errors["reshuffled", default: []].append((reshuffled.end - Vector(c.reshuffled[i])).norm())
        errors["independent", default: []].append((independent.end - Vector(c.independent[i])).norm())
        errors["covariance", default: []].append((covariance - Vector(c.covariance[i])).norm())
      }
      for (name, errors) in errors {
        let slope = try #require(Self.slopes(errors).last)
        #expect(slope > 1.85, "\(name), \(c.H.count) rows, batches of \(c.size), mu \(c.mu): \(errors)")
      }
    }
  }

  /// Mean and variance at t = 1 on L′ = x + x² + x³/6 with σ = 1 from 0.8, integrated apart by SciPy.
  @Test(
    "have the drift of the third derivative along the variance",
    arguments: [
      (0.04, 0.1769721755681729, 0.012417645113785517), (0.02, 0.1837308210532345, 0.006160605633863236),
      (0.01, 0.18717261297079416, 0.003068109736171503),
    ])
  func drift(_ η: Double, _ mean: Double, _ variance: Double) throws {
    let objective = Objective(name: "cubic", dimension: 1) { (x) throws(Never) in
      x[0].squared() / 2 + x[0] * x[0].squared() / 3 + x[0].squared().squared() / 24
    }
    let flow = try NoiseFlow(objective, stepSize: η, momentum: 0, noise: .covariance(Matrix([[1]]))) {}
    let run = try flow.run(DormandPrince853(), nil).run(from: [0.8], steps: Int((1 / η).rounded()), RunOptions())
    expectClose(run.end[0], mean, 1e-9)
    expectClose(try #require(run.memory["covariance"])[0], variance, 1e-9)
  }

  @Test("go on from a trajectory's end with the covariance there, and run from many points") func continuing() throws {
    let objective = Objective(QuadraticLoss(a: Matrix([[2, 0.3], [0.3, 1]]), b: [0, 1]))
    let flow = try NoiseFlow(
      objective, stepSize: 0.05, momentum: 0.5, noise: .covariance(Matrix([[1, 0.2], [0.2, 2]]))
    ) {}
    let runner = flow.run(DormandPrince853(), nil)
    let whole = try runner.run(from: [1, 2], steps: 40, RunOptions())
    let part = try runner.run(from: runner.run(from: [1, 2], steps: 15, RunOptions()), steps: 25, RunOptions())
    expectClose(part.end, whole.end, 1e-9)
    expectClose(try #require(part.memory["covariance"]), try #require(whole.memory["covariance"]), 1e-9)
    let many = try runner.run(fromRows: Matrix([[1, 2], [0, 0]]), steps: 40, RunOptions()).member(0)
    #expect(many.end == whole.end && many.memory["covariance"] == whole.memory["covariance"])
  }

  @Test("tend to the stationary covariance of a quadratic as eta falls") func stationary() throws {
    let (a, noise) = (Matrix([[2, 0.3], [0.3, 1]]), Matrix([[1, 0.4], [0.4, 2]]))
    let objective = Objective(QuadraticLoss(a: a, b: [0, 0]))
    for η in [0.02, 0.01] {
      let exact = try #require(
        try StationaryCovariance.value(hessian: a, noise: noise, stepSize: η, momentum: 0.6) {})
      let flow = try NoiseFlow(objective, stepSize: η, momentum: 0.6, noise: .covariance(noise)) {}
      let run = try flow.run(DormandPrince853(), nil).run(from: [0, 0], steps: Int(20 / η), RunOptions())
      let found = try #require(run.memory["covariance"])
      // To leading order the trace has the factor 1 + eta lambda/(2 (1 + mu)).
      #expect((found - Vector(exact.elements)).norm() < η * found.norm())
    }
  }
}

@Suite("Stationary covariance") struct StationaryCovarianceTests {
  /// The recursion of the second moments of (β, m), until they stand still.
  private static func iterated(_ a: Matrix, _ c: Matrix, _ η: Double, _ µ: Double) -> Matrix {
    let n = a.rows
    var (x, force) = (Matrix(rows: 2 * n, columns: 2 * n), Matrix(rows: 2 * n, columns: 2 * n))
    var step = Matrix(rows: 2 * n, columns: 2 * n)
    for i in 0..<n {
      step[i, i] = 1
      (step[i, n + i], step[n + i, n + i]) = (µ, µ)
      for j in 0..<n {
        step[i, j] -= η * a[i, j]
        step[n + i, j] -= η * a[i, j]
        for (p, q) in [(i, j), (i, n + j), (n + i, j), (n + i, n + j)] { force[p, q] = η * η * c[i, j] }
      }
    }
    for _ in 0..<4000 {
      x = step * x * step.transposed()
      for i in 0..<2 * n { for j in 0..<2 * n { x[i, j] += force[i, j] } }
    }
    var result = Matrix(rows: n, columns: n)
    for i in 0..<n { for j in 0..<n { result[i, j] = x[i, j] } }
    return result
  }

  @Test("is what the moments' recursion ends at", arguments: [0.0, 0.3, 0.8])
  func recursion(_ µ: Double) throws {
    let a = Matrix([[3, 0.5, 0], [0.5, 1, -0.2], [0, -0.2, 0.4]]), c = Matrix([[1, 0.4, 0], [0.4, 2, 0.1], [0, 0.1, 0.5]])
    for η in [0.05, 0.5] {
      let found = try #require(try StationaryCovariance.value(hessian: a, noise: c, stepSize: η, momentum: µ) {})
      expectClose(found.elements, Self.iterated(a, c, η, µ).elements, 1e-10, "eta \(η)")
    }
    #expect(try StationaryCovariance.value(hessian: a, noise: c, stepSize: 1.4, momentum: µ) {} == nil || µ > 0.1)
  }

  @Test("is eta sigma^2 (1+mu)/((1-mu) lambda (2(1+mu) - eta lambda)) in one dimension", arguments: [0.0, 0.5, 0.9])
  func oneDimension(_ µ: Double) throws {
    let (η, λ) = (0.1, 3.0)
    let found = try StationaryCovariance.value(hessian: Matrix([[λ]]), noise: Matrix([[2]]), stepSize: η, momentum: µ) {}
    expectClose(try #require(found)[0, 0], η * 2 * (1 + µ) / ((1 - µ) * λ * (2 * (1 + µ) - η * λ)), 1e-13)
    #expect(try StationaryCovariance.value(hessian: Matrix([[-1]]), noise: Matrix([[2]]), stepSize: η, momentum: µ) {} == nil)
  }
}

@Suite("Batch sharpness") struct BatchSharpnessTests {
  @Test("is the mean over an epoch's batches of the curvature along their own gradients") func mean() throws {
    let (x, y) = (Matrix(rows: 12, columns: 3, elements: numbers(36, 1)), Vector(numbers(12, 2)))
    let objective = Objective(LeastSquaresLoss(x: x, y: y))
    let lists = [[0, 1, 2, 3], [4, 5], [11, 0, 11, 7]]
    var options = RunOptions()
    options.batches = Batches(lists)
    options.observers = [BatchSharpnessQuantity(every: 2)]
    let run = try Iteration(HeavyBallMethod(stepSize: 0.05, momentum: 0.5), on: objective)
      .run(from: [0.1, 0.2, 0.3], steps: 4, options)
    for (k, value) in zip(run.recordings[0].steps, run.recordings[0].values) {
      var sum = 0.0
      for rows in lists {
        let batch = try #require(try objective.batch(rows))
        let g = batch.gradient(at: run.points.row(k))
        sum += batch.hessianProduct(at: run.points.row(k), with: g).product.dot(g) / g.dot(g)
      }
      expectClose(value, sum / 3, 1e-12, "step \(k)")
    }
    #expect(run.recordings[0].steps == [0, 2, 4])
  }
}
