import Testing

@testable import HeavyBall

/// β̇ = 1 + a sech²(k(β − c)) from 0: flat to rounding but near c. Its time is (β − c) − (s/k) artanh(s tanh(k(β − c))),
/// s² = a/(1+a), less the same at 0; β(T) is that solved for by mpmath 1.3 with 40 digits.
@Suite("A feature that is narrow beside the way to it") struct FeatureTests {
  struct Feature: Sendable, CustomTestStringConvertible {
    let k: Double, c: Double, a: Double, time: Double, end: Double
    var testDescription: String { "k = \(k), c = \(c), a = \(a), T = \(time)" }
  }

  static let features = [
    Feature(k: 30, c: 1.5, a: 9, time: 2, end: 2.115008652284837),
    Feature(k: 20, c: 1.5, a: 1, time: 3, end: 3.0623225240140231),
    Feature(k: 10, c: 5, a: 3, time: 10, end: 10.228103798890284),
    Feature(k: 5, c: 10, a: 3, time: 20, end: 20.456207597780568),
    Feature(k: 30, c: 1.5, a: 9, time: 3, end: 3.1150086522848371),
    Feature(k: 60, c: 1.5, a: 9, time: 2, end: 2.0575043261424185),
    Feature(k: 40, c: 2, a: 7, time: 5, end: 5.0795121935232633),
    Feature(k: 100, c: 5, a: 3, time: 10, end: 10.022810379889028),
    Feature(k: 30, c: 15, a: 9, time: 19.5, end: 19.615008652284837),
    Feature(k: 30, c: 40, a: 9, time: 52, end: 52.115008652284837),
    Feature(k: 200, c: 3, a: 5, time: 10, end: 10.01409915413615),
  ]

  private func run(
    _ f: Feature, _ method: any AdaptiveMethod, steps: Int = 1, _ change: (inout IntegratorOptions) -> Void = { _ in }
  ) throws -> Trajectory {
    let β = Graph().input(.vector(1))
    let y = Expression.tanh((β - f.c) * f.k)
    var options = IntegratorOptions()
    change(&options)
    return try Integration(
      title: "", objective: KnownSolution.objective(1), schedule: VectorField(1 + f.a * (1 - y.squared()), of: β),
      stepSize: f.time / Double(steps), method: method, options: options
    ).run(from: [0], steps: steps)
  }

  @Test("is not stepped over by any method", arguments: Integrators.adaptive.map(\.name), features)
  func anyMethod(name: String, feature: Feature) throws {
    for steps in [1, 100] {
      let run = try run(feature, Integrators.adaptive.first { $0.name == name }!, steps: steps)
      #expect(run.ending == .completed)
      expectClose(run.end[0], feature.end, 1e-9)
    }
  }

  /// β̇ = 1 − 160 (β − c) exp(−400 (β − c)²) rests at c + 0.00635169…, where 160 x exp(−400 x²) = 1, by mpmath.
  @Test("nor a point of rest in it", arguments: Integrators.adaptive.map(\.name), [1.5, 4, 6, 8, 15, 40])
  func rest(name: String, c: Double) throws {
    let β = Graph().input(.vector(1))
    let x = β - c
    let method = Integrators.adaptive.first { $0.name == name }!
    let run = try Integration(
      title: "", objective: KnownSolution.objective(1), schedule: VectorField(1 - x * .exp(x.squared() * -400) * 160, of: β),
      stepSize: 1.3 * c, method: method
    ).run(from: [0], steps: 1)
    expectClose(run.end[0], c + restPoint, 1e-9)
  }

  private let restPoint = 0.0063516777318796065

