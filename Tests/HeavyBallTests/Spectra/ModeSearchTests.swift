import PolyakPlatform
import Testing

@testable import HeavyBall

extension ModeSearch {
  /// A search on a diagonal operator, whose eigenvalues are its diagonal.
  static func search(_ diagonal: [Double], _ wish: Wish) -> ModesFound {
    search(dimension: diagonal.count, wish) { v, result in
      for i in diagonal.indices { result[i] = diagonal[i] * v[i] }
    }
  }
}

@Suite("The search for all eigenvalues above a bar") struct ModeSearchTests {
  private func wish(above bar: Double) -> ModeSearch.Wish {
    ModeSearch.Wish(bar: bar, most: 30, tolerance: 1e-6, iterations: 3000, start: [], looks: true)
  }

  private func expectPairs(
    _ found: ModesFound, _ diagonal: [Double], _ expected: [Double], _ tolerance: Double = 3e-6,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let scale = diagonal.reduce(0) { max($0, $1.magnitude) }
    #expect(found.isConverged && found.residual <= 1e-6, "residual \(found.residual)", sourceLocation: sourceLocation)
    #expect(found.count == expected.count, sourceLocation: sourceLocation)
    for (i, λ) in expected.enumerated() where i < found.count {
      let v = found.vectors[i]
      #expect((found.values[i] - λ).magnitude <= tolerance * scale, sourceLocation: sourceLocation)
      #expect((Vector(diagonal) * v - v * found.values[i]).norm() <= 1.01e-6 * scale, sourceLocation: sourceLocation)
      for j in 0...i {
        expectClose(v.dot(found.vectors[j]), i == j ? 1 : 0, 1e-11, sourceLocation: sourceLocation)
      }
    }
  }

  @Test("finds them as often as they occur", arguments: LanczosTests.spectra, [0.95, 0.5])
  func all(_ spectrum: LanczosTests.Spectrum, part: Double) {
    let largest = spectrum.values.max() ?? 0
    // Seven values of seventy copies each are another matter.
    if spectrum.testDescription.hasPrefix("clustered at the top"), part < 0.9 { return }
    let bar = largest > 0 ? part * largest : largest - (1 - part)
    let expected = spectrum.values.filter { $0 > bar }.sorted(by: >)
    let found = ModeSearch.search(spectrum.values, wish(above: bar))
    // Where there are too many, others as near as that may be in the place of the last.
    expectPairs(found, spectrum.values, Array(expected.prefix(30)), expected.count > 30 ? 1e-5 : 3e-6)
    #expect(found.isComplete == (expected.count <= 30))
  }

  @Test("finds nothing where all lie below, and says how far below")
  func none() {
    let found = ModeSearch.search((0..<500).map { pow(0.98, Double($0)) }, wish(above: 2))
    #expect(found.count == 0 && found.isComplete && found.isConverged && found.residual == 0)
    #expect(found.values[0] > 0.7 && found.values[0] <= 1 && found.products < 40, "\(found.values[0]), \(found.products)")
  }

  @Test("restarts in memory for few vectors where a spectrum is dense at its end")
  func dense() {
    let n = 1000
    let diagonal = (1...n).map { i -> Double in 2 - 2 * cos(Double(i) * .pi / Double(n + 1)) }
    let bar = (diagonal[n - 4] + diagonal[n - 3]) / 2
    let found = ModeSearch.search(diagonal, wish(above: bar))
    #expect(found.products > ModeSearch.basisCount(dimension: n, most: 30))
    expectPairs(found, diagonal, diagonal.suffix(3).reversed())
  }

  @Test("takes few products from vectors nearby, and of exact ones one each")
  func start() {
    let n = 2000
    var diagonal = (0..<n).map { i -> Double in 1 / (1 + 0.05 * Double(i)) }
    let cold = ModeSearch.search(diagonal, wish(above: 0.8))
    var warm = wish(above: 0.8)
    (warm.start, warm.looks) = (cold.vectors, false)
    let again = ModeSearch.search(diagonal, warm)
    expectPairs(again, diagonal, Array(diagonal.prefix(5)))
    #expect(again.products <= 9 && cold.products > 30, "\(again.products), \(cold.products)")
    diagonal[700] = 1.5
    warm.looks = true
    expectPairs(ModeSearch.search(diagonal, warm), diagonal, [1.5] + Array(diagonal.prefix(5)))
  }

  @Test("ends, and says how good its result is, where products are rounded to single precision")
  func noise() {
    let n = 1500
    let diagonal = (0..<n).map { 10 * pow(0.97, Double($0)) }
    for tolerance in [1e-4, 1e-6, 1e-9] {
      var wish = wish(above: 9)
      wish.tolerance = tolerance
      let found = ModeSearch.search(dimension: n, wish) { v, result in
        for i in 0..<n { result[i] = Double(Float(diagonal[i] * v[i])) + 1e-6 * v[i] * sin(1e9 * v[i]) }
      }
      #expect(found.count == 4 && found.isConverged == (found.residual <= tolerance), "\(found.residual)")
      expectClose(Array(found.values.prefix(4)), Array(diagonal.prefix(4)), 1e-6)
      if tolerance == 1e-4 { #expect(found.isConverged) }
      if tolerance == 1e-9 { #expect(!found.isConverged && found.residual > 1e-9) }
    }
  }

  @Test("ends after so many products", arguments: [1, 2, 10, 40])
  func limit(iterations: Int) {
    let n = 3000
    var wish = wish(above: 3.99)
    wish.iterations = iterations
    let found = ModeSearch.search((1...n).map { 2 - 2 * cos(Double($0) * .pi / Double(n + 1)) }, wish)
    #expect(!found.isConverged && found.products == iterations)
  }

  @Test("is undefined where a product is not finite")
  func notFinite() {
    var diagonal = (0..<100).map(Double.init)
    diagonal[7] = .infinity
    let found = ModeSearch.search(diagonal, wish(above: 3))
    #expect(found.count == 0 && found.values.isEmpty && found.residual.isNaN && !found.isConverged && !found.isComplete)
    #expect(found.products == 1)
  }
}
