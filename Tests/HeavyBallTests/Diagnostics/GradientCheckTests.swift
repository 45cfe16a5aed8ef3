import PolyakPlatform
import Testing

@testable import HeavyBall

@Suite("The gradient check") struct GradientCheckTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let make: @Sendable () -> Objective
    let point: Vector
    init(_ name: String, _ point: Vector, _ make: @escaping @Sendable () -> Objective) {
      (testDescription, self.point, self.make) = (name, point, make)
    }
  }

  static let right = [
    Case("product", [2.8, 3.5]) { Objective(ProductLoss(y: 0.6)) },
    Case("rosenbrock", [-1.2, 1, 0.3, 2]) { Objective(RosenbrockLoss(dimension: 4)) },
    Case("rosenbrock at its minimum", [1, 1, 1]) { Objective(RosenbrockLoss(dimension: 3)) },
    Case("a plain sum", [1, 2]) { Objective(name: "sum", dimension: 2) { $0.sum() } },
    Case("beside a large constant", [1, 2]) { Objective(name: "offset", dimension: 2) { 1e9 + $0.squared().sum() } },
    Case("of very different sizes", [1e-8, 1e8]) { Objective(name: "sizes", dimension: 2) { ($0[0] * $0[1]).squared() } },
    Case("near a kink", [1e-4, 1]) { Objective(name: "kink", dimension: 2) { .abs($0[0]) * $0[1] + $0[1] } },
    Case("at 0", [0, 0]) { Objective(name: "at 0", dimension: 2) { .exp($0[0]) + .sin($0[1]) } },
  ]

  @Test("finds nothing where the gradient is right", arguments: right)
  func nothing(_ example: Case) {
    let check = GradientCheck(of: example.make(), at: example.point) {}
    #expect(check.worst.error <= 1e-6, "\(check.worst)")
    #expect(check.count == 10 + example.point.count)
  }

  @Test("finds a kink, and says where")
  func kink() {
    // relu's slope at 0 is 0 by its formula, 1/2 by a central difference.
    let objective = Objective(name: "kink", dimension: 3) { $0[0].squared() + $0[2] + 4 * .relu($0[1] - 0.5) }
    let check = GradientCheck(of: objective, at: [1, 0.5, 3], directions: 0) {}
    #expect(check.worst.coordinate == 1 && check.worst.derivative == 0 && check.worst.error == 1)
    expectClose(check.worst.difference, 2, 1e-9)
    #expect(GradientCheck(of: objective, at: [1, 0.5, 3], coordinates: 0) {}.worst.error > 0.01)
  }

  @Test("is NaN where the loss is not finite, and that comes before all")
  func notFinite() {
    let objective = Objective(name: "log", dimension: 2) { .log($0[0]) + $0[1] }
    #expect(GradientCheck(of: objective, at: [-1, 2]) {}.worst.error.isNaN)
  }

  @Test("looks at as many coordinates as it is told, the same each time")
  func coordinates() {
    let objective = Objective(RosenbrockLoss(dimension: 300))
    let β = Vector((0..<300).map { sin(Double($0)) })
    let check = GradientCheck(of: objective, at: β, directions: 2, coordinates: 20, seed: 4) {}
    #expect(check.count == 22 && check == GradientCheck(of: objective, at: β, directions: 2, coordinates: 20, seed: 4) {})
    #expect(GradientCheck(of: objective, at: β, directions: 0, coordinates: 1000) {}.count == 300)
  }
}
