/// How a flow of order α deals with heavy ball's first steps, in which the momentum builds up.
///
/// The limit form started at β_0 has an error of order 1 whatever α, since that build-up is missing; the others have one of
/// order α.
public enum FlowForm: String, CaseIterable, Sendable {
  /// Theorem 2.1: a field of its own for each [kη, (k+1)η). See `PiecewiseField`.
  case piecewise
  /// The field for large k (Table 1) from β_0. See `LimitField`.
  case limit
  /// The field for large k from the point whose orbit heavy ball settles on. See ``MatchedStart``.
  case matched
  /// The field of (β, m), which begins as heavy ball does and follows it where it oscillates too. See `PhaseField`.
  case phase
}
