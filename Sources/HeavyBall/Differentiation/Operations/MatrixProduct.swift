internal import PolyakPlatform

/// op(A)·op(B) of two matrices, op transposing where its flag is set.
///
/// Reverse mode meets the transposes at every product, so they are part of the operation: no transpose is ever
/// stored on the way to a gradient.
struct MatrixProduct: BilinearOperation {
  static let name = "matrix product"
  var transposeLeft = false
  var transposeRight = false

  var isSymmetric: Bool { false }
  var takesUniformOperands: Bool { true }

  func shape(of operands: [Shape]) throws(ShapeError) -> Shape {
    guard case .matrix(let r1, let c1) = operands[0], case .matrix(let r2, let c2) = operands[1] else {
      throw .mismatch(Self.name, operands)
    }
    let (rows, inner) = transposeLeft ? (c1, r1) : (r1, c1)
    let (height, columns) = transposeRight ? (c2, r2) : (r2, c2)
    guard inner == height else { throw .mismatch(Self.name, operands) }
    return .matrix(rows: rows, columns: columns)
  }

  func simplified(_ operands: [Expression]) -> Expression? {
    let (a, b) = (operands[0], operands[1])
    let size = productShape(operands.map(\.shape))
    if size.inner == 0 { return a.graph.constant(0, .matrix(rows: size.rows, columns: size.columns)) }
    if a.operation is Transpose {
      return Self(transposeLeft: !transposeLeft, transposeRight: transposeRight).of(a.operands[0], b)
    }
    if b.operation is Transpose {
      return Self(transposeLeft: transposeLeft, transposeRight: !transposeRight).of(a, b.operands[0])
    }
    return nil
  }

  func adjoint(ofOperand i: Int, _ operands: [Expression], result y: Expression, seed: Expression) -> Expression {
    let (a, b) = (operands[0], operands[1])
    if i == 0 {
      return transposeLeft
        ? Self(transposeLeft: transposeRight, transposeRight: true).of(b, seed)
        : Self(transposeRight: !transposeRight).of(seed, b)
    }
    return transposeRight
      ? Self(transposeLeft: true, transposeRight: transposeLeft).of(seed, a)
      : Self(transposeLeft: !transposeLeft).of(a, seed)
  }

  private func of(_ a: Expression, _ b: Expression) -> Expression {
    shapesSuit { () throws(ShapeError) in try a.graph.apply(self, [a, b]) }
  }

  func scalars(_ operands: [[Expression]], shapes: [Shape], result: Shape) -> [Expression] {
    let size = productShape(shapes)
    return (0..<size.rows).flatMap { i in
      (0..<size.columns).map { j in
        let products = (0..<size.inner).map { l in
          operands[0][transposeLeft ? l * size.rows + i : i * size.inner + l]
            * operands[1][transposeRight ? j * size.inner + l : l * size.columns + j]
        }
        return products.dropFirst().reduce(products[0], +)
      }
    }
  }

  func scalarCost(_ operands: [Shape], result: Shape) -> Int {
    let size = productShape(operands)
    return 2 * size.rows * size.inner * size.columns
  }

  private func productShape(_ shapes: some Collection<Shape>) -> MatrixProductShape {
    guard case .matrix(let r1, let c1) = shapes[shapes.startIndex],
      case .matrix(let r2, let c2) = shapes[shapes.index(after: shapes.startIndex)]
    else { preconditionFailure("products are of matrices") }
    return MatrixProductShape(
      rows: transposeLeft ? c1 : r1, inner: transposeLeft ? r1 : c1, columns: transposeRight ? r2 : c2,
      transposeLeft: transposeLeft, transposeRight: transposeRight)
  }

  /// The one product that serves all members, nil where there is none.
  ///
  /// With members' elements side by side, a product with one matrix A for all of them is a single wider one.
  func singleProduct(_ shapes: some Collection<Shape>, isUniform: [Bool], members: Int) -> MatrixProductShape? {
    var size = productShape(shapes)
    if members == 1 || (isUniform[0] && isUniform[1]) { return size }
    guard isUniform[0], !transposeRight else { return nil }
    size.columns *= members
    return size
  }

  /// Without a single product, rows of members are multiplied and added.
  func evaluate(_ call: TensorCall) {
    let shapes = UnsafeBufferPointer(start: call.shapes, count: 2)
    let (a, b) = (call.operands[0], call.operands[1])
    let m = call.members
    if let single = singleProduct(shapes, isUniform: [call.isUniform[0], call.isUniform[1]], members: m) {
      multiplyMatrices(single, call.precision, a, b, into: call.result)
    } else {
      let (size, kernels, stride) = (productShape(shapes), call.kernels, call.precision.stride)
      let (aStride, bStride) = (call.isUniform[0] ? stride : m * stride, call.isUniform[1] ? stride : m * stride)
      for i in 0..<size.rows {
        for j in 0..<size.columns {
          let sum = call.result + (i * size.columns + j) * m * stride
          memset(sum, 0, m * stride)
          for l in 0..<size.inner {
            let left = a + (transposeLeft ? l * size.rows + i : i * size.inner + l) * aStride
            let right = b + (transposeRight ? j * size.inner + l : l * size.columns + j) * bStride
            if call.isUniform[0] {
              kernels.addScaled(m, sum, call.number(left), right)
            } else if call.isUniform[1] {
              kernels.addScaled(m, sum, call.number(right), left)
            } else {
              kernels.multiplyAdd(m, sum, left, right, sum)
            }
          }
        }
      }
    }
  }
}

extension Expression {
  /// The product of a matrix with a matrix or a vector.
  public static func matrixProduct(_ a: Expression, _ b: Expression) throws(ShapeError) -> Expression {
    guard case .matrix(let rows, _) = a.shape else { throw .mismatch(MatrixProduct.name, [a.shape, b.shape]) }
    guard case .vector(let n) = b.shape else { return try a.graph.apply(MatrixProduct(), [a, b]) }
    guard case .matrix(_, n) = a.shape else { throw .mismatch(MatrixProduct.name, [a.shape, b.shape]) }
    return try a.graph.apply(MatrixProduct(), [a, b.reshaped(.matrix(rows: n, columns: 1))])
      .reshaped(.vector(rows))
  }

  /// The matrix of all products uᵢvⱼ of two vectors.
  public static func outerProduct(_ u: Expression, _ v: Expression) throws(ShapeError) -> Expression {
    guard case .vector(let n) = u.shape, case .vector(let m) = v.shape else { throw .mismatch("outer", [u.shape, v.shape]) }
    return try matrixProduct(u.reshaped(.matrix(rows: n, columns: 1)), v.reshaped(.matrix(rows: 1, columns: m)))
  }
}
