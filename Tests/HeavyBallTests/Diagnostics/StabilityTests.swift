import PolyakPlatform
import Testing

@testable import HeavyBall

/// d·β₀ + Σ βᵢ²(aᵢ + cᵢβ₀)/2: where the others are 0 the Hessian's eigenvalues are 0 and aᵢ + cᵢβ₀, and gradient flow changes β₀
/// alone, by −d a unit of time.
struct DriftingLoss: Loss {
  static let name = "drifting"
  let drift: Double
  let a: [Double]
  let c: [Double]
  var dimension: Int { a.count + 1 }

  func build(_ β: HeavyBall.Expression) -> HeavyBall.Expression {
    a.indices.reduce(drift * β[0]) { $0 + 0.5 * (a[$1] + c[$1] * β[0]) * β[$1 + 1].squared() }
  }
}

@Suite("The edge of stability") struct StabilityTests {
  static let momenta = [0, 0.3, 0.5, 0.9, 0.99]

  /// The roots of z² − (1+µ−(1+ν)s)z + µ − νs: the largest modulus, and whether that root is real.
  private func largestRoot(_ µ: Double, _ ν: Double, _ s: Double) -> (modulus: Double, isReal: Bool) {
    let (b, c) = (1 + µ - (1 + ν) * s, µ - ν * s)
    let discriminant = b * b - 4 * c
    if discriminant < 0 { return (c.squareRoot(), false) }
    return ((b.magnitude + discriminant.squareRoot()) / 2, true)
  }

  @Test("is where a root leaves the unit circle, over the whole family", arguments: momenta)
  func threshold(µ: Double) {
    for ν in stride(from: -3.0, through: 3, by: 0.1) + [µ, -(1 - µ) / 4] {
      let found = StabilityThreshold(of: MomentumFamily(stepSize: 0.1, momentum: µ, lookahead: ν))
      let s = 0.1 * found.curvature
      for part in [1e-6, 0.01, 0.3, 0.7, 0.99, 1 - 1e-6] {
        #expect(largestRoot(µ, ν, part * s).modulus < 1, "µ = \(µ), ν = \(ν) at \(part)")
      }
      let beyond = largestRoot(µ, ν, (1 + 1e-6) * s)
      #expect(beyond.modulus > 1, "µ = \(µ), ν = \(ν)")
      if (ν + (1 - µ) / 4).magnitude > 1e-3 {
        #expect(beyond.isReal == (found.exit == .alternating), "µ = \(µ), ν = \(ν)")
      }
    }
  }

  @Test("is 2/η, 2(1+µ)/η, 2(1+µ)/((1+2µ)η)")
  func known() {
    func value(_ µ: Double, _ ν: Double) -> Double {
      StabilityThreshold(of: MomentumFamily(stepSize: 0.25, momentum: µ, lookahead: ν)).curvature
    }
    #expect(value(0, 0) == 8 && value(0.5, 0) == 12 && value(0.5, 0.5) == 6 && value(0.5, -0.5) == 4)
    #expect(value(1, 0) == 0 && value(-1.5, 0) == 0)
    #expect(StabilityThreshold(of: MomentumFamily(stepSize: 0, momentum: 0.5, lookahead: 0)).curvature == .infinity)
  }

  static let methods = [(0.0, 0.0), (0.7, 0), (0.7, 0.7), (0.5, -0.4), (0.2, 1.5)]

  @Test("parts runs on a quadratic that end from those that grow", arguments: methods)
  func runs(µ: Double, ν: Double) throws {
    let method = MomentumFamily(stepSize: 0.1, momentum: µ, lookahead: ν)
    let threshold = StabilityThreshold(of: method).curvature
    for (part, ends) in [(0.97, true), (1.03, false)] {
      let quadratic = Objective(QuadraticLoss(a: Matrix([[part * threshold]]), b: [0]))
      let end = try Iteration(MomentumMethod(method), on: quadratic).run(from: [1], steps: 1000).end[0].magnitude
      #expect(ends ? end < 1e-2 : end > 1e2, "\(end)")
    }
  }

  /// So many coordinates more that stay flat.
  private func loss(_ drift: Double, _ a: [Double], _ c: [Double], beside more: Int) -> (Objective, Vector) {
    let zeros = Array(repeating: 0.0, count: more)
    let loss = DriftingLoss(drift: drift, a: a + zeros.map { _ in 0.01 }, c: c + zeros)
    return (Objective(loss), Vector([2] + a.map { _ in 0 } + zeros))
  }

  @Test("comes nearer by the third derivative along the flow", arguments: [0, 100])
  func rate(more: Int) {
    let (objective, β) = loss(0.4, [5, 7], [-1, 0], beside: more)
    let method = MomentumFamily(stepSize: 0.1, momentum: 0.5, lookahead: 0)
    // Eigenvalues 3 and 7 of 30; the second does not change.
    let still = Stability(of: method, on: objective, at: β, above: 0.2) {}
    expectClose([still.sharpness, still.ratio, still.rate], [7, 7.0 / 30, 0], 1e-9)
    #expect(still.modes.values.count == 1 && still.time > 1e9 && still.steps > 1e10)
    // β₀′ = −0.4/(1 − 0.5), so that 10 − 0.5 β₀ = 9 rises by 0.4.
    let (rising, _) = loss(0.4, [10, 7], [-0.5, 0], beside: more)
    for fraction in [0.1, 0.9] {
      let found = Stability(of: method, on: rising, at: β, above: fraction) {}
      expectClose([found.sharpness, found.rate, found.time, found.steps], [9, 0.4, 52.5, 525], 1e-8)
      #expect(found.modes.values.count == (fraction == 0.1 ? 2 : 0))
    }
    let (falling, _) = loss(-0.4, [61, 7], [-0.5, 0], beside: more)
    let beyond = Stability(of: method, on: falling, at: β) {}
    expectClose([beyond.sharpness, beyond.rate], [60, -0.4], 1e-8)
    #expect(beyond.time == 0 && beyond.steps == 0)
    // Two equal ones of which the second rises faster.
    let (double, _) = loss(0.4, [10, 13], [-0.5, -2], beside: more)
    expectClose(Stability(of: method, on: double, at: β, above: 0.1) {}.rate, 1.6, 1e-8)
  }

