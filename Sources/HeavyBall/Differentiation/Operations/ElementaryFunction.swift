/// A function of one number applied to every element: its value and its derivative, from which all rules follow.
///
/// On power series E y = f'(u) E u gives y's coefficients from those of u and of the derivative, which may be written
/// in terms of y: the derivative of exp is y itself.
protocol ElementaryFunction: ElementwiseOperation {
  /// f'(u), with y = f(u).
  func derivative(at u: Expression, value y: Expression) -> Expression
}

extension ElementaryFunction {
  func adjoint(ofOperand i: Int, _ operands: [Expression], result y: Expression, seed: Expression) -> Expression {
    seed * derivative(at: operands[0], value: y)
  }

  func coefficient(_ m: Int, _ operands: [Expression], result y: Expression, in jets: JetExpansion) -> Expression? {
    jets.integral(of: derivative(at: operands[0], value: y), along: operands[0], at: m)
  }
}
