import PolyakPlatform
import Testing

@testable import HeavyBall

@Suite("Eigenvalues") struct EigenvalueTests {
  /// The second-difference matrix has eigenvalues 2 − 2cos(kπ/(n+1)).
  @Test("of the second-difference matrix are known in closed form", arguments: [1, 2, 5, 40])
  func secondDifferences(n: Int) {
    let expected = (1...n).map { 2 - 2 * cos(Double($0) * .pi / Double(n + 1)) }
    expectClose(laplacian(n).symmetricEigenvalues(), expected, 1e-14)
  }

  @Test("come with orthonormal eigenvectors", arguments: [1, 2, 5, 40])
  func vectors(n: Int) {
    let a = laplacian(n)
    let (values, vectors) = a.symmetricEigenpairs()
    #expect(values == a.symmetricEigenvalues())
    expectClose((vectors * vectors.transposed()).elements, Matrix.identity(n).elements, 3e-14)
    for i in 0..<n { expectClose(a * vectors.row(i), vectors.row(i) * values[i], 1e-14) }
  }

  @Test("that are equal have orthonormal eigenvectors too")
  func equalValues() {
    // 3 in two directions out of line with the axes, 1 in the third.
    let u: Vector = [2.0 / 3, -1.0 / 3, 2.0 / 3]
    var a = Matrix(rows: 3, columns: 3)
    for i in 0..<3 { for j in 0..<3 { a[i, j] = (i == j ? 3 : 0) - 2 * u[i] * u[j] } }
    let (values, vectors) = a.symmetricEigenpairs()
    expectClose(values, [1, 3, 3], 1e-15)
    expectClose((vectors * vectors.transposed()).elements, Matrix.identity(3).elements, 1e-15)
  }

  @Test("of a tridiagonal matrix are those of the whole, with the last components of its eigenvectors", arguments: [1, 2, 3, 30])
  func tridiagonal(n: Int) {
    var t = Tridiagonal(diagonal: (0..<n).map { sin(Double($0)) }, offDiagonal: (0..<n - 1).map { cos(3 * Double($0)) })
    // Where it falls into two, and where a part is 0.
    if n > 10 { t.offDiagonal[4] = 0 }
    var whole = Matrix(rows: n, columns: n)
    for i in 0..<n {
      whole[i, i] = t.diagonal[i]
      if i + 1 < n { (whole[i, i + 1], whole[i + 1, i]) = (t.offDiagonal[i], t.offDiagonal[i]) }
    }
    let (values, last) = t.valuesWithLastComponents()
    expectClose(values.sorted(), whole.symmetricEigenvalues(), 1e-14)
    let (same, vectors) = t.valuesWithVectors()
    #expect(same == values)
    for k in 0..<n {
      let v = Vector(vectors[k * n..<(k + 1) * n])
      #expect(v[n - 1] == last[k])
      expectClose(v.norm(), 1, 1e-14)
      expectClose(whole * v, v * values[k], 1e-14)
    }
  }

  @Test("stay when a matrix is made tridiagonal by reflections that leave the last coordinate alone", arguments: [1, 2, 3, 12])
  func reduction(n: Int) {
    var a = Matrix(rows: n, columns: n)
    for i in 0..<n { for j in 0...i { (a[i, j], a[j, i]) = (sin(Double(7 * i + 3 * j)), sin(Double(7 * i + 3 * j))) } }
    let (t, q) = Tridiagonal.reduction(of: a)
    expectClose((q * q.transposed()).elements, Matrix.identity(n).elements, 1e-14)
    #expect((0..<n).allSatisfy { q[n - 1, $0] == ($0 == n - 1 ? 1 : 0) })
    let turned = q.transposed() * a * q
    for i in 0..<n {
      for j in 0..<n {
        let expected = i == j ? t.diagonal[i] : abs(i - j) == 1 ? t.offDiagonal[min(i, j)] : 0
        expectClose(turned[i, j], expected, 1e-14)
      }
    }
  }

  @Test("the spectral radius is the same from the whole Hessian and from products")
  func spectralRadius() {
    let n = 100
    let objective = Objective(QuadraticLoss(a: laplacian(n), b: Vector(repeating: 0, count: n)))
    let expected = laplacian(n).symmetricEigenvalues().last!
    #expect((objective.spectralRadius(at: Vector(repeating: 1, count: n)) - expected).magnitude < 1e-9)
  }

  private func laplacian(_ n: Int) -> Matrix {
    var a = Matrix(rows: n, columns: n)
    for i in 0..<n {
      a[i, i] = 2
      if i + 1 < n {
        a[i, i + 1] = -1
        a[i + 1, i] = -1
      }
    }
    return a
  }
}
