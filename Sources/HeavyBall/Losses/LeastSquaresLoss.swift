/// L(β) = ‖Xβ − y‖²/(2n), with n the number of rows of X.
public struct LeastSquaresLoss: Loss {
  public static let name = "least_squares"
  public let x: Matrix
  public let y: Vector
  public var dimension: Int { x.columns }

  /// - Precondition: X has as many rows as y has coordinates, at least one.
  public init(x: Matrix, y: Vector) {
    precondition(x.rows == y.count && !y.isEmpty, "X has a row for every coordinate of y")
    self.x = x
    self.y = y
  }

  public func build(_ β: Expression) -> Expression { Self.mean(β, β.graph.constant(x), β.graph.constant(y)) }

  public var rows: RowFormula? {
    RowFormula([RowData("X", x), RowData("y", y)]) { β, rows in Self.mean(β, rows[0], rows[1]) }
  }

  private static func mean(_ β: Expression, _ x: Expression, _ y: Expression) -> Expression {
    shapesSuit { () throws(ShapeError) in
      let residual = try Expression.matrixProduct(x, β) - y
      return try Expression.dot(residual, residual) / Double(2 * y.shape.count)
    }
  }
}

extension LeastSquaresLoss {
  public static let entry = Losses.Entry(
    LeastSquaresLoss.self, "|X b - y|^2 / (2n), n the number of rows of X.", RegressionSettings.inputs,
    RegressionSettings.targets,
    sample: Losses.Sample(
      LeastSquaresLoss(x: Matrix([[1, 0], [1, 1]]), y: [1, 3]), "X = {{1, 0}, {1, 1}}, y = {1, 3}", at: [1, 1], value: 0.25)
  ) { values in
    let (x, y) = try RegressionSettings.data(values[RegressionSettings.inputs], values[RegressionSettings.targets])
    return LeastSquaresLoss(x: x, y: y)
  }
}
