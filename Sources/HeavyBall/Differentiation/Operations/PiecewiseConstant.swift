/// An operation whose value does not change where its operands change a little: its derivatives are taken to be zero.
protocol PiecewiseConstantOperation: Operation {}

extension PiecewiseConstantOperation {
  func adjoint(ofOperand i: Int, _ operands: [Expression], result y: Expression, seed: Expression) -> Expression {
    y.graph.constant(0, operands[i].shape)
  }

  func coefficient(_ m: Int, _ operands: [Expression], result y: Expression, in jets: JetExpansion) -> Expression? { nil }
}
