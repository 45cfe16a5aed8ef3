import PolyakPlatform
import Testing

@testable import HeavyBall

extension Lanczos {
  /// A search with products that are vectors.
  fileprivate static func search(
    dimension n: Int, _ options: EigenpairOptions, product: (Vector) throws -> Vector
  ) rethrows -> Eigenpairs {
    try search(dimension: n, options) { v, result in
      result.update(from: try product(Vector(v)).elements, count: n)
    }
  }
}

@Suite("Lanczos' method") struct LanczosTests {
  /// A search on a diagonal operator, whose eigenvalues are its diagonal.
  private func search(_ diagonal: [Double], _ change: (inout EigenpairOptions) -> Void = { _ in }) -> Eigenpairs {
    var options = EigenpairOptions()
    change(&options)
    return Lanczos.search(dimension: diagonal.count, options) { Vector(diagonal) * $0 }
  }

  /// The eigenvalues of second differences.
  private func differences(_ n: Int) -> [Double] { (1...n).map { i -> Double in 2 - 2 * cos(Double(i) * .pi / Double(n + 1)) } }

  private func expectPairs(
    _ found: Eigenpairs, _ diagonal: [Double], _ expected: [Double], _ tolerance: Double,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(found.isConverged && found.residual <= 1e-6, "residual \(found.residual)", sourceLocation: sourceLocation)
    expectClose(found.values, expected, tolerance, sourceLocation: sourceLocation)
    let scale = diagonal.reduce(0) { max($0, $1.magnitude) }
    for (i, λ) in found.values.enumerated() {
      let v = found.vectors.row(i)
      expectClose(v.norm(), 1, 1e-12, sourceLocation: sourceLocation)
      #expect((Vector(diagonal) * v - v * λ).norm() <= 1.01e-6 * scale, sourceLocation: sourceLocation)
      for j in 0..<i { expectClose(v.dot(found.vectors.row(j)), 0, 1e-9, sourceLocation: sourceLocation) }
    }
  }

