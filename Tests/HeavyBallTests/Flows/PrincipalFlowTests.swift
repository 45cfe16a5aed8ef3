import PolyakPlatform
import Testing

@testable import HeavyBall

@Suite("The principal flow") struct PrincipalFlowTests {
  /// principal_flow.json.
  struct File: Decodable {
    struct Row: Decodable {
      let mu: String
      let s: String
      let z1: [Double]
      let log_z1: [Double]
      let c1: [Double]
      let beta25: Double
    }
    let rows: [Row]
  }

  private static func rows() throws -> [File.Row] { try SeriesReference.read(File.self, "principal_flow.json").rows }

  private static func numbers(_ row: File.Row) throws -> (mu: Double, s: Double) {
    (try #require(Double(row.mu)), try #require(Double(row.s)))
  }

  @Test("has the roots, logarithms and weights that were computed apart") func roots() throws {
    for row in try Self.rows() {
      let (µ, s) = try Self.numbers(row)
      let roots = PrincipalRoots(MomentumFamily(stepSize: 1, momentum: µ, lookahead: 0), curvature: s)
      for (found, expected) in [
        (roots.first, row.z1), (roots.decay * s, row.log_z1), (roots.build * s + ComplexNumber(1), row.c1),
      ] {
        expectClose(found.real, expected[0], 1e-13, "mu \(row.mu), s \(row.s)")
        expectClose(found.imaginary, expected[1], 1e-13, "mu \(row.mu), s \(row.s)")
      }
    }
  }

  @Test("is heavy ball's 25th iterate in one dimension, in phase space") func iterate() throws {
    for row in try Self.rows() {
      let (µ, s) = try Self.numbers(row)
      let objective = Objective(QuadraticLoss(a: Matrix([[s]]), b: [0]))
      let flow = PrincipalFlow(objective, MomentumFamily(stepSize: 1, momentum: µ, lookahead: 0), form: .phase)
      let run = try flow.run(DormandPrince853(), nil).run(from: [1], steps: 25, RunOptions())
      expectClose(run.end[0], row.beta25, 1e-7 * max(1, 1 / row.beta25.magnitude) * row.beta25.magnitude + 1e-9)
    }
  }

  /// Curvatures on all sides of where roots meet, flat and downward ones among them.
  private static func quadratic(_ scale: Double) -> (Objective, Vector) {
    let u = orthogonal
    let curvatures = [-0.05, 0, 0.02, 0.3, 1.1, 2.0].map { $0 * scale }
    var a = Matrix(rows: 6, columns: 6)
    for i in 0..<6 { for j in 0..<6 { a[i, j] = (0..<6).reduce(0) { $0 + u[$1, i] * curvatures[$1] * u[$1, j] } } }
    // In the range of A, so that there is a point where the gradient vanishes.
    let minimum: Vector = [1, -2, 0.5, 0.3, 2, -1]
    return (Objective(QuadraticLoss(a: a, b: a * minimum)), [0.4, 1, -1, 2, 0.7, -0.2])
  }

  @Test("is the method on quadratics, from any momentum, for heavy ball and its family")
  func exact() throws {
    let (objective, start) = Self.quadratic(30)
    for (µ, ν) in [(0.3, 0.0), (0.7, 0), (0.9, 0), (0.5, -0.2), (0.7, 0.3)] {
      let family = MomentumFamily(stepSize: 0.02, momentum: µ, lookahead: ν)
      let method = Iteration(MomentumMethod(family), on: objective)
      let flow = PrincipalFlow(objective, family, form: .phase)
      let run = try flow.run(DormandPrince853(), nil).run(from: start, steps: 40, RunOptions())
      let expected = try method.run(from: start, steps: 40)
      for (i, error) in DiscretizationError.norms(run, expected).enumerated() {
        expectClose(error, 0, 1e-8 * max(1, expected.points.row(i).norm()), "mu \(µ), nu \(ν), step \(i)")
      }
      let later = try flow.run(DormandPrince853(), nil).run(from: method.run(from: start, steps: 7), steps: 33, RunOptions())
      expectClose(later.end, run.end, 1e-8, "mu \(µ), nu \(ν)")
    }
  }

  @Test("is complex beyond the radius of phase space, and the method's points at its steps all the same") func beyond() throws {
    let objective = Objective(QuadraticLoss(a: Matrix([[3.3, 0], [0, 0.4]]), b: [1, 1]))
    let family = MomentumFamily(stepSize: 1, momentum: 0.6, lookahead: 0)
    let flow = PrincipalFlow(objective, family, form: .phase)
    let runner = flow.run(DormandPrince853(), nil)
    let run = try runner.run(from: [1, 2], steps: 21, RunOptions())
    let expected = try Iteration(MomentumMethod(family), on: objective).run(from: [1, 2], steps: 21)
    #expect(family.stepSize * 3.3 > Radius.phase(momentum: 0.6))
    expectClose(DiscretizationError.norms(run, expected), Array(repeating: 0, count: 22), 1e-7)
    let first = try runner.run(from: [1, 2], steps: 8, RunOptions())
    expectClose(try runner.run(from: first, steps: 13, RunOptions()).end, run.end, 1e-8)
    var options = IntegratorOptions()
    options.keepsDenseOutput = true
    let dense = try flow.run(DormandPrince853(), options).run(from: [1, 2], steps: 2, RunOptions()).dense
    // Half a step turns it by a quarter: the real part is nothing at the minimum of that direction.
    expectClose(try #require(dense?.value(at: 0.5))[0], 1 / 3.3, 1e-6)
  }

  @Test("of z1 alone is the method where all directions oscillate, and where they do not it is what is left when z2^k has gone")
  func matched() throws {
    let family = MomentumFamily(stepSize: 1, momentum: 0.5, lookahead: 0)
    let oscillating = Objective(QuadraticLoss(a: Matrix([[1.1, 0.2], [0.2, 0.6]]), b: [1, -1]))
    let method = try Iteration(MomentumMethod(family), on: oscillating).run(from: [2, 3], steps: 30)
    let flow = PrincipalFlow(oscillating, family, form: .matched)
    let run = try flow.run(DormandPrince853(), nil).run(from: [2, 3], steps: 30, RunOptions())
    expectClose(DiscretizationError.norms(run, method), Array(repeating: 0, count: 31), 1e-8)
    #expect(run.memory.keys.sorted() == ["b", "imaginary"])

    for row in try Self.rows() where row.z1[1] == 0 {
      let (µ, s) = try Self.numbers(row)
      let objective = Objective(QuadraticLoss(a: Matrix([[s]]), b: [0]))
      let flow = PrincipalFlow(objective, MomentumFamily(stepSize: 1, momentum: µ, lookahead: 0), form: .matched)
      let run = try flow.run(DormandPrince853(), nil).run(from: [1], steps: 25, RunOptions())
      // beta = b - z2 (1 - z1)/(z1 - z2) z2^k.
      let (z1, z2) = (row.z1[0], µ / row.z1[0])
      let rest = z2 * (1 - z1) / (z1 - z2) * pow(z2, 25)
      expectClose((run.end[0] - rest) / row.beta25, 1, 1e-7, "s \(s)")
    }
  }

  @Test("has in small curvatures the field of the series of order 8") func series() throws {
    let (objective, start) = Self.quadratic(0.01)
    let m: Vector = [0.1, -0.3, 0.2, 0, 0.05, 0.7]
    let family = MomentumFamily(stepSize: 0.5, momentum: 0.6, lookahead: 0)
    let flow = PrincipalFlow(objective, family, form: .phase).field(at: start, momentum: m)
    let series = HeavyBallFlow(objective, family.coefficients, order: 8).field(at: start, momentum: m)
    expectClose(flow.0, series.position, 1e-13)
    expectClose(flow.1, series.momentum, 1e-13)
  }

  @Test("is exact along the leading eigenvectors and of order 1 beside them") func leading() throws {
    let curvatures: [Double] = [60, 40] + (2..<80).map { (i: Int) -> Double in 0.1 + 0.01 * Double(i) }
    var a = Matrix(rows: 80, columns: 80)
    for (i, λ) in curvatures.enumerated() { a[i, i] = λ }
    let objective = Objective(QuadraticLoss(a: a, b: Vector(repeating: 0, count: 80)))
    let family = MomentumFamily(stepSize: 0.02, momentum: 0.7, lookahead: 0)
    let start = Vector(repeating: 1, count: 80)
    let flow = PrincipalFlow(objective, family, form: .phase, modes: 2)
    let run = try flow.run(DormandPrince853(), nil).run(from: start, steps: 20, RunOptions())
    let method = try Iteration(MomentumMethod(family), on: objective).run(from: start, steps: 20)
    let first = try HeavyBallFlow(objective, family.coefficients, order: 1).run(DormandPrince853())
      .run(from: start, steps: 20, RunOptions())
    for i in 0..<80 {
      expectClose(run.end[i], i < 2 ? method.end[i] : first.end[i], 1e-7, "coordinate \(i)")
    }
    #expect(flow.modeCount == 2 && PrincipalFlow(objective, family, form: .phase).modeCount == 80)
  }

  @Test("follows heavy ball in the setting of Figure 2, where no first-order flow of any order does") func figureTwo() throws {
    let objective = Objective(ProductLoss(y: 0.6))
    let family = MomentumFamily(stepSize: 5e-3, momentum: 0.7, lookahead: 0)
    let method = try Iteration(MomentumMethod(family), on: objective).run(from: [2.8, 3.5], steps: 40)
    func worst(_ run: Trajectory) -> Double { DiscretizationError.norms(run, method).max() ?? .nan }
    let principal = worst(
      try PrincipalFlow(objective, family, form: .phase).run(DormandPrince853(), nil)
        .run(from: [2.8, 3.5], steps: 40, RunOptions()))
    #expect(principal < 0.006)
    for order in 1...4 {
      let flow = HeavyBallFlow(objective, stepSize: 5e-3, momentum: 0.7, order: order)
      #expect(worst(try flow.run(DormandPrince853()).run(from: [2.8, 3.5], steps: 40, RunOptions())) > 0.2)
    }
  }

  /// Six orthonormal vectors, a row each: those of a symmetric matrix.
  private static var orthogonal: Matrix {
    var a = Matrix(rows: 6, columns: 6)
    for i in 0..<6 { for j in 0..<6 { a[i, j] = sin(Double(i * j + i + j)) } }
    return a.symmetricEigenpairs().vectors
  }
}