  @Test("the way to a minimum and the rest there cost hardly more for that", arguments: ["dopri5", "dop853"])
  func minimum(name: String) throws {
    let β = Graph().input(.vector(2))
    let integration = Integration(
      title: "", objective: KnownSolution.objective(2), schedule: VectorField(1 - β * β.graph.constant([2, 1]), of: β),
      stepSize: 0.1, method: Integrators.adaptive.first { $0.name == name }!)
    var options = RunOptions()
    options.recording = .last
    let run = try integration.run(from: [5, 7], steps: 2000, options)
    let (statistics, stages) = (run.statistics!, name == "dopri5" ? 6 : 12)
    #expect(Double(statistics.evaluations) <= 1.1 * Double(stages * statistics.attempts), "\(statistics)")
  }

  @Test("nor by a Taylor series of few terms", arguments: features.prefix(5), [4, 8])
  func fewTerms(feature: Feature, order: Int) throws {
    let run = try run(feature, TaylorSeries(order: order)) { ($0.relativeTolerance, $0.absoluteTolerance) = (1e-6, 1e-8) }
    expectClose(run.end[0], feature.end, 1e-4)
  }

  @Test("a Taylor series of few terms ends at tight tolerances too", arguments: [2, 3, 4])
  func tight(order: Int) throws {
    let β = Graph().input(.vector(1))
    let run = try Integration(
      title: "", objective: KnownSolution.objective(1), schedule: VectorField(-β, of: β), stepSize: 1,
      method: TaylorSeries(order: order)
    ).run(from: [1], steps: 1)
    expectClose(run.end[0], 0.36787944117144233, 1e-8)
    #expect(run.statistics!.attempts < 20_000, "\(run.statistics!)")
  }

  @Test("nor by any method whose longest step is shorter", arguments: Integrators.adaptive.map(\.name), features)
  func longestStep(name: String, feature: Feature) throws {
    let method = Integrators.adaptive.first { $0.name == name }!
    let longest = 1 / feature.k
    let run = try run(feature, method) { $0.maxStep = longest }
    expectClose(run.end[0], feature.end, 1e-8)
    #expect(Double(run.statistics!.acceptedSteps) >= feature.time / longest)
  }

  @Test("no step is longer than the longest, the first and the last neither", arguments: Integrators.adaptive.map(\.name))
  func everyStep(name: String) throws {
    let method = Integrators.adaptive.first { $0.name == name }!
    for (longest, first) in [(0.3, nil), (0.3, 5.0), (0.499, 0.499), (7, 100)] as [(Double, Double?)] {
      let run = try run(Self.features[3], method) {
        ($0.maxStep, $0.firstStep, $0.keepsDenseOutput) = (longest, first, true)
      }
      let times = run.dense!.times
      #expect(zip(times, times.dropFirst()).allSatisfy { $1 - $0 <= longest * (1 + 1e-12) }, "\(longest)")
    }
  }

  /// A constant field shows nothing of what lies ahead: a step is at most twice as long as the one before.
  @Test("has steps come to it that grow by twice at most", arguments: Integrators.adaptive.map(\.name))
  func growth(name: String) throws {
    let β = Graph().input(.vector(1))
    var options = IntegratorOptions()
    options.keepsDenseOutput = true
    let run = try Integration(
      title: "", objective: KnownSolution.objective(1), schedule: VectorField(β * 0 + 3, of: β), stepSize: 50,
      method: Integrators.adaptive.first { $0.name == name }!, options: options
    ).run(from: [1], steps: 1)
    let steps = zip(run.dense!.times, run.dense!.times.dropFirst()).map { $1 - $0 }
    #expect(zip(steps, steps.dropFirst()).allSatisfy { $1 <= 2.1 * $0 } && steps.count < 40, "\(steps)")
    expectClose(run.end[0], 151, 1e-12)
  }

  @Test(
    "a first step of any size is made", arguments: Integrators.adaptive.map(\.name),
    [Double.leastNonzeroMagnitude, 1e-200, 1e300])
  func firstStep(name: String, first: Double) throws {
    let run = try run(Self.features[0], Integrators.adaptive.first { $0.name == name }!) {
      ($0.firstStep, $0.maxStep) = (first, 0.02)
    }
    #expect(run.ending == .completed)
    expectClose(run.end[0], Self.features[0].end, 1e-8)
  }
}
