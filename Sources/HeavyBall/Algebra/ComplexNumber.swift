internal import CKernels
internal import PolyakPlatform

/// x + iy.
struct ComplexNumber: Hashable, Sendable {
  var real: Double
  var imaginary = 0.0

  init(_ real: Double, _ imaginary: Double = 0) { (self.real, self.imaginary) = (real, imaginary) }

  /// The principal logarithm; −∞ of 0.
  static func log(_ z: ComplexNumber) -> ComplexNumber {
    ComplexNumber(Elementary.log(polyak_hypot(z.real, z.imaginary)), atan2(z.imaginary, z.real))
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
