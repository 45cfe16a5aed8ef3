/// The eigenpairs above a threshold at one point, see ``FollowedModes``.
public struct Modes: Hashable, Sendable {
  /// The largest first; none where a product was not finite.
  public let values: [Double]
  /// Orthonormal eigenvectors, a row each; no row where there is none.
  public let vectors: Matrix
  /// The same number at each point for the same eigenvector, from 0 up.
  public let identities: [Int]
  /// The largest eigenvalue beyond these as far as it was settled; -∞ where there is none, NaN where a product was not finite.
  public let next: Double
  /// How many products of the operator with a vector were made.
  public let products: Int
  /// The largest ‖Hv − λv‖ over the largest modulus of an eigenvalue; NaN where a product was not finite.
  public let residual: Double
  /// Whether the residual reached the tolerance.
  public let isConverged: Bool
  /// Whether there is none above the threshold beside these.
  public let isComplete: Bool
}
