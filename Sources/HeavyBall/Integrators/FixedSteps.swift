/// A method of equal steps in the place of one that chooses them, where what lies between its points is asked for: events
/// that end a run, dense output (of order 3 at most).
public struct FixedSteps: AdaptiveMethod {
  let method: any ExplicitRungeKutta.Type
  /// h.
  let step: Double

  /// - Precondition: the step is positive.
  public init(_ method: any ExplicitRungeKutta.Type, step: Double) {
    precondition(step > 0, "a step of \(step)")
    (self.method, self.step) = (method, step)
  }

  public var name: String { method.name }
  public var summary: String { method.summary }
  public func order(_ options: IntegratorOptions) -> Int { method.order }
  public func denseOrder(_ options: IntegratorOptions) -> Int { min(method.order, 3) }

  public func stepper(dimension: Int, _ options: IntegratorOptions) -> any Stepper {
    let weights = { (row: [Double]) in
      Dictionary(uniqueKeysWithValues: row.enumerated().compactMap { $1 == 0 ? nil : ($0, $1) })
    }
    let tableau = method.tableau
    let pair = ExplicitPair(
      a: tableau.a.map(weights), b: weights(tableau.b), error: [:], errorExponent: method.order, dense: [])
    return ExplicitStepper(pair, dimension: dimension, options, fixedStep: step)
  }
}
