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

  public func build(_ β: Expression) -> Expression {
    let graph = β.graph
    // Labels go into the rows of X: −y·(Xβ) = (−diag(y) X)β.
    var signed = x
    for i in 0..<x.rows { for j in 0..<x.columns { signed[i, j] = -y[i] * x[i, j] } }
    return shapesSuit { () throws(ShapeError) in
      try Expression.softplus(Expression.matrixProduct(graph.constant(signed), β)).sum() / Double(y.count)
    }
  }
}
