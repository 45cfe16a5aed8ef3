/// An operation without operands: an input or a constant. What it is has its place before anything is computed, so nobody
/// asks for what the others do.
protocol LeafOperation: Operation {}

extension LeafOperation {
  func adjoint(ofOperand i: Int, _ operands: [Expression], result y: Expression, seed: Expression) -> Expression {
    preconditionFailure("\(Self.name) has no operands")
  }

  func coefficient(_ m: Int, _ operands: [Expression], result y: Expression, in jets: JetExpansion) -> Expression? { nil }

  func scalars(_ operands: [[Expression]], shapes: [Shape], result: Shape) -> [Expression] {
    preconditionFailure("\(Self.name) is given its scalars")
  }

  func evaluate(_ call: TensorCall) { preconditionFailure("\(Self.name) is given its values") }
}
