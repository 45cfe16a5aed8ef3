/// L(β) = 1/n Σ log(1 + exp(−yᵢ xᵢ·β)) for labels yᵢ = ±1, the rows xᵢ of X.
public struct LogisticLoss: Loss {
  public static let name = "logistic"
  public let x: Matrix
  /// Labels, each 1 or -1.
  public let y: Vector
  public var dimension: Int { x.columns }

  /// - Precondition: X has as many rows as y has coordinates, at least one; every label is 1 or -1.
  public init(x: Matrix, y: Vector) {
    precondition(x.rows == y.count && !y.isEmpty, "X has a row for every label")
    precondition(y.allSatisfy { $0.magnitude == 1 }, "labels are 1 or -1")
    self.x = x
    self.y = y
  }

  public func build(_ β: Expression) -> Expression { Self.mean(β, β.graph.constant(signed)) }

  public var rows: RowFormula? { RowFormula([RowData("X", signed)]) { β, rows in Self.mean(β, rows[0]) } }

  /// Labels go into the rows of X: −y·(Xβ) = (−diag(y) X)β.
  private var signed: Matrix {
    var signed = x
    for i in 0..<x.rows { for j in 0..<x.columns { signed[i, j] = -y[i] * x[i, j] } }
    return signed
  }

  private static func mean(_ β: Expression, _ signed: Expression) -> Expression {
    shapesSuit { () throws(ShapeError) in
      let margins = try Expression.matrixProduct(signed, β)
      return Expression.softplus(margins).sum() / Double(margins.shape.count)
    }
  }
}

extension LogisticLoss {
  static let labels = Setting("y", .vector, "the labels, 1 or -1")

  public static let entry = Losses.Entry(
    LogisticLoss.self, "The mean of log(1 + exp(-y_i x_i'b)) over the rows of X.", RegressionSettings.inputs, labels,
    sample: Losses.Sample(
      LogisticLoss(x: Matrix([[1, 0], [1, 1]]), y: [1, -1]), "X = {{1, 0}, {1, 1}}, y = {1, -1}", at: [0, 0], value: 0.693147)
  ) { values in
    let (x, y) = try RegressionSettings.data(values[RegressionSettings.inputs], values[labels], targets: labels)
    if let i = y.firstIndex(where: { $0.magnitude != 1 }) {
      throw SettingFault(labels, "must be 1 or -1", element: (y[i], i))
    }
    return LogisticLoss(x: x, y: y)
  }
}
