/// How far the making of a field is, in time: its formula is derived, of which the share that is done is known, and then
/// compiled.
struct FieldHeadway {
  /// How many times as long as deriving compiling takes: 2 to 4 where both are long, on losses of few parameters and of many.
  private static let compilation = 3.0

  private let start = monotonicSeconds()
  private var share = 0.0
  /// How many seconds deriving took, once it is done.
  private var derivation: Double?

  /// - Parameter share: Of the formula, how much has been derived.
  mutating func derived(_ share: Double) {
    self.share = share
    if share == 1 { derivation = monotonicSeconds() - start }
  }

  var fraction: Double {
    guard let derivation, derivation > 0 else { return share / (1 + Self.compilation) }
    return min((monotonicSeconds() - start) / (derivation * (1 + Self.compilation)), 0.99)
  }
}
