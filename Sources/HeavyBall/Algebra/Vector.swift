internal import Glibc

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
}

extension Vector {
  /// The inner product Σ aᵢbᵢ, summed first to last.
  ///
  /// - Precondition: both vectors have the same number of coordinates.
  public func dot(_ other: Vector) -> Double {
    precondition(count == other.count, "dot: vectors of \(count) and \(other.count) coordinates")
    guard count > 0 else { return 0 }
    var sum = elements[0] * other.elements[0]
    for i in 1..<count { sum += elements[i] * other.elements[i] }
    return sum
  }

  /// The p-norm (Σ |vᵢ|ᵖ)^(1/p); the Euclidean norm unless told otherwise, max |vᵢ| for p = ∞.
  ///
  /// The entries are scaled by the largest before they are raised, so that the norm overflows only when it must:
  /// `Vector([3e200, 4e200]).norm()` is 5e200, where the plain sum of squares is infinite.
  public func norm(_ p: Double = 2) -> Double {
    var largest = 0.0
    for x in elements {
      if x.isNaN { return .nan }
      largest = Swift.max(largest, x.magnitude)
    }
    if p == .infinity || largest == 0 || largest == .infinity { return largest }
    if p == 1 { return elements.reduce(0) { $0 + $1.magnitude } }
    if p == 2 {
      if largest > 1e-140, largest < 1e140 { return dot(self).squareRoot() }
      return largest * elements.reduce(0) { $0 + ($1 / largest) * ($1 / largest) }.squareRoot()
    }
    return largest * pow(elements.reduce(0) { $0 + pow($1.magnitude / largest, p) }, 1 / p)
  }

  /// Σ vᵢ, first to last.
  public func sum() -> Double { elements.dropFirst().reduce(elements.first ?? 0, +) }

  /// log Σ exp(vᵢ), computed from the largest so that nothing overflows; -∞ for no coordinates.
  public func logSumExp() -> Double {
    if elements.contains(where: \.isNaN) { return .nan }
    guard let largest = elements.max(), largest.isFinite else { return elements.max() ?? -.infinity }
    return log(elements.reduce(0) { $0 + exp($1 - largest) }) + largest
  }

  /// Whether every coordinate is finite.
  public var isFinite: Bool { elements.allSatisfy(\.isFinite) }
}
