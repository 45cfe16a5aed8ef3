extension Vector {
  /// Combines two vectors coordinate by coordinate.
  ///
  /// - Precondition: both have the same number of coordinates.
  public func combined(with other: Vector, _ operation: (Double, Double) -> Double) -> Vector {
    combined(with: other, poll: {}, operation)
  }

  /// The same, for very many numbers.
  ///
  /// - Parameter poll: Asked every few milliseconds; what it throws ends the work.
  public func combined(
    with other: Vector, poll: () throws -> Void, _ operation: (Double, Double) -> Double
  ) rethrows -> Vector {
    precondition(count == other.count, "vectors of \(count) and \(other.count) coordinates")
    return Vector(try Array(count: count, poll: poll) { operation(elements[$0], other.elements[$0]) })
  }

  /// Applies a function to every coordinate.
  public func mapped(_ function: (Double) throws -> Double) rethrows -> Vector { try mapped(poll: {}, function) }

  /// The same, for very many numbers.
  ///
  /// - Parameter poll: Asked every few milliseconds; what it throws ends the work.
  public func mapped(poll: () throws -> Void, _ function: (Double) throws -> Double) rethrows -> Vector {
    Vector(try Array(count: count, poll: poll) { try function(elements[$0]) })
  }

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
