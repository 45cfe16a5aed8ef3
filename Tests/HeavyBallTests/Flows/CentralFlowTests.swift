import PolyakPlatform
import Testing

@testable import HeavyBall

@Suite("The central flow") struct CentralFlowTests {
  private static func heavyBall(_ η: Double, _ µ: Double, _ ν: Double = 0) -> MomentumFamily {
    MomentumFamily(stepSize: η, momentum: µ, lookahead: ν)
  }

  /// At tolerances that leave the flow's own error alone.
  private static func end(_ flow: CentralFlow, from β: Vector, steps: Int) throws -> Vector {
    var options = IntegratorOptions()
    options.relativeTolerance = 1e-9
    return try flow.run(DormandPrince853(), options).run(from: β, steps: steps).end
  }

  /// central_flow.json.
  private struct File: Decodable {
    struct Case: Decodable {
      let mu: Double
      let scale: Double
      let central: [Double]
      let rgf_end: [Double]
      let sigma2: Double
      let Sc: Double
    }
    let cases: [Case]
  }

  /// The step in the middle of the window that means are of, where the reference is.
  private static func middle(_ known: File.Case) -> Int { Int((1.9 / known.scale).rounded()) }

  /// (s + y²/2)u²/2 + a(s − s*)²/2 + b(y − y*)²/2 in (u, s, y).
  private static func toy(_ a: Double, _ threshold: Double) -> Objective {
    Objective(name: "toy", dimension: 3) { w in
      let curvature = w[1] + w[2].squared() / 2
      let drawn = (w[1] - (threshold + 1)).squared() * (a / 2) + (w[2] - 1.5).squared() * (0.3 * a)
      return curvature * w[0].squared() / 2 + drawn
    }
  }

  @Test("is that of a toy whose one direction was eliminated, with its variance, in the middle of the window of its means")
  func eliminated() throws {
    for known in try SeriesReference.read(File.self, "central_flow.json").cases where known.scale > 1e-3 {
      let objective = Self.toy(known.scale * (1 - known.mu), known.Sc)
      let flow = CentralFlow(objective, Self.heavyBall(1, known.mu), relaxation: 0.2)
      #expect(flow.threshold == known.Sc)
      let end = try Self.end(flow, from: [1e-4, known.Sc - 0.6, 0.2], steps: Self.middle(known))
      expectClose(end[0], 0, 1e-9)
      expectClose(end.dropFirst(), known.central, 0.1 * known.scale, "mu \(known.mu)")
      let oscillation = try #require(flow.oscillation(at: end))
      expectClose(oscillation.sharpness, known.Sc, 1e-8)
      expectClose(oscillation.variances[0] / known.sigma2, 1, 1e-3)
      expectClose(oscillation.excess, known.Sc * oscillation.variances[0] / 2, 1e-9)
      #expect(oscillation.variances.count == 1 && oscillation.directions[0][0].magnitude > 1 - 1e-9)
    }
  }

  @Test("comes to its limit as the time of relaxation does, to second order")
  func converges() throws {
    let known = try #require(try SeriesReference.read(File.self, "central_flow.json").cases.first { $0.mu == 0.5 })
    let objective = Self.toy(known.scale * (1 - known.mu), known.Sc)
    let errors = try [8.0, 4, 2].map { relaxation in
      let flow = CentralFlow(objective, Self.heavyBall(1, known.mu), relaxation: relaxation)
      let end = try Self.end(flow, from: [0, known.Sc - 0.6, 0.2], steps: Self.middle(known))
      return (Vector(end.dropFirst()) - Vector(known.central)).norm()
    }
    for (coarse, fine) in zip(errors, errors.dropFirst()) { expectClose(log2(coarse / fine), 2, 0.1, "\(errors)") }
  }

  @Test("comes to its limit as equal steps shorten, to the order of their method but for the step in which S is met")
  func equalSteps() throws {
    let objective = Self.toy(1e-3, 3)
    let flow = CentralFlow(objective, Self.heavyBall(1, 0.5), relaxation: 4)
    let exact = try Self.end(flow, from: [0, 2.4, 0.2], steps: 600)
    let errors = try [2.0, 4, 8].map { parts in
      (try flow.run(FixedSteps(Euler.self, step: 1 / parts), nil).run(from: [0, 2.4, 0.2], steps: 600).end - exact).norm()
    }
    for (coarse, fine) in zip(errors, errors.dropFirst()) { expectClose(log2(coarse / fine), 1, 0.15, "\(errors)") }
  }

