/// What kind of numbers a graph is evaluated with.
///
/// Constants, parameters and results are doubles at the borders all the same; between them nothing is but singles where
/// a graph says so.
public enum Precision: String, CaseIterable, BitwiseCopyable, Sendable {
  case single = "f32"
  case double = "f64"

  /// Bytes of a number, which are also those from one number of a row to the next.
  public var stride: Int {
    switch self {
    case .single: MemoryLayout<Float>.stride
    case .double: MemoryLayout<Double>.stride
    }
  }

  /// Puts a number at an address, rounded to nearest.
  func store(_ value: Double, at address: UnsafeMutableRawPointer) {
    switch self {
    case .single: address.storeBytes(of: Float(value), as: Float.self)
    case .double: address.storeBytes(of: value, as: Double.self)
    }
  }
}
