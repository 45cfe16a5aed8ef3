/// How far a network's outputs o are from the targets t, as a mean over the rows.
public enum NetworkMeasure: String, CaseIterable, Sendable {
  /// ½ mean ‖o − t‖².
  case squaredError = "mse"
  /// −mean Σ_j t_j log softmax(o)_j: where t is 1 for the class c and 0 elsewhere, mean (log Σ_j exp(o_j) − o_c).
  case crossEntropy = "cross_entropy"

  func callAsFunction(_ outputs: Expression, _ targets: Expression) -> Expression {
    guard case .matrix(let rows, _) = outputs.shape else { preconditionFailure("outputs of \(outputs.shape)") }
    return shapesSuit { () throws(ShapeError) in
      switch self {
      case .squaredError:
        let residual = outputs - targets
        return try Expression.dot(residual, residual) / Double(2 * rows)
      case .crossEntropy:
        // Both parts relative to the row's pivot, so that neither is large where their difference is not.
        let exponentials = try RowExponentials(of: outputs)
        let normalizers = try Expression.dot(exponentials.logarithm, targets.sums(of: .rows))
        // Where a target is 0 its term is 0, however far the output is from the pivot: at infinity too.
        let zero = outputs.graph.constant(0, outputs.shape)
        let relative = Expression.select(Expression.abs(targets), exponentials.relative, zero)
        return try (normalizers - Expression.dot(relative, targets)) / Double(rows)
      }
    }
  }
}
