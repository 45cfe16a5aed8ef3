internal import CKernels
internal import PolyakPlatform

/// x + iy.
struct ComplexNumber: Hashable, Sendable {
  var real: Double
  var imaginary = 0.0

  init(_ real: Double, _ imaginary: Double = 0) { (self.real, self.imaginary) = (real, imaginary) }

  /// The principal logarithm; −∞ of 0.
  static func log(_ z: ComplexNumber) -> ComplexNumber {
    let (x, y) = (max(z.real.magnitude, z.imaginary.magnitude), min(z.real.magnitude, z.imaginary.magnitude))
    let isNearUnity = x > 0.5 && x < 2 && y < 1
    return ComplexNumber(
      isNearUnity ? Elementary.log1p(excess(x, y)) / 2 : Elementary.log(polyak_hypot(x, y)), atan2(z.imaginary, z.real))
  }

  /// x² + y² − 1 rounded about once: of each square what rounding takes is counted in.
  private static func excess(_ x: Double, _ y: Double) -> Double {
    let (square, other) = (x * x, y * y)
    let rest = (-square).addingProduct(x, x) + (-other).addingProduct(y, y)
    return square - 1 + other + rest
  }

  static func + (a: ComplexNumber, b: ComplexNumber) -> ComplexNumber {
    ComplexNumber(a.real + b.real, a.imaginary + b.imaginary)
  }

  static func - (a: ComplexNumber, b: ComplexNumber) -> ComplexNumber {
    ComplexNumber(a.real - b.real, a.imaginary - b.imaginary)
  }

  static func * (a: ComplexNumber, b: ComplexNumber) -> ComplexNumber {
    ComplexNumber(a.real * b.real - a.imaginary * b.imaginary, a.real * b.imaginary + a.imaginary * b.real)
  }

  static func * (a: ComplexNumber, x: Double) -> ComplexNumber { ComplexNumber(a.real * x, a.imaginary * x) }

  static func / (a: ComplexNumber, b: ComplexNumber) -> ComplexNumber {
    let square = b.real * b.real + b.imaginary * b.imaginary
    let product = a * ComplexNumber(b.real, -b.imaginary)
    return ComplexNumber(product.real / square, product.imaginary / square)
  }
}
