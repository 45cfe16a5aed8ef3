/// Which field a flow follows when: step k, from kη to (k+1)η, has its own.
///
/// Heavy ball's flow is one: its coefficients change from step to step until the momentum has built up, then no more.
/// A ``VectorField`` is the schedule that never changes.
public protocol FieldSchedule {
  /// The field of step k.
  ///
  /// It is asked for at the beginning of every stretch of steps with the same field, and may be the same object each
  /// time with other constants. After a failure earlier steps may be asked for again.
  func field(ofStep k: Int) -> VectorField

  /// The first step after k that has another field than step k, nil where there is none.
  func nextChange(after k: Int) -> Int?

  /// Whether the solution jumps at the end of step k, which then has no other steps with the same field.
  func hasJump(atEndOf k: Int) -> Bool

  /// Moves the point at the end of step k to where the solution jumps.
  ///
  /// - Parameter start: the point at the step's beginning.
  func jump(atEndOf k: Int, from start: UnsafePointer<Double>, _ point: UnsafeMutablePointer<Double>)
}

extension FieldSchedule {
  public func hasJump(atEndOf k: Int) -> Bool { false }
  public func jump(atEndOf k: Int, from start: UnsafePointer<Double>, _ point: UnsafeMutablePointer<Double>) {}
}

extension VectorField: FieldSchedule {
  public func field(ofStep k: Int) -> VectorField { self }
  public func nextChange(after k: Int) -> Int? { nil }
}
