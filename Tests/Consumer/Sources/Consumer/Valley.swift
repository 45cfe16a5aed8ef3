import HeavyBall

/// A loss of one's own: (β₀ − a)² + exp(β₀β₁).
struct Valley: Loss {
  static let name = "valley"
  var a = 1.0
  let dimension = 2

  func build(_ β: HeavyBall.Expression) -> HeavyBall.Expression {
    (β[0] - a).squared() + HeavyBall.Expression.exp(β[0] * β[1])
  }
}

extension Valley {
  static let place = Setting("a", .finite, "where the valley is", default: 1)

  static let entry = Losses.Entry(
    Valley.self, "A valley, (b_1 - a)^2 + exp(b_1 b_2).", place,
    sample: Losses.Sample(Valley(), "a = 1", at: [1, 0], value: 1)
  ) { Valley(a: $0[place]) }
}
