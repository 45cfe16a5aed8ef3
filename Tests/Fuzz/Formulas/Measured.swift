import PolyakPlatform

/// A number and how far rounding may have carried it, to first order, in units of the precision's unit roundoff.
struct Measured {
  var value: Double
  var error: Double

  init(_ value: Double, error: Double = 0) { (self.value, self.error) = (value, error) }

  /// Rounded once.
  init(rounded value: Double) { self.init(value, error: value.magnitude) }

  var isExactlyZero: Bool { value == 0 && error == 0 }

  static func + (a: Measured, b: Measured) -> Measured {
    if a.isExactlyZero { return b }
    if b.isExactlyZero { return a }
    // As much as each is rounded, for other ways of computing add up what here cancels.
    return Measured(a.value + b.value, error: a.error + b.error + a.value.magnitude + b.value.magnitude)
  }

  static prefix func - (a: Measured) -> Measured { Measured(-a.value, error: a.error) }
  static func - (a: Measured, b: Measured) -> Measured { a + -b }

  static func * (a: Measured, b: Measured) -> Measured {
    if a.isExactlyZero || b.isExactlyZero { return Measured(0) }
    let product = a.value * b.value
    return Measured(product, error: a.error * b.value.magnitude + b.error * a.value.magnitude + product.magnitude)
  }

  static func / (a: Measured, b: Measured) -> Measured {
    let quotient = a.value / b.value
    if a.isExactlyZero, b.value != 0 { return Measured(0) }
    return Measured(quotient, error: (a.error + b.error * quotient.magnitude) / b.value.magnitude + quotient.magnitude)
  }

  /// A function's value, and its derivative there.
  func applied(_ value: Double, derivative: Double) -> Measured {
    Measured(value, error: error * derivative.magnitude + 2 * value.magnitude)
  }
}
