/// Zeros, to whose elements, by a list of their numbers, those of u are added: what ``Gather`` has for an adjoint.
struct Scatter: LinearOperation {
  static let name = "scatter"
  let map: IndexMap
  let shape: Shape

  func shape(of operands: [Shape]) throws(ShapeError) -> Shape {
    guard map.fits(shape.count), map.count == operands[0].count else {
      throw ShapeError(Self.name, "\(operands[0]) has no such places in \(shape)")
    }
    return shape
  }

  func simplified(_ operands: [Expression]) -> Expression? {
    let u = operands[0]
    if let start = map.start {
      let zeros = { (count: Int) in u.graph.constant(0, .vector(count)) }
      return Expression.concatenation([zeros(start), u, zeros(shape.count - start - map.count)]).reshaped(shape)
    }
    if let inverse = map.inverse(of: shape.count) { return u.gathering(inverse, shape) }
    return u.operation is Reshape ? u.operands[0].scattering(map, shape) : nil
  }

  func adjoint(ofOperand i: Int, _ operands: [Expression], result y: Expression, seed: Expression) -> Expression {
    seed.gathering(map, operands[0].shape)
  }

  func scalarCost(_ operands: [Shape], result: Shape) -> Int { map.count }

  func scalars(_ operands: [[Expression]], shapes: [Shape], result: Shape) -> [Expression] {
    var sums: [Expression?] = Array(repeating: nil, count: result.count)
    for (place, index) in map.indices.enumerated() {
      let term = operands[0][place]
      sums[Int(index)] = sums[Int(index)].map { $0 + term } ?? term
    }
    // Without operands it is a concatenation of zeros.
    let zero = operands[0][0].graph.constant(0)
    return sums.map { $0 ?? zero }
  }

  func evaluate(_ call: TensorCall) {
    map.indices.withUnsafeBufferPointer {
      call.kernels.scatter(
        call.shape.count, map.count, call.members, call.result, call.operands[0], $0.baseAddress)
    }
  }
}

extension Expression {
  func scattering(_ map: IndexMap, _ shape: Shape) -> Expression {
    shapesSuit { () throws(ShapeError) in try graph.apply(Scatter(map: map, shape: shape), [self]) }
  }

  /// The square matrix with a vector's elements on its diagonal, zeros elsewhere.
  public func diagonalMatrix() -> Expression {
    let n = shape.count
    return scattering(IndexMap((0..<n).map { $0 * (n + 1) }), .matrix(rows: n, columns: n))
  }
}
