/// An integer of any size: sign and magnitude. One that fits an `Int` is kept in place, with no memory of its own.
///
///     let n = Integer(10).power(20) + 1
///     "\(n)"                                     // 100000000000000000001
///     n / 7                                      // 14285714285714285714
///     n.greatestCommonDivisor(with: 73)          // 73
///
/// Made for the exact coefficients of the series, of up to some hundred words: products take the time of the schoolbook.
struct Integer: Hashable, Sendable {
  /// The number, where `words` is empty; else its sign, 1 or −1.
  var value: Int
  /// The magnitude of a number that does not fit an `Int`, the lowest word first and the highest not zero.
  var words: [UInt]

  init(_ value: Int) {
    self.value = value
    words = []
  }

  /// - Parameter magnitude: The lowest word first; zeros may stand highest.
  init(isNegative: Bool, magnitude: [UInt]) {
    value = isNegative ? -1 : 1
    words = magnitude
    shorten()
  }

  var isNegative: Bool { value < 0 }

  var magnitude: Integer { isNegative ? 0 - self : self }

  /// The place of the magnitude's highest bit, counted from 1; 0 for 0.
  var bitWidth: Int {
    guard let highest = words.last else { return Int.bitWidth - value.magnitude.leadingZeroBitCount }
    return words.count * UInt.bitWidth - highest.leadingZeroBitCount
  }

  /// The magnitude's words, none for 0, lent to `body`.
  func withWords<Result>(_ body: (UnsafeBufferPointer<UInt>) -> Result) -> Result {
    if !words.isEmpty { return words.withUnsafeBufferPointer(body) }
    return withUnsafePointer(to: value.magnitude) { body(UnsafeBufferPointer(start: $0, count: value == 0 ? 0 : 1)) }
  }

  /// Moves the magnitude of a number that fits into `words`: sign and words then, for 0 the sign 1 and none.
  mutating func lengthen() {
    guard words.isEmpty else { return }
    if value != 0 { words = [value.magnitude] }
    value = value < 0 ? -1 : 1
  }

  /// Makes of a sign and words the one form that a number has.
  mutating func shorten() {
    while words.last == 0 { words.removeLast() }
    guard words.count < 2 else { return }
    let magnitude = words.first ?? 0
    if magnitude <= UInt(Int.max) {
      value *= Int(magnitude)
      words = []
    } else if isNegative, magnitude == Int.min.magnitude {
      self = Integer(.min)
    }
  }
}

extension Integer: ExpressibleByIntegerLiteral {
  init(integerLiteral value: Int) { self.init(value) }
}

extension Integer: Comparable {
  static func < (a: Integer, b: Integer) -> Bool {
    if a.words.isEmpty && b.words.isEmpty { return a.value < b.value }
    if a.isNegative != b.isNegative { return a.isNegative }
    // Of two of one sign, the one with more words is farther from 0.
    let isLess =
      a.words.count == b.words.count
      ? a.words.reversed().lexicographicallyPrecedes(b.words.reversed()) : a.words.count < b.words.count
    return a.isNegative ? a != b && !isLess : isLess
  }
}