  /// ½uᵀPu + ½a‖P − Q‖², P symmetric of two rows: (u₁, u₂, P₁₁, P₁₂, P₂₂), and with |P₁₂| counted twice in the norm.
  private static func free(_ Q: Matrix, _ a: Double) -> Objective {
    Objective(name: "free", dimension: 5) { w in
      let quadratic = w[2] * w[0].squared() / 2 + w[3] * w[0] * w[1] + w[4] * w[1].squared() / 2
      let distance =
        (w[2] - Q[0, 0]).squared() + (w[3] - Q[0, 1]).squared() * 2 + (w[4] - Q[1, 1]).squared()
      return quadratic + distance * (a / 2)
    }
  }

  @Test("of a free Hessian that is drawn to Q ends at Q with its eigenvalues cut at S, and Sigma is 2a times what was cut")
  func projection() throws {
    // Eigenvalues 5 and 4, 5 and 2, about axes that are none of the start's.
    for (high, low) in [(5.0, 4.0), (5, 2)] {
      let (c, s) = (cos(0.4), sin(0.4)), (a, S) = (2e-2, 3.0)
      func matrix(_ x: Double, _ y: Double) -> Matrix {
        Matrix([[c * c * x + s * s * y, c * s * (x - y)], [c * s * (x - y), s * s * x + c * c * y]])
      }
      let flow = CentralFlow(Self.free(matrix(high, low), a), Self.heavyBall(1, 0.5))
      let end = try Self.end(flow, from: [0, 0, 2.5, 0.3, 1.5], steps: 800)
      let cut = matrix(min(high, S), min(low, S))
      expectClose(end, [0, 0, cut[0, 0], cut[0, 1], cut[1, 1]], 1e-6, "\(low)")
      let found = try #require(flow.oscillation(at: end))
      let expected = [high - S, low - S].filter { $0 > 0 }.map { 2 * a * $0 }
      expectClose(found.variances, expected, 1e-6, "\(low)")
      expectClose((found.directions[0][0] * c + found.directions[0][1] * s).magnitude, 1, 1e-6)
      expectClose(found.excess, S / 2 * expected.reduce(0, +), 1e-6)
    }
  }

