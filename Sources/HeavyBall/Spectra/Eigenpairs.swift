/// The outermost eigenvalues of a symmetric operator, with their vectors.
public struct Eigenpairs: Hashable, Sendable {
  /// The largest first; NaN where a product was not finite.
  public let values: [Double]
  /// Unit eigenvectors, a row each.
  public let vectors: Matrix
  /// How many products of the operator with a vector were made.
  public let products: Int
  /// The largest ‖Hv − λv‖ of the pairs over the largest modulus of an eigenvalue. λ is off by at most this relative to
  /// that modulus, and where its neighbours are g times it away by no more than about residual²/g.
  public let residual: Double
  /// Whether the residual reached the tolerance and no larger eigenvalue was left out.
  public let isConverged: Bool
}

/// What is searched for, and how long.
public struct EigenpairOptions: Sendable {
  /// Which eigenvalues are the largest.
  public enum Order: String, CaseIterable, Sendable {
    /// Those furthest to the right.
    case value
    /// Those furthest from 0.
    case modulus
  }

  public var count = 1
  public var order = Order.value
  /// For ``Eigenpairs/residual``.
  public var tolerance: Double
  /// At most so many products beside the ``count`` that check the result.
  public var iterations = 200
  /// Vectors near the eigenvectors, such as those of a search at a point nearby.
  public var start: [Vector] = []

  /// The largest eigenvalue alone, to a residual of 1e-6, or 1e-4 where products are made in single precision, whose
  /// rounding leaves some 1e-5.
  public init(precision: Precision = .double) { tolerance = precision == .double ? 1e-6 : 1e-4 }

  func rank(_ value: Double) -> Double { order == .value ? value : value.magnitude }
}
