/// The sums of a vector's elements up to each, or of a matrix's within each row; reversed, from each to the last: either is
/// the other's adjoint. Singles are added up as doubles.
struct CumulativeSum: LinearOperation {
  static let name = "cumulative sum"
  var isReversed = false

  func shape(of operands: [Shape]) -> Shape { operands[0] }

  func simplified(_ operands: [Expression]) -> Expression? {
    Self.rows(operands[0].shape).length <= 1 ? operands[0] : nil
  }

  /// How many sequences there are, and how long each is.
  private static func rows(_ shape: Shape) -> (count: Int, length: Int) {
    if case .matrix(let rows, let columns) = shape { (rows, columns) } else { (1, shape.count) }
  }

  func adjoint(ofOperand i: Int, _ operands: [Expression], result y: Expression, seed: Expression) -> Expression {
    seed.cumulativeSums(reversed: !isReversed)
  }

  func scalarCost(_ operands: [Shape], result: Shape) -> Int { result.count }

  func scalars(_ operands: [[Expression]], shapes: [Shape], result: Shape) -> [Expression] {
    var sums = operands[0]
    let (count, length) = Self.rows(result)
    for row in 0..<count {
      for k in 1..<length {
        let (here, before) = isReversed ? (length - 1 - k, length - k) : (k, k - 1)
        sums[row * length + here] = sums[row * length + before] + sums[row * length + here]
      }
    }
    return sums
  }

  func evaluate(_ call: TensorCall) {
    let (count, length) = Self.rows(call.shape)
    for row in 0..<count {
      call.kernels.cumulativeSum(
        length, call.members, isReversed ? 1 : 0, call.result + call.bytes(row * length),
        call.operands[0] + call.bytes(row * length))
    }
  }
}

extension Expression {
  /// The sums of a vector's elements up to each, of a matrix's within each row; reversed, from each to the last.
  public func cumulativeSums(reversed isReversed: Bool = false) -> Expression {
    shapesSuit { () throws(ShapeError) in try graph.apply(CumulativeSum(isReversed: isReversed), [self]) }
  }
}
