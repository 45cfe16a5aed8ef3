/// A number as it may stand in NumPy's files.
protocol NPYScalar: BitwiseCopyable {
  /// NumPy's letter for the kind: f, i, u.
  static var kind: String { get }
  /// The number with the order of its bytes reversed.
  var swapped: Self { get }
}

extension Double: NPYScalar {
  static var kind: String { "f" }
  var swapped: Double { Double(bitPattern: bitPattern.byteSwapped) }
}

extension Float: NPYScalar {
  static var kind: String { "f" }
  var swapped: Float { Float(bitPattern: bitPattern.byteSwapped) }
}

extension NPYScalar where Self: FixedWidthInteger {
  static var kind: String { isSigned ? "i" : "u" }
  var swapped: Self { byteSwapped }
}

extension Int: NPYScalar {}
extension Int8: NPYScalar {}
extension Int16: NPYScalar {}
extension Int32: NPYScalar {}
extension Int64: NPYScalar {}
extension UInt8: NPYScalar {}
extension UInt16: NPYScalar {}
extension UInt32: NPYScalar {}
extension UInt64: NPYScalar {}

extension NPYScalar {
  /// As NumPy names the type: "<f8" is a double whose low byte comes first.
  static var descriptor: String { NPYHeader.nativeOrder + kind + "\(MemoryLayout<Self>.size)" }
}
