import PolyakPlatform
import Testing

@testable import HeavyBall

/// Taylor coefficients against the series of textbooks, through order 12.
@Suite("Taylor polynomials") struct TaylorClosedFormTests {
  static let order = 12

  struct Series: Sendable, CustomTestStringConvertible {
    let name: String
    let center: Double
    let build: @Sendable (Expression) throws -> Expression
    let coefficient: @Sendable (Int) -> Double
    var testDescription: String { name }
  }

  static func factorial(_ n: Int) -> Double { tgamma(Double(n) + 1) }
  static func binomial(_ p: Double, _ n: Int) -> Double {
    var product = 1.0
    for i in 0..<n { product *= (p - Double(i)) / Double(i + 1) }
    return product
  }

  // From SymPy: series(tanh(x), x, 0, 13) and so on.
  static let tanhSeries: [Double] = [
    0,
    1,
    0,
    -1.0 / 3.0,
    0,
    2.0 / 15.0,
    0,
    -17.0 / 315.0,
    0,
    62.0 / 2835.0,
    0,
    -1382.0 / 155925.0,
    0,
  ]
  static let sigmoidSeries: [Double] = [
    0.5,
    1.0 / 4.0,
    0,
    -1.0 / 48.0,
    0,
    1.0 / 480.0,
    0,
    -17.0 / 80640.0,
    0,
    31.0 / 1451520.0,
    0,
    -691.0 / 319334400.0,
    0,
  ]
  static let softplusSeries: [Double] = [
    log(2),
    0.5,
    1.0 / 8.0,
    0,
    -1.0 / 192.0,
    0,
    1.0 / 2880.0,
    0,
    -17.0 / 645120.0,
    0,
    31.0 / 14515200.0,
    0,
    -691.0 / 3832012800.0,
  ]

  static let all: [Series] = [
    Series(name: "exp at 0.5", center: 0.5, build: { Expression.exp($0) }) { exp(0.5) / factorial($0) },
    Series(name: "log at 2", center: 2, build: { Expression.log($0) }) {
      $0 == 0 ? log(2) : ($0 % 2 == 1 ? 1 : -1) / (Double($0) * pow(2, Double($0)))
    },
    Series(name: "sqrt at 4", center: 4, build: { Expression.sqrt($0) }) { binomial(0.5, $0) * pow(4, 0.5 - Double($0)) },
    Series(name: "power 2.7 at 1.5", center: 1.5, build: { try Expression.power($0, $0.graph.constant(2.7)) }) {
      binomial(2.7, $0) * pow(1.5, 2.7 - Double($0))
    },
    Series(name: "power 5 at 0", center: 0, build: { $0.raised(to: 5) }) { $0 == 5 ? 1 : 0 },
    Series(name: "2 to the power x at 1", center: 1, build: { try Expression.power($0.graph.constant(2), $0) }) {
      2 * pow(log(2), Double($0)) / factorial($0)
    },
    Series(name: "sin at 0.3", center: 0.3, build: { Expression.sin($0) }) {
      sin(0.3 + Double($0) * .pi / 2) / factorial($0)
    },
    Series(name: "cos at 0.3", center: 0.3, build: { Expression.cos($0) }) {
      cos(0.3 + Double($0) * .pi / 2) / factorial($0)
    },
    Series(name: "1/x at 2", center: 2, build: { 1 / $0 }) { pow(-0.5, Double($0)) / 2 },
    // Numbers from the Bernoulli numbers: tanh x = Σ 2²ⁿ(2²ⁿ−1) B₂ₙ x²ⁿ⁻¹/(2n)!.
    Series(name: "tanh at 0", center: 0, build: { Expression.tanh($0) }) {
      tanhSeries[$0]
    },
    Series(name: "sigmoid at 0", center: 0, build: { Expression.sigmoid($0) }) {
      sigmoidSeries[$0]
    },
    Series(name: "softplus at 0", center: 0, build: { Expression.softplus($0) }) {
      softplusSeries[$0]
    },
    Series(name: "abs at -2", center: -2, build: { Expression.abs($0) }) { $0 == 0 ? 2 : $0 == 1 ? -1 : 0 },
    Series(name: "relu at 2", center: 2, build: { Expression.relu($0) }) { $0 == 0 ? 2 : $0 == 1 ? 1 : 0 },
    Series(name: "relu at 0", center: 0, build: { Expression.relu($0) }) { _ in 0 },
    // log(e^x + e^0) is softplus.
    Series(
      name: "logsumexp of (x, 0) at 0", center: 0,
      build: { try Expression.logSumExp(Expression.concatenation([$0, $0.graph.constant(0)])) }
    ) {
      softplusSeries[$0]
    },
  ]

  @Test("have the coefficients of the closed form", arguments: all)
  func coefficients(series: Series) throws {
    let found = try evaluate(
      { b in
        let zeros = Array(repeating: b.graph.constant(Vector([0.0])), count: Self.order - 1)
        let f = try series.build(b[0])
        return Expression.concatenation(
          f.taylorCoefficients(withRespectTo: b, along: [b.graph.constant(Vector([1.0]))] + zeros))
      }, at: [series.center])
    for n in 0...Self.order {
      let expected = series.coefficient(n)
      let error = (found[n] - expected).magnitude
      #expect(error <= 2e-14 * max(expected.magnitude, 1e-2), "order \(n): \(found[n]), expected \(expected)")
    }
  }

  @Test("of a curve, not only of a line: exp(sin) along t + t²")
  func curves() throws {
    // Coefficients from SymPy: series(exp(sin(t + t**2)), t, 0, 7).
    let found = evaluate(
      { b in
        let one = b.graph.constant(Vector([1.0]))
        let zero = b.graph.constant(Vector([0.0]))
        return Expression.concatenation(
          Expression.exp(Expression.sin(b[0])).taylorCoefficients(withRespectTo: b, along: [one, one, zero, zero, zero, zero]))
      }, at: [0])
    expectClose(found, [1, 1, 3.0 / 2, 1, 3.0 / 8, -17.0 / 30, -87.0 / 80], 1e-15)
  }
}
