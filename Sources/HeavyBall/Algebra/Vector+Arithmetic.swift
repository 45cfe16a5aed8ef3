extension Vector {
  /// Combines two vectors coordinate by coordinate.
  ///
  /// - Precondition: both have the same number of coordinates.
  public func combined(with other: Vector, _ operation: (Double, Double) -> Double) -> Vector {
    precondition(count == other.count, "vectors of \(count) and \(other.count) coordinates")
    return Vector(indices.map { operation(elements[$0], other.elements[$0]) })
  }

  /// Applies a function to every coordinate.
  public func mapped(_ function: (Double) throws -> Double) rethrows -> Vector { Vector(try elements.map(function)) }

  public static func + (a: Vector, b: Vector) -> Vector { a.combined(with: b, +) }
  public static func - (a: Vector, b: Vector) -> Vector { a.combined(with: b, -) }
  public static func * (a: Vector, b: Vector) -> Vector { a.combined(with: b, *) }
  public static func / (a: Vector, b: Vector) -> Vector { a.combined(with: b, /) }

  public static func + (a: Vector, b: Double) -> Vector { a.mapped { $0 + b } }
  public static func - (a: Vector, b: Double) -> Vector { a.mapped { $0 - b } }
  public static func * (a: Vector, b: Double) -> Vector { a.mapped { $0 * b } }
  public static func / (a: Vector, b: Double) -> Vector { a.mapped { $0 / b } }

  public static func + (a: Double, b: Vector) -> Vector { b.mapped { a + $0 } }
  public static func - (a: Double, b: Vector) -> Vector { b.mapped { a - $0 } }
  public static func * (a: Double, b: Vector) -> Vector { b.mapped { a * $0 } }
  public static func / (a: Double, b: Vector) -> Vector { b.mapped { a / $0 } }

  public static prefix func - (a: Vector) -> Vector { a.mapped { -$0 } }
}
