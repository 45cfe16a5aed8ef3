/// The Hessian's eigenvalues above a threshold, each in a column of its own: see ``FollowedModes``.
public final class SpectrumObserver: Observer {
  public static let name = "spectrum"
  public static let summary =
    "the Hessian's eigenvalues above a fraction of the method's threshold, 2 (1 + mu)/eta of hb, or of a number given: a column "
    + "for each eigenvector that has been among them, followed by its overlap with itself at the measurement before, in the order "
    + "in which they turned up, NaN where it is not among them (by Hessian products of one to two gradients each: at first some tens, as "
    + "diagnostics.stability, then a few for each)"
  public var name: String { Self.name }
  public let every: Int
  private let fraction: Double
  private let threshold: Double?
  private var followed: FollowedModes

  /// - Parameters:
  ///   - fraction: of the threshold.
  ///   - threshold: in place of the method's.
  ///   - most: At most so many eigenvalues at a time, the largest.
  public init(every: Int, above fraction: Double, of threshold: Double? = nil, most: Int) {
    (self.every, self.fraction, self.threshold) = (every, fraction, threshold)
    followed = FollowedModes(above: 0, most: most)
  }

  /// Why it cannot be measured on a method without a threshold given; nil where it can.
  public static func refusal(on iteration: Iteration) -> String? {
    iteration.method(inStep: 1) == nil
      ? "needs option 'threshold': only methods with a momentum mu have their own, which \(iteration.title) has not" : nil
  }

  public func observe(_ moment: Moment) throws -> Measurement {
    let own = moment.iteration.method(inStep: moment.step + 1).map { StabilityThreshold(of: $0).curvature }
    followed.threshold = fraction * (threshold ?? own ?? .infinity)
    let modes = try followed.update(of: moment.objective, at: moment.point, poll: moment.poll)
    return .columns(Dictionary(zip(modes.identities, modes.values)) { a, _ in a })
  }
}
