/// A free variable. Its number tells it from the graph's others.
struct Input: Operation {
  static let name = "input"
  let number: Int
  let shape: Shape

  func shape(of operands: [Shape]) -> Shape { shape }
  func adjoint(ofOperand i: Int, _ operands: [Expression], result y: Expression, seed: Expression) -> Expression {
    preconditionFailure("an input has no operands")
  }
  func coefficient(_ m: Int, _ operands: [Expression], result y: Expression, in jets: JetExpansion) -> Expression? { nil }
  func scalars(_ operands: [[Expression]], shapes: [Shape], result: Shape) -> [Expression] {
    preconditionFailure("inputs are given their scalars")
  }
  func evaluate(_ call: TensorCall) { preconditionFailure("inputs are given their values") }
}
