/// Elements by a list of their numbers, each as often as it is there, in a shape of their own: columns of a matrix, its
/// diagonal, one element of each row, elements in another order. Consecutive ones are a ``Slice``, which costs nothing.
struct Gather: LinearOperation {
  static let name = "gather"
  let map: IndexMap
  let shape: Shape

  func shape(of operands: [Shape]) throws(ShapeError) -> Shape {
    guard map.fits(operands[0].count), map.count == shape.count else {
      throw ShapeError(Self.name, "there is no such element in \(operands[0])")
    }
    return shape
  }

  func simplified(_ operands: [Expression]) -> Expression? {
    let u = operands[0]
    if let start = map.start { return u.slice(from: start, shape) }
    if u.operation is Reshape { return u.operands[0].gathering(map, shape) }
    if u.operation is Broadcast { return u.operands[0].broadcast(to: shape) }
    if let inner = u.operation as? Slice {
      return u.operands[0].gathering(IndexMap(map.indices.map { inner.start + Int($0) }), shape)
    }
    if let inner = u.operation as? Gather {
      return u.operands[0].gathering(IndexMap(map.indices.map { Int(inner.map.indices[Int($0)]) }), shape)
    }
    return nil
  }

  func adjoint(ofOperand i: Int, _ operands: [Expression], result y: Expression, seed: Expression) -> Expression {
    seed.scattering(map, operands[0].shape)
  }

  func scalars(_ operands: [[Expression]], shapes: [Shape], result: Shape) -> [Expression] {
    map.indices.map { operands[0][Int($0)] }
  }

  func evaluate(_ call: TensorCall) {
    map.indices.withUnsafeBufferPointer {
      call.kernels.gather(map.count, call.members, call.result, call.operands[0], $0.baseAddress)
    }
  }
}

extension Expression {
  /// Elements by their numbers, counted from 0, row after row.
  ///
  /// - Precondition: there are as many as the shape has.
  /// - Throws: ``ShapeError`` where there is no such element.
  public func elements(_ indices: [Int], _ shape: Shape) throws(ShapeError) -> Expression {
    guard indices.allSatisfy({ $0 >= 0 && $0 < self.shape.count }) else {
      throw ShapeError(Gather.name, "there is no such element in \(self.shape)")
    }
    guard indices.allSatisfy({ $0 <= Int32.max }) else {
      throw ShapeError(Gather.name, "elements beyond number \(Int32.max) of \(self.shape) cannot be taken from a formula")
    }
    return gathering(IndexMap(indices), shape)
  }

  func gathering(_ map: IndexMap, _ shape: Shape) -> Expression {
    shapesSuit { () throws(ShapeError) in try graph.apply(Gather(map: map, shape: shape), [self]) }
  }
}
