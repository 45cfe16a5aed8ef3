import Glibc
import Testing

@testable import HeavyBall

@Suite("Eigenvalues") struct EigenvalueTests {
  /// The second-difference matrix has eigenvalues 2 − 2cos(kπ/(n+1)).
  @Test("of the second-difference matrix are known in closed form", arguments: [1, 2, 5, 40])
  func secondDifferences(n: Int) {
    let expected = (1...n).map { 2 - 2 * cos(Double($0) * .pi / Double(n + 1)) }
    expectClose(laplacian(n).symmetricEigenvalues(), expected, 1e-14)
  }

  @Test("of largest modulus are found by Lanczos' method, negative ones too")
  func lanczos() {
    let n = 300
    let a = laplacian(n)
    let expected = 2 + 2 * cos(.pi / Double(n + 1))
    // The end of a dense spectrum: what Lanczos finds slowly.
    #expect((Lanczos.spectralRadius(dimension: n, limit: n) { a * $0 } - expected).magnitude < 1e-9)
    var b = Matrix(rows: n, columns: n)
    for i in 0..<n { b[i, i] = Double(i) - 400 }
    #expect((Lanczos.spectralRadius(dimension: n, limit: n) { b * $0 } - 400).magnitude < 1e-8)
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
