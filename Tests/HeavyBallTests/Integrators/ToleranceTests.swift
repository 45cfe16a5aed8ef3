import Glibc
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
      #expect(worst > 1e-3 * tolerance || worst < 1e-13, "\(tolerance): \(worst) is more than was asked for")
      let between = stride(from: 0, through: problem.end, by: problem.end / 997).map { t in
        (run.dense!.value(at: t)! - problem.solution(t)).norm(.infinity)
      }.max()!
      #expect(between < 10 * problem.amplification * tolerance, "\(tolerance): \(between) between the steps")
    }
  }
}
