/// A point of ℝⁿ: contiguous doubles with value semantics.
///
///     let v: Vector = [3, 4]
///     v.norm()          // 5.0
///     (v + 1) * 2       // [8.0, 10.0]
///
/// Arithmetic is elementwise (see `Vector+Arithmetic.swift`); ``dot(_:)`` is the inner product.
public struct Vector: Equatable, Hashable, Sendable {
  /// The coordinates, first to last.
  public var elements: [Double]

  /// A vector of the given coordinates.
  public init(_ elements: some Sequence<Double>) { self.elements = Array(elements) }

  /// A vector of `count` coordinates, each equal to `value`.
  public init(repeating value: Double, count: Int) { elements = Array(repeating: value, count: count) }

  /// The same, for very many.
  ///
  /// - Parameter poll: Asked every few milliseconds; what it throws ends the work.
  public init(repeating value: Double, count: Int, poll: () throws -> Void) rethrows {
    elements = try Array(count: count, poll: poll) { _ in value }
  }
}

extension Vector: ExpressibleByArrayLiteral {
  public init(arrayLiteral elements: Double...) { self.elements = elements }
}

extension Vector: RandomAccessCollection, MutableCollection {
  public var startIndex: Int { 0 }
  public var endIndex: Int { elements.count }
  public subscript(i: Int) -> Double {
    get { elements[i] }
    set { elements[i] = newValue }
  }
  public func withContiguousStorageIfAvailable<R>(
    _ body: (UnsafeBufferPointer<Double>) throws -> R
  ) rethrows -> R? { try elements.withContiguousStorageIfAvailable(body) }
}

extension Vector {
  /// The inner product Σ aᵢbᵢ, summed first to last.
  ///
  /// - Precondition: both vectors have the same number of coordinates.
  public func dot(_ other: Vector) -> Double { dot(other) {} }

  /// The same, for very many numbers.
  ///
  /// - Parameter poll: Asked every few milliseconds; what it throws ends the work.
  public func dot(_ other: Vector, poll: () throws -> Void) rethrows -> Double {
    precondition(count == other.count, "dot: vectors of \(count) and \(other.count) coordinates")
    guard count > 0 else { return 0 }
    // From the first product, and not from 0: the sum of negative zeros is one.
    var sum = elements[0] * other.elements[0]
    for start in stride(from: 0, to: count, by: partCount) {
      try poll()
      for i in Swift.max(start, 1)..<Swift.min(start + partCount, count) { sum += elements[i] * other.elements[i] }
    }
    return sum
  }

  /// The p-norm (Σ |vᵢ|ᵖ)^(1/p); the Euclidean norm unless told otherwise, max |vᵢ| for p = ∞.
  ///
  /// The entries are scaled by the largest before they are raised, so that the norm overflows only when it must:
  /// `Vector([3e200, 4e200]).norm()` is 5e200, where the plain sum of squares is infinite.
  public func norm(_ p: Double = 2) -> Double { norm(p) {} }

  /// The same, for very many numbers.
  ///
  /// - Parameter poll: Asked every few milliseconds; what it throws ends the work.
  public func norm(_ p: Double = 2, poll: () throws -> Void) rethrows -> Double {
    // NaN where there is one: it is larger than all.
    let largest = try elements.reduce(0.0, poll: poll) { $0.isNaN || $0 > $1.magnitude ? $0 : $1.magnitude }
    if largest.isNaN || p == .infinity || largest == 0 || largest == .infinity { return largest }
    if p == 1 { return try elements.reduce(0, poll: poll) { $0 + $1.magnitude } }
    if p == 2 {
      if largest > 1e-140, largest < 1e140 { return try dot(self, poll: poll).squareRoot() }
      return largest * (try elements.reduce(0, poll: poll) { $0 + ($1 / largest) * ($1 / largest) }).squareRoot()
    }
    return largest
      * Elementary.power(try elements.reduce(0, poll: poll) { $0 + Elementary.power($1.magnitude / largest, p) }, 1 / p)
  }

  /// Σ vᵢ, first to last.
  public func sum() -> Double { sum {} }

  /// The same, for very many numbers.
  ///
  /// - Parameter poll: Asked every few milliseconds; what it throws ends the work.
  public func sum(poll: () throws -> Void) rethrows -> Double {
    // From -0, which changes no number: the sum of negative zeros is one.
    elements.isEmpty ? 0 : try elements.reduce(-0.0, poll: poll, +)
  }

  /// log Σ exp(vᵢ), computed from the largest so that nothing overflows; -∞ for no coordinates.
  public func logSumExp() -> Double {
    if elements.contains(where: \.isNaN) { return .nan }
    guard let largest = elements.max(), largest.isFinite else { return elements.max() ?? -.infinity }
    return Elementary.log(elements.reduce(0) { $0 + Elementary.exp($1 - largest) }) + largest
  }

  /// Whether every coordinate is finite.
  public var isFinite: Bool { elements.allSatisfy(\.isFinite) }
}
