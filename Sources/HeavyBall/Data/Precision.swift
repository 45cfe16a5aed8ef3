/// How numbers are kept.
public enum Precision: String, CaseIterable, Sendable {
  /// 8 bytes each.
  case double = "f64"
  /// 4 bytes each, some 7 digits.
  case single = "f32"
}
