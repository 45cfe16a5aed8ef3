/// The loss of a diagonal linear network (Lyu et al., section 3), L(w₊, w₋) = ‖X(w₊⊙w₊ − w₋⊙w₋) − y‖²/(2n).
///
/// The parameters are w₊ and then w₋, 2d in all for X of d columns; n is the number of rows of X. Appendix C.3 prints a
/// plain sum of squares, ``LossNormalization/sum``, with which Figure 4's step size diverges.
public struct DiagonalLinearLoss: Loss {
  public static let name = "dln"
  public let x: Matrix
  public let y: Vector
  public let normalization: LossNormalization
  public var dimension: Int { 2 * x.columns }

  /// - Precondition: X has as many rows as y has coordinates, at least one.
  public init(x: Matrix, y: Vector, normalization: LossNormalization = .mean) {
    precondition(x.rows == y.count && !y.isEmpty, "X has a row for every coordinate of y")
    self.x = x
    self.y = y
    self.normalization = normalization
  }

  public func build(_ β: Expression) -> Expression {
    let squares = Self.squares(β, β.graph.constant(x), β.graph.constant(y))
    return switch normalization {
    case .mean: squares / Double(2 * y.count)
    case .sum: squares
    }
  }

  public var rows: RowFormula? {
    guard normalization == .mean else { return nil }
    return RowFormula([RowData("X", x), RowData("y", y)]) { β, rows in
      Self.squares(β, rows[0], rows[1]) / Double(2 * rows[1].shape.count)
    }
  }

  private static func squares(_ β: Expression, _ x: Expression, _ y: Expression) -> Expression {
    let d = β.shape.count / 2
    let predictor = β[0..<d].squared() - β[d..<2 * d].squared()
    return shapesSuit { () throws(ShapeError) in
      let residual = try Expression.matrixProduct(x, predictor) - y
      return try Expression.dot(residual, residual)
    }
  }
}

extension DiagonalLinearLoss {
  public static let entry = Losses.Entry(
    DiagonalLinearLoss.self,
    "A diagonal linear network, |X (w+^2 - w-^2) - y|^2 / (2n) over w+ and then w-, twice as many as X has columns.",
    RegressionSettings.inputs, RegressionSettings.targets, RegressionSettings.normalization,
    sample: Losses.Sample(
      DiagonalLinearLoss(x: Matrix([[1, 0], [1, 1]]), y: [1, 3]), "X = {{1, 0}, {1, 1}}, y = {1, 3}", at: [2, 1, 1, 0],
      value: 1.25)
  ) { values in
    let (x, y) = try RegressionSettings.data(values[RegressionSettings.inputs], values[RegressionSettings.targets])
    return DiagonalLinearLoss(x: x, y: y, normalization: values[RegressionSettings.normalization])
  }
}
