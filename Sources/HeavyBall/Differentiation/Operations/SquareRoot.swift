internal import CKernels

/// √u.
struct SquareRoot: ElementaryFunction {
  static let name = "sqrt"
  static let primitive = Primitive.unary(
    UnaryPrimitive(
      value: { $0.squareRoot() }, rows: polyak_rows_sqrt, singleRows: polyak_single_rows_sqrt,
      instruction: .squareRoot))

  func derivative(at u: Expression, value y: Expression) -> Expression { 0.5 / y }

  func coefficient(_ m: Int, _ operands: [Expression], result y: Expression, in jets: JetExpansion) -> Expression? {
    jets.integral(
      of: derivative(at: operands[0], value: y), along: operands[0], at: m, product: Expression.directed)
  }
}

extension SquareRoot {
  static let function = NamedFunction(
    SquareRoot.self, "The square root.", sample: (at: 0.5, value: 0.70710678118654752), Expression.sqrt)
}

extension Expression {
  /// √u; of x² it is |x|, which has its derivatives at 0 too.
  public static func sqrt(_ u: Expression) -> Expression {
    if let x = u.rootOfSquare { return x.rootOfSquare == nil ? abs(x) : x }
    return shapesSuit { () throws(ShapeError) in try u.graph.apply(SquareRoot(), [u]) }
  }
}
