/// A loss as the mean over rows of data: the rows that it has, and its formula on any others.
///
///     var rows: RowFormula? {
///       RowFormula([RowData("X", x), RowData("y", y)]) { β, rows in … }
///     }
public struct RowFormula {
  /// As many rows each, one at least.
  public let data: [RowData]
  /// What numbers the formula is computed with.
  let precision: Precision
  private let build: (_ β: Expression, _ rows: [Expression]) throws -> Expression

  /// - Parameters:
  ///   - precision: double where it is not given.
  ///   - build: the mean over some rows, from β and those rows of each of the data: of the shape of the data, but for the
  ///     number of rows.
  /// - Precondition: the data have as many rows each, one at least.
  public init(
    _ data: [RowData], precision: Precision = .double,
    build: @escaping (_ β: Expression, _ rows: [Expression]) throws -> Expression
  ) {
    precondition(!data.isEmpty && data.allSatisfy { $0.rows == data[0].rows && $0.rows > 0 }, "data of as many rows")
    (self.data, self.precision, self.build) = (data, precision, build)
  }

  /// How many rows there are.
  public var count: Int { data[0].rows }

  /// L on rows that are expressions.
  func expression(at β: Expression, rows: [Expression]) throws -> Expression { try build(β, rows) }

  /// L on all the rows, which become constants of β's graph.
  func expression(at β: Expression) throws -> Expression {
    try build(β, data.map { β.graph.constant($0.numbers.converted(to: precision), $0.shape(rows: count)) })
  }

  /// The same formula on some of the rows, counted from 0; a row may be there more than once.
  func rows(_ indices: [Int]) -> RowFormula {
    RowFormula(data.map { $0.rows(indices) }, precision: precision, build: build)
  }
}

extension Objective {
  /// An objective that is a mean over rows.
  ///
  /// - Throws: what the formula throws.
  public convenience init(name: String, dimension: Int, rows: RowFormula) throws {
    try self.init(name: name, dimension: dimension, rows: rows) { try rows.expression(at: $0) }
  }

  /// L on some of its rows, counted from 0, as an objective of its own, which has these rows; nil where it has none.
  ///
  /// For many batches of one size ``batchFormula(size:)`` is compiled once.
  ///
  /// - Throws: what the formula throws.
  /// - Precondition: there are such rows, and at least one.
  public func batch(_ indices: [Int]) throws -> Objective? {
    guard let rows else { return nil }
    return try Objective(name: name, dimension: dimension, rows: rows.rows(indices))
  }

  /// L as a formula of β and of so many rows; nil where it has none.
  ///
  /// - Throws: what the formula throws.
  public func batchFormula(size: Int) throws -> BatchFormula? {
    try rows.map { try BatchFormula($0, dimension: dimension, size: size) }
  }
}
