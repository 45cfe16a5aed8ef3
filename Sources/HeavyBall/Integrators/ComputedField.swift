/// A field whose value is computed by a program of its own, where no formula is at hand: one that needs the eigenvectors of a
/// Hessian, or a mean over many mini-batches.
///
/// Methods that need a formula cannot follow it: see ``AdaptiveMethod/needsFormula``.
///
/// Unsafe pointers: as ``VectorField``'s.
protocol ComputedField: AnyObject {
  /// The number of elements of the point.
  var dimension: Int { get }

  /// Computes the field at a point; what it cannot compute is NaN.
  func evaluate(at point: UnsafePointer<Double>, into result: UnsafeMutablePointer<Double>)
}
