@testable import HeavyBall

/// Values of elementary functions to more digits than doubles have, computed apart from the product.
enum ElementaryReference {
  /// f(arguments) = value + rest·ulp(value).
  struct Point: Sendable {
    let arguments: [Double]
    let value: Double
    /// 0 of single precision, where the double is exact enough.
    let rest: Double

    init(_ line: String, arguments count: Int) {
      let numbers = line.split(separator: " ").map { Double($0) ?? .nan }
      arguments = Array(numbers.prefix(count))
      value = numbers[count]
      rest = numbers.count > count + 1 ? numbers[count + 1] : 0
    }
  }

  private struct Lines: Decodable { let double: [String], single: [String] }

  private static let lines = (try? SeriesReference.read([String: Lines].self, "elementary.json")) ?? [:]

  static func points(of name: String, _ precision: Precision) -> [Point] {
    guard let lines = lines[name] else { return [] }
    return (precision == .double ? lines.double : lines.single).map { Point($0, arguments: name == "power" ? 2 : 1) }
  }

  /// How far a number is from the exact one, in units of the last place of the precision; 0 where both are NaN or the
  /// same infinity, and infinite where one alone is.
  static func error(of found: Double, at point: Point, _ precision: Precision) -> Double {
    if point.value.isNaN || found.isNaN { return point.value.isNaN && found.isNaN ? 0 : .infinity }
    let rounded = precision == .double ? point.value : Double(Float(point.value))
    if rounded.isInfinite || found.isInfinite { return rounded == found ? 0 : .infinity }
    if precision == .double { return ((found - point.value) / ulp(point.value) - point.rest).magnitude }
    let place = point.value.magnitude < Double(Float.leastNormalMagnitude) ? -149 : point.value.exponent - 23
    return (found - point.value).magnitude / Double(sign: .plus, exponent: Double.Exponent(place), significand: 1)
  }

  private static func ulp(_ x: Double) -> Double { max(x.magnitude, .leastNormalMagnitude).ulp }
}
