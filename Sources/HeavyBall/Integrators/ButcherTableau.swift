/// The coefficients of an explicit Runge-Kutta method: k_i = F(β + h Σ_j a_ij k_j), β' = β + h Σ_i b_i k_i.
public struct ButcherTableau: Hashable, Sendable {
  /// Row i holds the i + 1 coefficients of stage i + 2; the first stage is at β itself.
  public let a: [[Double]]
  /// The weights of the stages.
  public let b: [Double]

  /// - Precondition: there is a row of `a` for every stage but the first.
  public init(a: [[Double]], b: [Double]) {
    precondition(a.indices.allSatisfy { a[$0].count == $0 + 1 } && b.count == a.count + 1, "an explicit tableau")
    self.a = a
    self.b = b
  }

  /// One step of size h from β, as a formula.
  func step<E: Error>(
    _ β: Expression, _ h: Double, field: (Expression) throws(E) -> Expression
  ) throws(E) -> Expression {
    var stages = [try field(β)]
    for row in a { stages.append(try field(β + combination(row, stages, h))) }
    return β + combination(b, stages, h)
  }

  /// h Σ w_i k_i.
  private func combination(_ weights: [Double], _ stages: [Expression], _ h: Double) -> Expression {
    var sum: Expression?
    for (weight, stage) in zip(weights, stages) where weight != 0 {
      let term = stage * (h * weight)
      sum = sum.map { $0 + term } ?? term
    }
    return sum ?? stages[0] * 0
  }
}

/// An explicit Runge-Kutta method used with a fixed step.
///
/// A method is one small file and a line in ``Integrators/all``; a test measures the order of each.
public protocol ExplicitRungeKutta: Sendable {
  /// Its name in scripts.
  static var name: String { get }
  /// What it is, in half a line of help.
  static var summary: String { get }
  static var order: Int { get }
  static var tableau: ButcherTableau { get }
}
