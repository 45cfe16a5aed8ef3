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

  // Coordinate by coordinate, each O(count).

  /// The sum.
  ///
  /// - Precondition: as many coordinates, here and below.
  public static func + (a: Vector, b: Vector) -> Vector { a.combined(with: b, +) }
  /// The difference.
  public static func - (a: Vector, b: Vector) -> Vector { a.combined(with: b, -) }
  /// The product of each two coordinates; their sum is ``dot(_:)``.
  public static func * (a: Vector, b: Vector) -> Vector { a.combined(with: b, *) }
  /// The quotient of each two coordinates.
  public static func / (a: Vector, b: Vector) -> Vector { a.combined(with: b, /) }

  /// Each coordinate with a number.
  public static func + (a: Vector, b: Double) -> Vector { a.mapped { $0 + b } }
  /// Each coordinate less a number.
  public static func - (a: Vector, b: Double) -> Vector { a.mapped { $0 - b } }
  /// A multiple.
  public static func * (a: Vector, b: Double) -> Vector { a.mapped { $0 * b } }
  /// Each coordinate divided by a number.
  public static func / (a: Vector, b: Double) -> Vector { a.mapped { $0 / b } }

  /// A number with each coordinate.
  public static func + (a: Double, b: Vector) -> Vector { b.mapped { a + $0 } }
  /// A number less each coordinate.
  public static func - (a: Double, b: Vector) -> Vector { b.mapped { a - $0 } }
  /// A multiple.
  public static func * (a: Double, b: Vector) -> Vector { b.mapped { a * $0 } }
  /// A number divided by each coordinate.
  public static func / (a: Double, b: Vector) -> Vector { b.mapped { a / $0 } }

  /// The opposite.
  public static prefix func - (a: Vector) -> Vector { a.mapped { -$0 } }

  /// Adds x·v.
  ///
  /// - Precondition: v has as many elements.
  mutating func add(_ v: Vector, times x: Double) {
    precondition(v.count == count, "vectors of \(count) and \(v.count) elements")
    for i in elements.indices { elements[i] += v.elements[i] * x }
  }
}
