import PolyakPlatform
import Testing

@testable import HeavyBall

@Suite("An adaptive integrator's error") struct ToleranceTests {
  /// The error of a step is what the tolerance bounds; over the whole way it adds up and grows.
  @Test("follows the tolerance", arguments: Integrators.adaptive.map(\.name), KnownSolution.all)
  func tolerance(name: String, problem: KnownSolution) throws {
    let method = Integrators.adaptive.first { $0.name == name }!
    for tolerance in [1e-4, 1e-6, 1e-8, 1e-10] {
      var options = IntegratorOptions()
      options.relativeTolerance = tolerance
      options.absoluteTolerance = tolerance
      options.keepsDenseOutput = true
      let run = try problem.integration(method, stepSize: problem.end / 16, options).run(from: problem.start, steps: 16)
      #expect(run.ending == .completed && run.steps == Array(0...16))
      let worst = (0...16).map { (run.points.row($0) - problem.solution(run.times[$0])).norm(.infinity) }.max()!
      #expect(worst < 5 * problem.amplification * tolerance, "\(tolerance): \(worst), \(run.statistics!)")
      #expect(worst > 1e-3 * tolerance, "\(tolerance): \(worst) is more than was asked for")
      let between = stride(from: 0, through: problem.end, by: problem.end / 997).map { t in
        (run.dense!.value(at: t)! - problem.solution(t)).norm(.infinity)
      }.max()!
      #expect(between < 10 * problem.amplification * tolerance, "\(tolerance): \(between) between the steps")
    }
  }

  /// Gradient flow on a quadratic with a dense matrix: Householder's reflection of curvatures 1/n … 1.
  @Test("follows the tolerance on a hundred parameters too", arguments: Integrators.adaptive.map(\.name))
  func manyParameters(name: String) throws {
    let n = 100
    let w = Vector((1...n).map { sin(Double($0)) })
    let reflect = { (v: Vector) in v - w * (2 * w.dot(v) / w.dot(w)) }
    var columns: [[Double]] = []
    for j in 0..<n {
      var e = Vector(repeating: 0, count: n)
      e[j] = 1
      let inner = reflect(e)
      columns.append(reflect(Vector((0..<n).map { Double($0 + 1) / Double(n) * inner[$0] })).elements)
    }
    let objective = Objective(QuadraticLoss(a: Matrix(columns), b: Vector(repeating: 0, count: n)))
    var options = IntegratorOptions()
    (options.relativeTolerance, options.absoluteTolerance) = (1e-7, 1e-7)
    let run = try Integration(
      title: "", objective: objective, schedule: VectorField(-objective.gradient, of: objective.parameters),
      stepSize: 1, method: Integrators.adaptive.first { $0.name == name }!, options: options
    ).run(from: Vector(repeating: 1, count: n), steps: 3)
    let inner = reflect(Vector(repeating: 1, count: n))
    for (row, t) in run.times.enumerated() {
      let expected = reflect(Vector((0..<n).map { exp(-t * Double($0 + 1) / Double(n)) * inner[$0] }))
      expectClose(run.points.row(row), expected, 2e-6, "t = \(t)")
    }
  }
}
