import PolyakPlatform
import Testing

@testable import HeavyBall

@Suite("Traces and spectral densities") struct SpectralDensityTests {
  /// A symmetric matrix that is not diagonal, with falling eigenvalues and some below 0, and one of random entries.
  static func matrix(_ n: Int, falling: Bool) -> Matrix {
    var a = Matrix(rows: n, columns: n)
    if falling {
      // Second differences' eigenvectors.
      for k in 0..<n {
        let λ: Double = 10 * pow(0.8, Double(k)) - (k % 7 == 0 ? 1 : 0)
        let v = Vector((0..<n).map { sin(Double(($0 + 1) * (k + 1)) * .pi / Double(n + 1)) }) * (2 / Double(n + 1)).squareRoot()
        for i in 0..<n { for j in 0..<n { a[i, j] += λ * v[i] * v[j] } }
      }
      return a
    }
    var random = RandomGenerator(seed: 3)
    for i in 0..<n {
      for j in 0...i {
        let x = random.normal()
        (a[i, j], a[j, i]) = (x, x)
      }
    }
    return a
  }

  static func product(_ a: Matrix) -> Lanczos.Product {
    { v, result in result.update(from: (a * Vector(v)).elements, count: a.rows) }
  }

  static func trace(_ a: Matrix) -> Double { (0..<a.rows).reduce(0) { $0 + a[$1, $1] } }

  @Test("a trace's estimates lie around it as their error bars say", arguments: TraceEstimate.Method.allCases, [true, false])
  func traces(method: TraceEstimate.Method, falling: Bool) throws {
    let a = Self.matrix(60, falling: falling)
    let exact = Self.trace(a)
    var (within, squares, bars) = (0, 0.0, 0.0)
    for seed in 0..<200 {
      let found = try TraceEstimate.estimate(dimension: 60, method, probes: 30, seed: seed, product: Self.product(a))
      #expect(found.products == 30)
      if (found.value - exact).magnitude <= 2 * found.error { within += 1 }
      squares += (found.value - exact) * (found.value - exact) / 200
      bars += found.error * found.error / 200
    }
    // Two standard deviations hold 95 in 100 of a normal distribution, and few vectors say little of their own spread.
    #expect(within >= 160, "\(within)")
    #expect(squares / bars > 0.6 && squares / bars < 1.6, "\(squares), \(bars)")
    // Hutchinson's variance, in closed form.
    var off = 0.0
    for i in 0..<60 { for j in 0..<60 where i != j { off += a[i, j] * a[i, j] } }
    let ratio = squares / (2 * off / 30)
    if method == .hutchinson {
      #expect(ratio > 0.7 && ratio < 1.4, "\(ratio)")
    } else if falling {
      #expect(ratio < 0.25, "\(ratio)")
    }
  }

  @Test("a trace is exact from as many products as coordinates", arguments: TraceEstimate.Method.allCases, [1, 2, 60])
  func exact(method: TraceEstimate.Method, n: Int) throws {
    let a = Self.matrix(n, falling: false)
    let found = try TraceEstimate.estimate(dimension: n, method, probes: n, seed: 0, product: Self.product(a))
    expectClose(found.value, Self.trace(a), 1e-13)
    #expect(found.error == 0 && found.products == n)
  }

  @Test("a trace of 0, of a multiple of the identity, and one that is not finite", arguments: TraceEstimate.Method.allCases)
  func extremes(method: TraceEstimate.Method) {
    for λ in [0.0, -2.5, .infinity, .nan] {
      let found = TraceEstimate.estimate(dimension: 100, method, probes: 12, seed: 1) { v, result in
        for i in 0..<100 { result[i] = λ == 0 ? 0 : λ * v[i] }
      }
      if λ.isFinite {
        // Signs have a length that is always the same, what is left of them beside a range has not.
        #expect((found.value - 100 * λ).magnitude <= (method == .hutchinson ? 1e-10 : 4 * found.error + 1e-10))
        #expect(found.error < 3 && (λ != 0 || found.error == 0))
      } else {
        #expect(found.value.isNaN && found.error.isNaN)
      }
    }
    let single = TraceEstimate.estimate(dimension: 9, .hutchinson, probes: 1, seed: 0) { v, result in result[0] = v[0] }
    #expect(single.error.isNaN)
  }

