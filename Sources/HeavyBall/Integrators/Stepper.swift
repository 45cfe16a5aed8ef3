/// An adaptive method at work: a point, a field, and steps from the one along the other.
///
///     stepper.move(to: β)
///     stepper.follow(field)
///     if stepper.attempt(h) < 1 { stepper.accept() }
///
/// A stepper allocates what it needs when it is made, nothing in a step. It knows no time: fields do not depend on it.
///
/// Unsafe pointers: stages are rows of one block of memory, which the inner loops go through.
public protocol Stepper: AnyObject {
  var dimension: Int { get }
  /// n where the estimated error of a step goes as hⁿ.
  var errorExponent: Int { get }
  /// β.
  var point: UnsafePointer<Double> { get }
  /// The next step by the method's own rule, nil where the error of the last step decides. Steps before it bound it too.
  var proposedStep: Double? { get }

  /// The length of all steps, of a method that does not choose it.
  var fixedStep: Double? { get }

  /// Goes to a point.
  func move(to β: UnsafePointer<Double>)
  /// From here on β̇ is this field, at the point where the stepper is.
  func follow(_ field: VectorField)
  /// F(β).
  func derivative() -> UnsafePointer<Double>
  /// Tries a step: its error in units of what the tolerances allow, not finite where a number was not.
  func attempt(_ h: Double) -> Double
  /// The solution along the step last tried, until the next is.
  func interpolant() -> Interpolant
  /// Makes the step last tried.
  func accept()
}

extension Stepper {
  public var fixedStep: Double? { nil }

  /// A first step to try, after Hairer, Nørsett and Wanner, Solving Ordinary Differential Equations I, section II.4.
  ///
  /// Euler's method over a step that changes β by a hundredth tells how fast the field changes. Costs an evaluation.
  func initialStep(_ field: VectorField, _ options: IntegratorOptions, limit: Double) -> Double {
    let (n, β, f) = (dimension, point, derivative())
    let size = options.norm(β, between: β, and: β, count: n)
    let slope = options.norm(f, between: β, and: β, count: n)
    let h = min(size < 1e-5 || slope < 1e-5 ? 1e-6 : 0.01 * size / slope, limit)
    let difference = UnsafeMutablePointer<Double>.allocate(capacity: n)
    defer { difference.deallocate() }
    for i in 0..<n { field.point[i] = β[i] + h * f[i] }
    field.evaluate(into: difference)
    for i in 0..<n { difference[i] -= f[i] }
    let curvature = options.norm(difference, between: β, and: β, count: n) / h
    let largest = max(slope, curvature)
    let next = largest <= 1e-15 ? max(1e-6, h * 1e-3) : Elementary.power(0.01 / largest, 1 / Double(errorExponent))
    return next.isFinite ? min(100 * h, next, limit) : h
  }
}
