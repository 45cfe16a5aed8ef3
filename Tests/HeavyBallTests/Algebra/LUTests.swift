import PolyakPlatform
import Testing

@testable import HeavyBall

@Suite("LU factors") struct LUTests {
  /// The second-difference matrix of n rows has determinant n + 1, and A x = e₁ the solution x_i = 1 − i/(n+1).
  @Test("of the second-difference matrix give its determinant and solutions", arguments: [1, 2, 7, 60])
  func secondDifferences(n: Int) {
    var a = Matrix(rows: n, columns: n)
    for i in 0..<n {
      a[i, i] = 2
      if i > 0 {
        a[i, i - 1] = -1
        a[i - 1, i] = -1
      }
    }
    let lu = LUFactorization(a)!
    expectClose(lu.determinant, Double(n + 1), 1e-13)
    var e = Vector(repeating: 0, count: n)
    e[0] = 1
    expectClose(lu.solve(e), (1...n).map { 1 - Double($0) / Double(n + 1) }, 1e-13)
  }

  /// Vandermonde's determinant is Π_{i<j} (x_j − x_i); the solution for values of a polynomial is its coefficients.
  @Test("of Vandermonde's matrix interpolate")
  func vandermonde() {
    let x = [2.0, -1, 0.5, 3, -2]
    let lu = LUFactorization(Matrix(x.map { x in (0..<5).map { pow(x, Double($0)) } }))!
    var expected = 1.0
    for j in 0..<5 { for i in 0..<j { expected *= x[j] - x[i] } }
    expectClose(lu.determinant, expected, 1e-13)
    let coefficients = [1.0, -2, 0, 3, 0.25]
    let values = x.map { x in coefficients.reversed().reduce(0) { $0 * x + $1 } }
    expectClose(lu.solve(Vector(values)), coefficients, 1e-13)
  }

  @Test("take the largest pivot, where the one in place would lose all digits")
  func pivoting() {
    let lu = LUFactorization(Matrix([[1e-20, 1], [1, 1]]))!
    expectClose(lu.solve([1, 2]), [1, 1], 1e-15)
    expectClose(LUFactorization(Matrix([[0, 2], [1, 1]]))!.solve([2, 3]), [2, 1], 0)
    expectClose(LUFactorization(Matrix([[0, 2], [1, 1]]))!.determinant, -2, 0)
    let permutation = Matrix([[0, 0, 1], [1, 0, 0], [0, 1, 0]])
    expectClose(LUFactorization(permutation)!.solve([1, 2, 3]), [2, 3, 1], 0)
    expectClose(LUFactorization(permutation)!.determinant, 1, 0)
  }

  @Test("are not to be had of a matrix that is singular or not finite")
  func singular() {
    #expect(LUFactorization(Matrix([[1, 2], [2, 4]])) == nil)
    #expect(LUFactorization(Matrix([[0]])) == nil)
    #expect(LUFactorization(Matrix([[1, .nan], [2, 4]])) == nil)
    #expect(LUFactorization(Matrix([[.infinity]])) == nil)
  }
}