  @Test("a density has the spectrum's moments within its error bars", arguments: [true, false])
  func moments(falling: Bool) throws {
    let a = Self.matrix(60, falling: falling)
    let values = a.symmetricEigenvalues()
    let found = try #require(
      try SpectralDensity.estimate(dimension: 60, probes: 40, steps: 12, seed: 0, product: Self.product(a)))
    #expect(found.products == 480)
    for power in 1...6 {
      let exact = values.reduce(0) { $0 + pow($1, Double(power)) } / 60
      let (value, error) = found.mean { pow($0, Double(power)) }
      #expect((value - exact).magnitude < 3 * error, "\(power): \(value), \(exact), \(error)")
    }
    #expect(found.range.lowerBound >= values[0] - 1e-9 && found.range.upperBound <= values[59] + 1e-9)
    for weights in found.weights { expectClose(weights.reduce(0, +), 1, 1e-13) }
    // The share of eigenvalues below a place, from the smeared density.
    let σ = 0.5, middle = falling ? 1.0 : 0.0
    var below = 0.0
    for i in 0..<4000 {
      let x = -40 + (middle + 40) * (Double(i) + 0.5) / 4000
      below += found.density(at: x, width: σ).value * (middle + 40) / 4000
    }
    let exact = values.reduce(0) { $0 + 0.5 * erfc(($1 - middle) / (σ * 2.0.squareRoot())) } / 60
    #expect((below - exact).magnitude < 0.05, "\(below), \(exact)")
  }

  @Test("a density's quadrature is exact where steps are as many as different eigenvalues", arguments: [1, 2, 5])
  func quadrature(distinct: Int) throws {
    let n = 30
    let diagonal = (0..<n).map { Double($0 % distinct) - 1 }
    let product: Lanczos.Product = { v, result in for i in 0..<n { result[i] = diagonal[i] * v[i] } }
    let found = try #require(try SpectralDensity.estimate(dimension: n, probes: 3, steps: 50, seed: 0, product: product))
    #expect(found.products <= 3 * (distinct + 1))
    for nodes in found.nodes { expectClose(nodes.sorted().prefix(distinct), (0..<distinct).map { Double($0) - 1 }, 1e-9) }
  }

  @Test("a density is none where a product is not finite")
  func notFinite() {
    let found = SpectralDensity.estimate(dimension: 5, probes: 1, steps: 3, seed: 0) { _, result in
      result.update(repeating: .nan, count: 5)
    }
    #expect(found == nil)
  }

  @Test("of a network's layers are those of its Hessian's blocks", arguments: [Precision.double, .single])
  func blocks(precision: Precision) throws {
    let objective = FollowedModesTests.network(precision)
    let β = Vector((1...objective.dimension).map { 0.5 * sin(Double(3 * $0)) })
    let hessian = objective.hessian(at: β)
    let tolerance = precision == .double ? 1e-12 : 1e-5
    for range in [0..<60, 60..<99, 98..<99, 0..<99] {
      let block = HessianBlock(objective, range)
      let trace = range.reduce(0) { $0 + hessian[$1, $1] }
      expectClose(try block.trace(at: β, probes: 99) {}.value, trace, tolerance)
      let estimate = try block.trace(at: β, probes: 30) {}
      #expect((estimate.value - trace).magnitude <= 4 * estimate.error + tolerance)
      let density = try #require(try block.spectralDensity(at: β, probes: 4, steps: 99) {})
      let part = Matrix(range.map { i in range.map { hessian[i, $0] } }).symmetricEigenvalues()
      // The top of the spectrum from the quadrature.
      expectClose(density.range.upperBound, part[part.count - 1], max(1e-9, tolerance))
    }
  }
}
