@testable import HeavyBall

/// ‖uvᵀ − M‖²/2 with M = [[1, 0.5], [−0.25, 0.75]], β = (u₁, u₂, v₁, v₂): what several references are of, to t = 0.4.
enum BilinearModel {
  static func objective() -> Objective {
    Objective(name: "C", dimension: 4) { (b) throws(Never) in
      let target = [1, 0.5, -0.25, 0.75]
      let squares = (0..<4).map { k in (b[k / 2] * b[2 + k % 2] - target[k]).squared() }
      return (squares[0] + squares[1] + squares[2] + squares[3]) / 2
    }
  }

  static let start: Vector = [0.8, -0.6, 1.1, 0.4]
  static let duration = 0.4
}
