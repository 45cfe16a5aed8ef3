import PolyakPlatform
import Testing

@testable import HeavyBall

@Suite("Directional smoothness") struct DirectionalSmoothnessTests {
  /// On (ab − y)²/2, with S = a² + b², P = ab, r = P − y: S + 2rP/S − 3ηrP + 2η²r²P²/S.
  private func closedForm(_ a: Double, _ b: Double, y: Double, η: Double) -> Double {
    let (s, p) = (a * a + b * b, a * b)
    let r = p - y
    return s + 2 * r * p / s - 3 * η * r * p + 2 * η * η * r * r * p * p / s
  }

  @Test(
    "of the product loss is its closed form, half of the digits however short the step",
    arguments: [
      0, 1e-300, 1e-16, 1e-12, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 5e-3, 0.1, 10,
    ])
  func product(η: Double) {
    let objective = Objective(ProductLoss(y: 0.6))
    for (a, b) in [(2.8, 3.5), (1e-3, 2), (-4, 0.5)] {
      let expected = closedForm(a, b, y: 0.6, η: η)
      expectClose(objective.directionalSmoothness(at: [a, b], stepSize: η), expected, η >= 1e-5 ? 1e-10 : 2e-8, "\(a), \(b)")
    }
  }

  @Test("of a quadratic along an eigenvector is the eigenvalue, at any length", arguments: [1e-12, 1e-6, 1, 1e6])
  func eigenvector(length: Double) {
    let objective = Objective(QuadraticLoss(a: Matrix([[2, 1], [1, 2]]), b: [1, -1]))
    let u: Vector = [1, 1]
    expectClose(objective.directionalSmoothness(at: [3, -2], along: u * length), 3, 1e-8)
    expectClose(objective.directionalSmoothness(at: [3, -2], along: [-length, length]), 1, 1e-8)
  }

  @Test("along the gradient step is that of the step size")
  func same() {
    let objective = Objective(RosenbrockLoss(dimension: 5))
    let β: Vector = [0.3, -0.2, 1.5, 0.8, 0.1]
    let along = objective.directionalSmoothness(at: β, along: objective.gradient(at: β) * -1e-3)
    #expect(objective.directionalSmoothness(at: β, stepSize: 1e-3) == along)
  }

  @Test("is NaN where there is no direction")
  func noDirection() {
    let objective = Objective(QuadraticLoss(a: Matrix([[2, 0], [0, 1]]), b: [0, 0]))
    #expect(objective.directionalSmoothness(at: [0, 0], stepSize: 0.1).isNaN)
    #expect(objective.directionalSmoothness(at: [0, 0], stepSize: 0).isNaN)
    #expect(objective.directionalSmoothness(at: [1, 2], along: [0, 0]).isNaN)
    #expect(objective.directionalSmoothness(at: [1, 2], along: [.infinity, 0]).isNaN)
  }

  @Test("does not overflow or vanish with the gradient", arguments: [1e-200, 1e-160, 1e160])
  func scale(_ size: Double) {
    let objective = Objective(QuadraticLoss(a: Matrix([[2, 0], [0, 2]]), b: [0, 0]))
    expectClose(objective.directionalSmoothness(at: [size, -size], stepSize: 0.1), 2, 1e-12)
  }
}
