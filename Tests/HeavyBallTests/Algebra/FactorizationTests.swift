import PolyakPlatform
import Testing

@testable import HeavyBall

/// What is built in and LAPACK, asked the same: the latter where OpenBLAS is installed.
@Suite("Factorizations") struct FactorizationTests {
  /// A matrix with its factors by NumPy, SciPy and SymPy: References/Computed/linear_algebra.py.
  struct Case: Decodable, Sendable, CustomTestStringConvertible {
    let name: String
    let rows: Int, columns: Int, rank: Int
    let a: [Double], b: [Double], s: [Double], lstsq: [Double]
    let u: [Double]?, v: [Double]?, q: [Double]?, r: [Double]?, w: [Double]?, vectors: [Double]?, cholesky: [Double]?
    let det: Double?
    let solve: [Double]?, inv: [Double]?
    var testDescription: String { name }

    static let all: [Case] = (try? SeriesReference.read([Case].self, "linear_algebra.json")) ?? []

    var matrix: Matrix { Matrix(rows: rows, columns: columns, elements: a) }
    var sides: Matrix { Matrix(rows: rows, columns: 2, elements: b) }
  }

  static let routes: [FactorizationRoute] =
    LinearAlgebraLibrary.library?.lapack == nil ? [.builtIn] : [.builtIn, .library]

