/// The exponentials of each row of a matrix, written so that nothing overflows and no digit is lost: not to the size of
/// the numbers, and not where one of them outweighs all others together.
///
/// With c the largest number uᵢ of its row, a constant to derivatives, log Σ exp(uⱼ) = c + log Σ exp(uⱼ − c). Where
/// exp(uₖ) is more than half of the sum, 1 − softmax(u)ₖ would lose the digits that the others have; so that one is taken
/// out of the sum, and what depends on it comes from the others: 1 − softmax(u)ₖ = T/(1 + T), T = Σ_{j≠k} exp(uⱼ − uₖ).
struct RowExponentials {
  /// log Σ exp(uⱼ) less `pivot`: never less than 0, and to all its digits where it is small.
  let logarithm: Expression
  /// uₖ of each row, c where no number outweighs the others, in value; in derivatives uₖ, or none.
  let pivot: Expression
  /// uⱼ − pivot; where uⱼ is the pivot 0 and a constant.
  let relative: Expression

  init(of u: Expression) throws(ShapeError) {
    let graph = u.graph
    let largest = try graph.apply(RowLargest(), [u])
    guard case .matrix(_, let columns) = u.shape else { preconditionFailure("rows of \(u.shape)") }
    let zero = graph.constant(0, u.shape)
    let shifted = u - largest.inEachColumn(of: columns)
    let exponentials = Expression.exp(shifted)
    let outweighs = Expression.exceeds(exponentials * 2, exponentials.sums(of: .rows).inEachColumn(of: columns))
    // Of value 0, since the pivot is the largest.
    let change = Expression.select(outweighs, shifted, zero).sums(of: .rows)
    relative = .select(outweighs, zero, shifted - change.inEachColumn(of: columns))
    let others = Expression.select(outweighs, zero, exponentials).sums(of: .rows) * .exp(-change)
    // Where none outweighs the others, `others` is the whole sum and at least 2, but for infinities.
    logarithm = .log1p(others + (outweighs.sums(of: .rows) - 1))
    pivot = largest + change
  }
}

extension Expression {
  /// exp(u_ij) over the sum of those in row i, of each element of a matrix: what does not overflow, and has its digits.
  public func rowSoftmax() throws(ShapeError) -> Expression {
    guard shape.count > 0 else { return self }
    let rows = try RowExponentials(of: self)
    return .exp(rows.relative - rows.logarithm.inEachColumn(of: shape.count / rows.logarithm.shape.count))
  }

  /// log Σ_j exp(u_ij) of each row of a matrix.
  public func rowLogSumExp() throws(ShapeError) -> Expression {
    let rows = try RowExponentials(of: self)
    return rows.pivot + rows.logarithm
  }

  /// log Σ exp(uᵢ) over all elements.
  public static func logSumExp(_ u: Expression) throws(ShapeError) -> Expression {
    guard u.shape.count > 0 else { throw ShapeError("logsumexp", "expected at least one element") }
    if u.shape == .scalar { return u }
    return try u.reshaped(.matrix(rows: 1, columns: u.shape.count)).rowLogSumExp().reshaped(.scalar)
  }
}