  struct Spectrum: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let values: [Double]
    init(_ name: String, _ count: Int, _ value: (Double) -> Double) {
      (testDescription, values) = (name, (0..<count).map { value(Double($0)) })
    }
  }

  static let spectra: [Spectrum] = [
    Spectrum("well apart", 500) { pow(0.98, $0) },
    Spectrum("clustered at the top", 500) { i in
      let part = fmod(i, 7)
      return i < 7 ? 1 - 1e-4 * part : 0.9 - 1e-4 * part
    },
    Spectrum("clustered within 1e-9", 300) { $0 < 3 ? 2 + 1e-9 * $0 : $0 / 300 },
    Spectrum("the same thrice", 400) { fmod($0, 133) == 0.0 ? 5 : sin($0) },
    Spectrum("two values alone", 200) { $0 < 3 ? 5 : 1 },
    Spectrum("one value alone", 100) { _ in 3 },
    Spectrum("nothing", 100) { _ in 0 },
    Spectrum("indefinite, the larger moduli at the left", 300) { $0 - 250 },
    Spectrum("negative", 300) { -1 - pow(0.9, $0) },
    Spectrum("plus and minus the same", 300) { i in
      let half = floor(i / 2)
      return fmod(i, 2) == 0 ? pow(0.95, half) : -pow(0.95, half)
    },
    Spectrum("large numbers", 300) { 1e150 * pow(0.9, $0) },
    Spectrum("small numbers", 300) { 1e-150 * pow(0.9, $0) },
  ]

  @Test("finds the largest eigenvalues as often as they occur", arguments: spectra, [1, 3, 6])
  func largest(_ spectrum: Spectrum, count: Int) {
    let found = search(spectrum.values) {
      $0.count = count
      $0.iterations = 3000
    }
    let scale = spectrum.values.reduce(0) { max($0, $1.magnitude) }
    // Eigenvalues that are nearer than the tolerance are not told apart.
    expectPairs(found, spectrum.values, Array(spectrum.values.sorted(by: >).prefix(count)), 3e-6 * scale)
  }

  @Test("finds those of largest modulus", arguments: spectra, [1, 4])
  func largestModulus(_ spectrum: Spectrum, count: Int) {
    let found = search(spectrum.values) {
      $0.count = count
      $0.order = .modulus
      $0.iterations = 3000
    }
    let scale = spectrum.values.reduce(0) { max($0, $1.magnitude) }
    #expect(found.isConverged)
    let expected = spectrum.values.map(\.magnitude).sorted(by: >).prefix(count)
    expectClose(found.values.map(\.magnitude), Array(expected), 1e-6 * scale)
  }

  @Test("restarts where a spectrum is dense at its end, in memory for few vectors")
  func dense() {
    // The second-difference matrix: gaps of 1e-5 of the whole at the ends.
    let n = 1000
    let diagonal = differences(n)
    let found = search(diagonal) {
      $0.iterations = 5000
      $0.tolerance = 1e-8
    }
    #expect(Lanczos.basisCount(dimension: n, count: 1) < 150 && found.products > 150)
    expectPairs(found, diagonal, [diagonal[n - 1]], 1e-11)
  }

  @Test("takes fewer products from a vector of a search nearby, and finds an eigenvalue that has overtaken")
  func warmStart() {
    let n = 2000
    var diagonal = (0..<n).map { i -> Double in 1 / (1 + 0.05 * Double(i)) }
    let cold = search(diagonal)
    diagonal[5] += 1e-4
    let warm = search(diagonal) { $0.start = [cold.vectors.row(0)] }
    #expect(
      warm.isConverged && Double(warm.products) < 0.9 * Double(search(diagonal).products), "\(warm.products) of \(cold.products)")
    // The start is now the exact vector of the second largest.
    diagonal[700] = 1.001
    var exact = Vector(repeating: 0, count: n)
    exact[0] = 1
    let overtaken = search(diagonal) { $0.start = [exact] }
    expectPairs(overtaken, diagonal, [1.001], 1e-9)
  }

  @Test("goes on from several vectors at once")
  func warmStartOfSeveral() {
    let diagonal = (0..<1000).map { i -> Double in 1 / (1 + 0.05 * Double(i)) }
    let cold = search(diagonal) { $0.count = 4 }
    let warm = search(diagonal) {
      $0.count = 4
      $0.start = (0..<4).map { cold.vectors.row($0) }
    }
    expectPairs(warm, diagonal, Array(diagonal.prefix(4)), 1e-10)
    #expect(warm.products < cold.products, "\(warm.products), \(cold.products)")
  }

  @Test("ends, and says how good its result is, where products are rounded to single precision", arguments: [1, 3])
  func noise(count: Int) {
    let n = 1500
    let diagonal = Vector((0..<n).map { 10 * pow(0.97, Double($0)) })
    for tolerance in [1e-4, 1e-6, 1e-9] {
      var options = EigenpairOptions()
      (options.count, options.tolerance) = (count, tolerance)
      // And off by another 1e-7 of the largest eigenvalue, in another way for each vector.
      let found = Lanczos.search(dimension: n, options) { v in
        (diagonal * v).combined(with: v) { product, x in
          let noise: Double = 1e-6 * x * sin(1e9 * x)
          return Double(Float(product)) + noise
        }
      }
      expectClose(found.values, Array(diagonal.prefix(count)), 1e-6)
      let exact: [Double] = (0..<count).map { i in
        let v = found.vectors.row(i)
        return (diagonal * v - v * found.values[i]).norm() / 10
      }
      #expect(found.residual < 1e-3 && found.isConverged == (found.residual <= tolerance), "\(found.residual)")
      #expect(exact.max()! <= max(2 * found.residual, 1e-6) && found.products <= 200 + count)
      if tolerance == 1e-4 { #expect(found.isConverged) }
      if tolerance == 1e-9 { #expect(!found.isConverged && found.residual > 1e-9) }
    }
  }

  @Test("ends after so many products, not converged, with a value that is none too large", arguments: [1, 2, 10, 40])
  func limit(iterations: Int) {
    let n = 3000
    let found = search(differences(n)) { $0.iterations = iterations }
    #expect(!found.isConverged && found.products == iterations + 1)
    #expect(found.values[0] < 4 && found.residual > 1e-6)
  }

  @Test("is undefined where a product is not finite")
  func notFinite() {
    var diagonal = (0..<100).map(Double.init)
    diagonal[7] = .infinity
    let found = search(diagonal) { $0.count = 2 }
    #expect(found.values.count == 2 && found.values.allSatisfy(\.isNaN) && !found.isConverged && found.residual.isNaN)
  }

  @Test("ends with what a product throws")
  func throwing() {
    struct Stop: Error {}
    var products = 0
    #expect(throws: Stop.self) {
      try Lanczos.search(dimension: 100, EigenpairOptions()) { v in
        products += 1
        if products == 3 { throw Stop() }
        return v * Vector((0..<100).map(Double.init))
      }
    }
    #expect(products == 3)
  }
}
