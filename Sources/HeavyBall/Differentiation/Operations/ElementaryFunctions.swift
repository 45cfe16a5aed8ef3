/// The functions that losses may be written with. A new one is a file in this folder, with its ``NamedFunction``, and a
/// line here; help, the Lua function of its name, what is offered and what is tested follow.
public enum ElementaryFunctions {
  public static let all: [NamedFunction] = [
    Exponential.function, ExponentialLessOne.function, Logarithm.function, LogarithmOfOnePlus.function,
    SquareRoot.function, Sine.function, Cosine.function, Arctangent.function, HyperbolicTangent.function,
    InverseHyperbolicSine.function, ErrorFunction.function, Sigmoid.function, Softplus.function,
    AbsoluteValue.function, Sign.function, RectifiedLinear.function,
  ]
}

/// A function of one number that acts element by element, as its users name it.
public struct NamedFunction: Sendable {
  public let name: String
  /// One line for help.
  public let summary: String
  /// Its value at a point where it has derivatives: help's example, and where it is tried.
  public let sample: (at: Double, value: Double)
  public let value: @Sendable (Double) -> Double
  public let expression: @Sendable (Expression) -> Expression

  init(
    name: String, summary: String, sample: (at: Double, value: Double), value: @escaping @Sendable (Double) -> Double,
    expression: @escaping @Sendable (Expression) -> Expression
  ) {
    (self.name, self.summary, self.sample, self.value, self.expression) = (name, summary, sample, value, expression)
  }

  /// An operation's: its Lua function has the operation's name.
  init<F: ElementwiseOperation>(
    _ type: F.Type, _ summary: String, sample: (at: Double, value: Double),
    _ expression: @escaping @Sendable (Expression) -> Expression
  ) {
    guard case .unary(let primitive) = F.primitive else { preconditionFailure("\(F.name) takes one number") }
    self.init(
      name: F.name, summary: summary, sample: sample, value: { primitive.value($0) }, expression: expression)
  }
}