  @Test("of two losses side by side is that of each, with a variance for each")
  func sum() throws {
    let (first, second) = (Self.toy(1e-3, 3), Self.toy(2e-3, 3))
    let both = Objective(name: "both", dimension: 6) { w in
      first.expression(at: HeavyBall.Expression.concatenation([w[0], w[1], w[2]]))
        + second.expression(at: HeavyBall.Expression.concatenation([w[3], w[4], w[5]]))
    }
    let starts: [Vector] = [[1e-4, 2.4, 0.2], [1e-4, 2.6, 0.1]]
    let flows = [first, second].map { CentralFlow($0, Self.heavyBall(1, 0.5), relaxation: 0.5) }
    let ends = try zip(flows, starts).map { try Self.end($0, from: $1, steps: 700) }
    let flow = CentralFlow(both, Self.heavyBall(1, 0.5), relaxation: 0.5)
    let end = try Self.end(flow, from: Vector(starts.flatMap(\.elements)), steps: 700)
    expectClose(end, ends.flatMap(\.elements), 1e-7)
    let variances = try zip(flows, ends).map { try #require($0.oscillation(at: $1)).variances[0] }
    expectClose(try #require(flow.oscillation(at: end)).variances, variances.sorted(by: >), 1e-6)
  }

  @Test("of a curvature that is met by two directions at once shares the variance between them")
  func tied() throws {
    let objective = Objective(name: "tied", dimension: 3) { w in
      w[2] * (w[0].squared() + w[1].squared()) / 2 + (w[2] - 4).squared() * 1e-3
    }
    let flow = CentralFlow(objective, Self.heavyBall(1, 0.5))
    let end = try Self.end(flow, from: [0, 0, 2.9], steps: 400)
    expectClose(end[2], 3, 1e-9)
    expectClose(try #require(flow.oscillation(at: end)).variances, [2e-3, 2e-3], 1e-6)
  }

  @Test("below S is gradient flow 1/(1 - mu) times as fast, and above what nothing lowers it is no number")
  func quadratic() throws {
    for (curvature, isFinite) in [(0.5, true), (2.9, true), (3, true), (3.1, false)] {
      let objective = Objective(QuadraticLoss(a: Matrix([[curvature, 0], [0, 0.1]]), b: [0, 0]))
      let flow = CentralFlow(objective, Self.heavyBall(1, 0.5))
      #expect(flow.field(at: [1, 2]).isFinite == isFinite, "\(curvature)")
      guard isFinite else {
        #expect(flow.oscillation(at: [1, 2]) == nil)
        continue
      }
      let end = try Self.end(flow, from: [1, 2], steps: 2)
      expectClose(end, [exp(-4 * curvature), 2 * exp(-0.4)], 1e-8)
      #expect(try #require(flow.oscillation(at: end)).variances.isEmpty)
    }
  }

  @Test(
    "of heavy ball and of Nesterov's method is the mean of its own steps, kicked a little, and their variance",
    arguments: [0, 0.5])
  func steps(ν: Double) throws {
    let (µ, scale, steps, window) = (0.5, 4e-4, 4000, 800)
    let S = 2 * (1 + µ) / (1 + 2 * ν)
    let objective = Self.toy(scale * (1 - µ), S)
    let flow = CentralFlow(objective, Self.heavyBall(1, µ, ν))
    expectClose(flow.threshold, S, 1e-15)
    var random = RandomGenerator(seed: 1)
    var (w, m): (Vector, Vector) = ([1e-3, S - 0.3, 0.2], [0, 0, 0])
    let start = w
    var (mean, square) = (m, 0.0)
    for k in 1...steps {
      m = m * µ - objective.gradient(at: w + m * ν)
      w = w + m
      w[0] += 1e-4 * random.normal()
      guard k > steps - window else { continue }
      mean.add(w, times: 1 / Double(window))
      square += w[0] * w[0] / Double(window)
    }
    let middle = try Self.end(flow, from: start, steps: steps - window / 2)
    expectClose(mean, middle, 5e-3)
    // Found 2 and 6 per cent off by other kicks.
    expectClose(square / (try #require(flow.oscillation(at: middle)).variances[0]), 1, 0.15)
  }

  @Test("records at each kept point what it predicts, and goes on where it ended")
  func recorded() throws {
    let objective = Self.toy(1e-3, 3)
    let flow = CentralFlow(objective, Self.heavyBall(1, 0.5), modes: 2)
    let runner = flow.run(DormandPrince853(), nil).measured(by: flow.iteration { () throws(Never) in })
    var options = RunOptions()
    options.recording = .every(100)
    options.observers = CentralObservers.all(of: flow, every: 100)
    let run = try runner.run(from: [1e-4, 2.4, 0.2], steps: 600, options)
    let named = Dictionary(uniqueKeysWithValues: run.recordings.map { ($0.name, $0) })
    #expect(named.keys.sorted() == ["mean_loss", "sharpness", "variance", "variances"])
    for (i, step) in run.steps.enumerated() {
      let w = run.points.row(i)
      let found = try #require(flow.oscillation(at: w))
      #expect(named.values.allSatisfy { $0.steps[i] == step })
      expectClose(named["sharpness"]!.values[i], found.sharpness, 1e-12)
      expectClose(named["variance"]!.values[i], found.variances.first ?? 0, 1e-12)
      expectClose(Array(named["variances"]!.values[2 * i..<2 * i + 2]), [found.variances.first ?? 0, 0], 1e-12)
      expectClose(named["mean_loss"]!.values[i], objective.value(at: w) + found.excess, 1e-12)
    }
    let first = try flow.run(DormandPrince853(), nil).run(from: [1e-4, 2.4, 0.2], steps: 250)
    let rest = try flow.run(DormandPrince853(), nil).run(from: first, steps: 350)
    expectClose(rest.end, run.end, 1e-5)
  }
}
