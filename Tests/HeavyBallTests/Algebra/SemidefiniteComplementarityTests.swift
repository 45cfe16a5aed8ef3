import PolyakPlatform
import Testing

@testable import HeavyBall

@Suite("Semidefinite complementarity") struct SemidefiniteComplementarityTests {
  private static func solve(_ A: Matrix, _ B: Matrix) throws -> Matrix {
    try SemidefiniteComplementarity(linear: A, constant: B).solution()
  }

  private static func fault(_ A: Matrix, _ B: Matrix) -> ComplementarityFault? {
    do {
      _ = try SemidefiniteComplementarity(linear: A, constant: B).solution()
      return nil
    } catch { return error }
  }

  private static func diagonal(_ values: [Double]) -> Matrix {
    var result = Matrix(rows: values.count, columns: values.count)
    for (i, x) in values.enumerated() { result[i, i] = x }
    return result
  }

  /// X ⪰ 0, M ⪰ 0 and XM = 0.
  private static func expectSolution(_ X: Matrix, _ A: Matrix, _ B: Matrix, _ tolerance: Double, _ what: String) {
    let coordinates = SymmetricCoordinates(size: B.rows)
    let image = coordinates.matrix(A * coordinates.vector(X))
    let M = Matrix(rows: B.rows, columns: B.rows, elements: zip(image.elements, B.elements).map { $0 + $1 })
    let size = max(1, X.elements.reduce(0) { max($0, $1.magnitude) })
    #expect(X.symmetricEigenvalues()[0] >= -tolerance * size, "\(what)")
    #expect(M.symmetricEigenvalues()[0] >= -tolerance * size, "\(what)")
    expectClose((X * M).elements, Array(repeating: 0, count: X.elements.count), tolerance * size * size, what)
  }

  @Test("of one row is max(0, -B/A)")
  func one() throws {
    for (a, b) in [(2.0, -3.0), (2, 3), (1e-8, -1), (1e9, -1e-9), (3, 0), (0, 1)] {
      expectClose(try Self.solve(Matrix([[a]]), Matrix([[b]]))[0, 0], a == 0 ? 0 : max(0, -b / a), 1e-13, "\(a), \(b)")
    }
  }

