/// Numbers known when the graph is built.
struct Constant: Operation {
  static let name = "constant"
  let values: [Double]
  let shape: Shape

  // By bits: -0 is not 0, and a NaN is itself.
  static func == (a: Constant, b: Constant) -> Bool {
    a.shape == b.shape && a.values.elementsEqual(b.values) { $0.bitPattern == $1.bitPattern }
  }
  func hash(into hasher: inout Hasher) {
    hasher.combine(shape)
    for value in values { hasher.combine(value.bitPattern) }
  }

  func shape(of operands: [Shape]) -> Shape { shape }
  func adjoint(ofOperand i: Int, _ operands: [Expression], result y: Expression, seed: Expression) -> Expression {
    preconditionFailure("a constant has no operands")
  }
  func coefficient(_ m: Int, _ operands: [Expression], result y: Expression, in jets: JetExpansion) -> Expression? { nil }
  func scalars(_ operands: [[Expression]], shapes: [Shape], result: Shape) -> [Expression] {
    preconditionFailure("constants are given their scalars")
  }
  func evaluate(_ call: TensorCall) { preconditionFailure("constants are given their values") }
}