  @Test("of a loss of one parameter, one without curvature, and where it is not finite", arguments: [1, 80])
  func extremes(n: Int) {
    let method = MomentumFamily(stepSize: 0.1, momentum: 0.5, lookahead: 0)
    let flat = Objective(QuadraticLoss(a: Matrix(rows: n, columns: n), b: Vector(repeating: 1, count: n)))
    let found = Stability(of: method, on: flat, at: Vector(repeating: 1, count: n)) {}
    #expect(found.sharpness == 0 && found.rate == 0 && found.time == .infinity && found.modes.values.isEmpty)
    let steep = Objective(RosenbrockLoss(dimension: max(n, 2)))
    let lost = Stability(of: method, on: steep, at: Vector(repeating: 1e200, count: max(n, 2))) {}
    #expect(lost.sharpness.isNaN && lost.ratio.isNaN && lost.rate.isNaN && lost.time.isNaN && !lost.modes.isConverged)
  }

  @Test("is recorded along a run, with eigenvalues in a column each", arguments: [0, 100])
  func recorded(more: Int) throws {
    let (objective, start) = loss(1, [9, 11, 4], [0, 1, 0], beside: more)
    let iteration = Iteration(GradientDescent(stepSize: 0.1), on: objective)
    var options = RunOptions()
    options.observers = [
      StabilityQuantity(every: 10), SpectrumObserver(every: 10, above: 0.5, most: 20), SharpnessQuantity(every: 10),
      SpectrumObserver(every: 10, above: 0.5, of: 100, most: 3), SpectrumObserver(every: 10, above: 0.5, most: 1),
    ]
    let run = try iteration.run(from: start, steps: 50, options)
    // 11 + β₀ is 13, 12, 11, 10, 9, 8 beside 9 and 4, and the threshold 20.
    expectClose(run.recordings[0].values, [0.65, 0.6, 0.55, 0.5, 0.45, 0.45], 1e-9)
    expectClose(run.recordings[2].values, [13, 12, 11, 10, 9, 9], 1e-9)
    let spectrum = run.recordings[1]
    #expect(spectrum.steps == [0, 10, 20, 30, 40, 50] && spectrum.width == 1)
    expectClose(spectrum.values.prefix(3), [13, 12, 11], 1e-9)
    let isGone = spectrum.values.suffix(2).allSatisfy { $0.isNaN }
    #expect(isGone)
    let none = run.recordings[3].values.allSatisfy { $0.isNaN }
    #expect(run.recordings[3].width == 1 && none && run.recordings[3].values.count == 6)
    #expect(run.recordings[4].width == 1)
    options.observers = [SpectrumObserver(every: 10, above: 0.425, of: 20, most: 20)]
    let two = try iteration.run(from: start, steps: 50, options).recordings[0]
    #expect(two.width == 2 && two.values.last == two.values[11])
    // Crossed between the 40th and the 50th step, where the first goes below 8.5.
    for (i, values) in [[13.0, 9], [12, 9], [11, 9], [10, 9]].enumerated() {
      expectClose(two.values[2 * i..<2 * i + 2], values, 1e-9)
    }
    #expect(two.values[10].isNaN)
    expectClose(two.values[11], 9, 1e-9)
  }

  @Test("widens a record by columns that were not there before")
  func columns() throws {
    var recording = Recording(name: "spectrum")
    try recording.append(.columns([:]), step: 0)
    #expect(recording.width == 1 && recording.values.count == 1)
    for (step, columns) in [[0: 3.0], [0: 2, 2: 1], [1: 5]].enumerated() {
      try recording.append(.columns(columns), step: step + 1)
    }
    let values = recording.values.map { $0.isNaN ? -1 : $0 }
    #expect(recording.width == 3 && values == [-1, -1, -1, 3, -1, -1, 2, -1, 1, -1, 5, -1])
  }

  @Test("leaves midpoints where it is crossed")
  func midpoints() throws {
    // At λ = 2/η gradient descent alternates for ever, around the minimum in one coordinate; the other one falls by halves.
    let iteration = Iteration(
      GradientDescent(stepSize: 0.5), on: Objective(QuadraticLoss(a: Matrix([[4, 0], [0, 1]]), b: [0, 0])))
    let run = try iteration.run(from: [3, 1], steps: 4)
    let middle = try #require(run.midpoints())
    #expect(middle.steps == [1, 2, 3] && middle.times == [0.5, 1, 1.5] && middle.title == "midpoints of gradient descent")
    #expect(middle.points == Matrix([[0, 0.5625], [0, 0.28125], [0, 0.140625]]))
    #expect(middle.losses() == Vector([0.5625, 0.28125, 0.140625].map { $0 * $0 / 2 }))
    for recording in [RunOptions.Recording.every(2), .every(3), .last] {
      var options = RunOptions()
      options.recording = recording
      #expect(try iteration.run(from: [3, 1], steps: 7, options).midpoints() == nil)
    }
    #expect(try iteration.run(from: [3, 1], steps: 1).midpoints() == nil)
    #expect(try iteration.run(from: [3, 1], steps: 0).midpoints() == nil)
  }
}
