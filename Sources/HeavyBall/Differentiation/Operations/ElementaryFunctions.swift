/// A function of one number that acts element by element, as its users name it.
public struct NamedFunction: Sendable {
  public let name: String
  /// One line for help.
  public let summary: String
  public let value: @Sendable (Double) -> Double
  public let expression: @Sendable (Expression) -> Expression
}

/// The functions that losses may be written with. A new one is a file beside this and a line here; help, the Lua
/// function of its name and the tests follow.
public enum ElementaryFunctions {
  public static let all: [NamedFunction] = [
    function("exp", "The exponential, e to the power x.", Exponential.self, Expression.exp),
    function("log", "The natural logarithm.", Logarithm.self, Expression.log),
    function("sqrt", "The square root.", SquareRoot.self, Expression.sqrt),
    function("sin", "The sine, of radians.", Sine.self, Expression.sin),
    function("cos", "The cosine, of radians.", Cosine.self, Expression.cos),
    function("tanh", "The hyperbolic tangent.", HyperbolicTangent.self, Expression.tanh),
    function("sigmoid", "1/(1 + exp(-x)).", Sigmoid.self, Expression.sigmoid),
    function("softplus", "log(1 + exp(x)), without overflow.", Softplus.self, Expression.softplus),
    function("abs", "The absolute value; its derivative at 0 is taken to be 0.", AbsoluteValue.self, Expression.abs),
    function("sign", "1, -1 or 0; its derivative is taken to be 0 everywhere.", Sign.self, Expression.sign),
    NamedFunction(
      name: "relu", summary: "max(x, 0); its derivative at 0 is taken to be 0.",
      value: { $0 > 0 ? $0 : $0 <= 0 ? 0 : $0 }, expression: Expression.relu),
  ]

  private static func function<F: ElementwiseOperation>(
    _ name: String, _ summary: String, _ type: F.Type, _ expression: @escaping @Sendable (Expression) -> Expression
  ) -> NamedFunction {
    guard case .unary(let primitive) = F.primitive else { preconditionFailure("\(name) takes one number") }
    return NamedFunction(name: name, summary: summary, value: { primitive.value($0) }, expression: expression)
  }
}