  @Test("there are cases") func cases() { #expect(Case.all.count == 15) }

  @Test("solutions, inverses and determinants are those of exact arithmetic", arguments: Case.all, routes)
  func equations(_ c: Case, _ route: FactorizationRoute) throws {
    guard c.rows == c.columns else { return }
    let equations = try LinearEquations(c.matrix, route) {}
    expectRelative([equations.determinant], [c.det ?? .nan], 1e-14)
    guard let solution = c.solve, let inverse = c.inv else {
      #expect(throws: MatrixFault.self) { try equations.solve(c.sides) {} }
      return
    }
    expectRelative(try equations.solve(c.sides) {}.elements, solution, 1e-13)
    expectRelative(try equations.inverse {}.elements, inverse, 1e-13)
  }

  @Test("thin QR factors are SciPy's but for signs, R's diagonal not negative", arguments: Case.all, routes)
  func orthogonal(_ c: Case, _ route: FactorizationRoute) throws {
    let (q, r) = try c.matrix.thinQR(route) {}
    let k = min(c.rows, c.columns)
    #expect(q.rows == c.rows && q.columns == k && r.rows == k && r.columns == c.columns)
    expectRelative((q * r).elements, c.a, 1e-14)
    #expect((0..<k).allSatisfy { i in r[i, i] >= 0 && (0..<i).allSatisfy { r[i, $0] == 0 } })
    if c.name == "scaled" { return }
    expectIdentity(q.transposed() * q)
    if let expected = c.q { expectClose(q.elements, expected, 1e-13) }
    if let expected = c.r { expectClose(r.elements, expected, 1e-13) }
  }

  @Test("singular values are SciPy's, vectors with the signs of the rule", arguments: Case.all, routes)
  func singular(_ c: Case, _ route: FactorizationRoute) throws {
    let found = try SingularValues(c.matrix, route) {}
    let largest = c.s[0]
    expectClose(found.values.map { $0 / largest }, c.s.map { $0 / largest }, 1e-14)
    expectIdentity(found.left * found.left.transposed())
    expectIdentity(found.right * found.right.transposed())
    var scaled = found.left
    for i in 0..<scaled.rows { for j in 0..<scaled.columns { scaled[i, j] *= found.values[i] / largest } }
    expectClose((scaled.transposed() * found.right).elements, c.a.map { $0 / largest }, 2e-14)
    if c.name == "scaled" || c.name == "tiny" { return }
    if let u = c.u { expectClose(found.left.transposed().elements, u, 1e-12) }
    if let v = c.v { expectClose(found.right.transposed().elements, v, 1e-12) }
  }

  @Test("least squares are NumPy's, of least norm where there are many", arguments: Case.all, routes)
  func leastSquares(_ c: Case, _ route: FactorizationRoute) throws {
    let found = try SingularValues(c.matrix, route) {}
    let tolerance = Double(max(c.rows, c.columns)) * .ulpOfOne
    #expect(found.rank(tolerance: tolerance) == c.rank)
    expectRelative(try found.leastSquares(c.sides, tolerance: tolerance) {}.elements, c.lstsq, 1e-12)
  }

  @Test("eigenvectors and Cholesky's factor are NumPy's", arguments: Case.all, routes)
  func symmetric(_ c: Case, _ route: FactorizationRoute) throws {
    guard let values = c.w, let vectors = c.vectors else { return }
    let found = try c.matrix.symmetricEigenvectors(route) {}
    expectClose(found.values, values, 1e-13)
    expectClose(found.vectors.transposed().elements, vectors, 1e-12)
    if let factor = c.cholesky {
      expectClose(try c.matrix.choleskyFactor(route) {}.elements, factor, 1e-14)
    } else {
      #expect(throws: MatrixFault.self, "\(c.name)") { try c.matrix.choleskyFactor(route) {} }
    }
  }

  /// cos(jπ/(n+1)) are the eigenvalues of the matrix with 1/2 beside the diagonal.
  @Test("a large matrix has the factors that both ways find", arguments: [40, 120], routes)
  func large(_ n: Int, _ route: FactorizationRoute) throws {
    var generator = RandomGenerator(seed: 3)
    let a = Matrix(rows: n, columns: n, elements: (0..<n * n).map { _ in generator.normal() })
    let b = Matrix(rows: n, columns: 3, elements: (0..<3 * n).map { _ in generator.normal() })
    let x = try LinearEquations(a, route) {}.solve(b) {}
    expectClose((a * x).elements, b.elements, 1e-10)
    let (q, r) = try a.thinQR(route) {}
    expectIdentity(q.transposed() * q)
    expectClose((q * r).elements, a.elements, 1e-12)
    var band = Matrix(rows: n, columns: n)
    for i in 1..<n { (band[i, i - 1], band[i - 1, i]) = (0.5, 0.5) }
    let found = try band.symmetricEigenvectors(route) {}
    expectClose(found.values, (1...n).map { -cos(Double($0) * .pi / Double(n + 1)) }, 1e-13)
    expectIdentity(found.vectors * found.vectors.transposed())
    let singular = try SingularValues(band, route) {}
    expectClose(singular.values, found.values.map(\.magnitude).sorted(by: >), 1e-13)
    var positive = band
    for i in 0..<n { positive[i, i] = 2 }
    let factor = try positive.choleskyFactor(route) {}
    expectClose((factor * factor.transposed()).elements, positive.elements, 1e-13)
  }

  /// Hilbert's matrices: κ is 1.6e13 with 10 rows and 1.7e16 with 12.
  @Test("an ill-conditioned solution leaves a residual of rounding; beyond that the matrix is refused", arguments: routes)
  func illConditioned(_ route: FactorizationRoute) throws {
    func hilbert(_ n: Int) -> Matrix {
      Matrix((0..<n).map { i in (0..<n).map { j in 1 / Double(i + j + 1) } })
    }
    let ones = Matrix(rows: 10, columns: 1, repeating: 1)
    let x = try LinearEquations(hilbert(10), route) {}.solve(ones) {}
    let size = x.elements.reduce(0) { max($0, $1.magnitude) }
    #expect(size > 1e6)
    expectClose((hilbert(10) * x).elements.map { ($0 - 1) / size }, Array(repeating: 0, count: 10), 1e-15)
    let refused = #expect(throws: MatrixFault.self) {
      try LinearEquations(hilbert(14), route) {}.solve(Matrix(rows: 14, columns: 1, repeating: 1)) {}
    }
    guard case .singularToRounding(let condition)? = refused else { return #expect(Bool(false), "\(refused as Any)") }
    #expect(condition < 2.3e-16 && condition > 0)
  }

  @Test("matrices without rows or columns have factors without numbers", arguments: routes)
  func empty(_ route: FactorizationRoute) throws {
    let none = Matrix(rows: 0, columns: 0)
    let equations = try LinearEquations(none, route) {}
    #expect(equations.determinant == 1)
    #expect(try equations.inverse {} == none)
    #expect(try none.choleskyFactor(route) {} == none)
    #expect(try none.symmetricEigenvectors(route) {}.values.isEmpty)
    for (m, n) in [(0, 0), (0, 3), (3, 0)] {
      let a = Matrix(rows: m, columns: n)
      let (q, r) = try a.thinQR(route) {}
      #expect(q == Matrix(rows: m, columns: 0) && r == Matrix(rows: 0, columns: n))
      let found = try SingularValues(a, route) {}
      #expect(found.values.isEmpty)
      let x = try found.leastSquares(Matrix(rows: m, columns: 2, repeating: 1), tolerance: 0) {}
      #expect(x == Matrix(rows: n, columns: 2))
    }
    let zero = try SingularValues(Matrix(rows: 3, columns: 2), route) {}
    #expect(zero.values == [0, 0] && zero.rank(tolerance: 0) == 0)
    expectIdentity(zero.left * zero.left.transposed())
  }

  @Test("what throws on the way ends them", arguments: routes)
  func interrupted(_ route: FactorizationRoute) throws {
    struct Stop: Error {}
    let n = 300
    var a = Matrix.identity(n)
    for i in 1..<n { (a[i, i - 1], a[i - 1, i]) = (0.25, 0.25) }
    let works: [(() throws -> Void) throws -> Void] = [
      { _ = try LinearEquations(a, route, poll: $0) }, { _ = try a.thinQR(route, poll: $0) },
      { _ = try a.choleskyFactor(route, poll: $0) }, { _ = try a.symmetricEigenvectors(route, poll: $0) },
      { _ = try SingularValues(a, route, poll: $0) },
    ]
    for work in works { #expect(throws: Stop.self) { try work { throw Stop() } } }
  }

  private func expectIdentity(_ found: Matrix, sourceLocation: SourceLocation = #_sourceLocation) {
    expectClose(found.elements, Matrix.identity(found.rows).elements, 1e-13, sourceLocation: sourceLocation)
  }

  /// Relative to each number, or to the largest of them where it is small.
  private func expectRelative(
    _ found: [Double], _ expected: [Double], _ tolerance: Double, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let largest = expected.reduce(0) { max($0, $1.magnitude) }
    let scale = largest == 0 ? 1 : largest
    expectClose(found.map { $0 / scale }, expected.map { $0 / scale }, tolerance, sourceLocation: sourceLocation)
  }
}
