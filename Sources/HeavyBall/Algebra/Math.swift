import Glibc

/// The platform's elementary functions under the names the field uses.
///
/// One seam, so that the interpreter, the row kernels and constant folding call the very same functions: their
/// results agree to the last bit.
enum Math {
  static func exp(_ x: Double) -> Double { Glibc.exp(x) }
  static func log(_ x: Double) -> Double { Glibc.log(x) }
  static func sin(_ x: Double) -> Double { Glibc.sin(x) }
  static func cos(_ x: Double) -> Double { Glibc.cos(x) }
  static func tanh(_ x: Double) -> Double { Glibc.tanh(x) }
  static func power(_ x: Double, _ p: Double) -> Double { Glibc.pow(x, p) }
}