  @Test("of numbers on the diagonal alone is the linear problem, solved by trying all sets of positive ones")
  func linear() throws {
    var random = RandomGenerator(seed: 3)
    for n in 1...5 {
      for _ in 0..<8 {
        let factor = Matrix((0..<n).map { _ in (0..<n).map { _ in random.normal() } })
        let a = factor * factor.transposed(), b = Vector((0..<n).map { _ in random.normal() })
        let coordinates = SymmetricCoordinates(size: n)
        var A = Matrix.identity(coordinates.count)
        let places = (0..<n).map { i in coordinates.pairs.firstIndex { $0.row == i && $0.column == i }! }
        for i in 0..<n { for j in 0..<n { A[places[i], places[j]] = a[i, j] } }
        var found: [Double]?
        for set in 0..<(1 << n) {
          let active = (0..<n).filter { set >> $0 & 1 == 1 }
          var x = Vector(repeating: 0, count: n)
          if !active.isEmpty {
            guard let lu = LUFactorization(Matrix(active.map { i in active.map { a[i, $0] } })) else { continue }
            for (i, value) in zip(active, lu.solve(Vector(active.map { -b[$0] }))) { x[i] = value }
          }
          let m = a * x + b
          if x.allSatisfy({ $0 >= 0 }), m.allSatisfy({ $0 >= -1e-12 }) { found = x.elements }
        }
        let X = try Self.solve(A, Self.diagonal(b.elements))
        expectClose(X.elements, Self.diagonal(try #require(found)).elements, 1e-9, "\(n)")
      }
    }
  }

  /// 0 where B ⪰ 0; −A⁻¹B where that is definite; else tvvᵀ, v found on the circle, and t from vᵀMv = 0.
  private static func enumerated(_ A: Matrix, _ B: Matrix) -> Matrix? {
    if B.symmetricEigenvalues()[0] >= 0 { return Matrix(rows: 2, columns: 2) }
    let coordinates = SymmetricCoordinates(size: 2)
    if let lu = LUFactorization(A) {
      let X = coordinates.matrix(lu.solve(coordinates.vector(B) * -1))
      if X.symmetricEigenvalues()[0] >= 0 { return X }
    }
    func face(_ θ: Double) -> (slope: Double, X: Matrix, M: Matrix) {
      let v = [cos(θ), sin(θ)]
      let unit = coordinates.vector(Matrix([[v[0] * v[0], v[0] * v[1]], [v[1] * v[0], v[1] * v[1]]]))
      let t = -coordinates.vector(B).dot(unit) / (A * unit).dot(unit)
      let M = coordinates.matrix(A * unit * t + coordinates.vector(B))
      return (
        -v[1] * (M[0, 0] * v[0] + M[0, 1] * v[1]) + v[0] * (M[1, 0] * v[0] + M[1, 1] * v[1]), coordinates.matrix(unit * t), M
      )
    }
    for k in 0..<720 {
      var (low, high) = (Double(k) * .pi / 720, Double(k + 1) * .pi / 720)
      guard face(low).slope * face(high).slope <= 0 else { continue }
      for _ in 0..<60 {
        let middle = (low + high) / 2
        if face(low).slope * face(middle).slope <= 0 { high = middle } else { low = middle }
      }
      let (_, X, M) = face(low)
      if X[0, 0] + X[1, 1] > 0, M.symmetricEigenvalues()[0] >= -1e-9 { return X }
    }
    return nil
  }

  @Test("of two rows is the face of the cone that fits, all being tried")
  func two() throws {
    var random = RandomGenerator(seed: 4)
    for k in 0..<60 {
      let factor = Matrix((0..<3).map { _ in (0..<3).map { _ in random.normal() } })
      let A = factor * factor.transposed()
      let (p, q, r) = (random.normal(), random.normal(), random.normal())
      let B = Matrix([[p - 0.5, q], [q, r - 0.5]])
      let X = try Self.solve(A, B)
      expectClose(X.elements, try #require(Self.enumerated(A, B)).elements, 1e-7, "\(k)")
      Self.expectSolution(X, A, B, 1e-10, "\(k)")
    }
  }

  /// complementarity.json.
  private struct File: Decodable {
    struct Case: Decodable {
      let G: [[Double]]
      let B: [[Double]]
      let X: [[Double]]?
      let image: [Double]?
    }
    let cases: [Case]
  }

  @Test("is a general solver's, to what that reaches, of up to eight rows, and where that has none there is none")
  func general() throws {
    let cases = try SeriesReference.read(File.self, "complementarity.json").cases
    #expect(cases.contains { $0.X == nil })
    for (k, reference) in cases.enumerated() {
      let G = Matrix(reference.G)
      let (A, B) = (G.transposed() * G, Matrix(reference.B))
      guard let expected = reference.X, let image = reference.image else {
        #expect(Self.fault(A, B) == .noSolution, "\(k)")
        continue
      }
      let X = try Self.solve(A, B)
      Self.expectSolution(X, A, B, 1e-10, "\(k)")
      expectClose(G * SymmetricCoordinates(size: B.rows).vector(X), Vector(image), 1e-5, "\(k)")
      if G.rows >= G.columns { expectClose(X.elements, Matrix(expected).elements, 2e-5, "\(k)") }
    }
  }

  @Test("where numbers are tied, where A is singular or 0, and where A is not definite is a solution or a fault that says so")
  func degenerate() throws {
    let one = Matrix.identity(3)
    // X and M both 0 along the second direction.
    expectClose(try Self.solve(one, Self.diagonal([-1, 0])).elements, [1, 0, 0, 0], 1e-12)
    expectClose(try Self.solve(one, Matrix(rows: 2, columns: 2)).elements, [0, 0, 0, 0], 0)
    // The trace alone is felt: of all X of trace 2 that in the middle.
    var trace = Matrix(rows: 3, columns: 3)
    for (i, j) in [(0, 0), (0, 2), (2, 0), (2, 2)] { trace[i, j] = 1 }
    expectClose(try Self.solve(trace, Self.diagonal([-2, -2])).elements, [1, 0, 0, 1], 1e-7)
    #expect(Self.fault(Matrix(rows: 3, columns: 3), Self.diagonal([-1, 1])) == .noSolution)
    // Nothing lowers the second direction.
    #expect(Self.fault(Self.diagonal([1, 0, 0]), Self.diagonal([-1, -1])) == .noSolution)
    #expect(Self.fault(Matrix([[-2]]), Matrix([[-1]])) == .indefinite(leastEigenvalue: -2))
    #expect(Self.fault(Matrix([[.nan]]), Matrix([[-1]])) == .notFinite)
    #expect(Self.fault(Matrix([[1]]), Matrix([[-.infinity]])) == .notFinite)
    // Not monotone, and solvable all the same.
    let turned = Matrix([[1, 0, 0], [0, -3, 0], [0, 0, 1]])
    Self.expectSolution(try Self.solve(turned, Self.diagonal([-1, -2])), turned, Self.diagonal([-1, -2]), 1e-10, "indefinite")
  }
}
