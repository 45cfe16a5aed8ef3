/// How far a network's outputs o are from the targets t, as a mean over the rows.
public enum NetworkMeasure: String, CaseIterable, Sendable {
  /// ½ mean ‖o − t‖².
  case squaredError = "mse"
  /// mean (log Σ_j exp(o_j) − o·t): the cross-entropy of softmax(o) where t is 1 for the class and 0 elsewhere.
  case crossEntropy = "cross_entropy"

  func callAsFunction(_ outputs: Expression, _ targets: Expression) -> Expression {
    guard case .matrix(let rows, _) = outputs.shape else { preconditionFailure("outputs of \(outputs.shape)") }
    return shapesSuit { () throws(ShapeError) in
      switch self {
      case .squaredError:
        let residual = outputs - targets
        return try Expression.dot(residual, residual) / Double(2 * rows)
      case .crossEntropy:
        let normalizers = try outputs.rowLogSumExp().sum()
        return try (normalizers - Expression.dot(outputs, targets)) / Double(rows)
      }
    }
  }
}
