extension RandomGenerator {
  /// What real numbers may be drawn from.
  public enum Distribution: Hashable, Sendable {
    /// Uniform in [0, 1).
    case uniform
    /// Normal with mean 0 and variance 1.
    case normal
  }

  /// Draws every coordinate, first to last.
  ///
  ///     var v = Vector(repeating: 0, count: 1000)
  ///     r.fill(&v, from: .normal)      // default_rng's standard_normal(1000)
  public mutating func fill(_ vector: inout Vector, from distribution: Distribution) {
    fill(&vector.elements, from: distribution) {}
  }

  /// Draws every entry, row after row, as NumPy fills an array of shape (rows, columns).
  public mutating func fill(_ matrix: inout Matrix, from distribution: Distribution) {
    fill(&matrix.elements, from: distribution) {}
  }

  /// As many integers of the range; see ``integer(in:)``.
  public mutating func integers(in range: ClosedRange<Int>, count: Int) -> [Int] {
    var numbers = Array(repeating: 0, count: count)
    fill(&numbers, in: range) {}
    return numbers
  }
}

/// For those who want to be asked now and then whether to go on: where `poll` throws, part of the numbers is drawn and
/// the generator is as it was.
extension RandomGenerator {
  /// How many numbers are drawn between two polls: a fraction of a millisecond.
  static let pollInterval = 1 << 15

  /// Draws every number, first to last.
  public mutating func fill<Failure>(
    _ numbers: inout [Double], from distribution: Distribution, poll: () throws(Failure) -> Void
  ) throws(Failure) {
    switch distribution {
    case .uniform: try draw(&numbers, poll: poll) { $0.uniform() }
    case .normal: try draw(&numbers, poll: poll) { $0.normal() }
    }
  }

  /// The same numbers rounded to single precision; uniform ones that would round to 1 to the largest single below it, so
  /// that they stay in [0, 1).
  public mutating func fill<Failure>(
    _ numbers: inout [Float], from distribution: Distribution, poll: () throws(Failure) -> Void
  ) throws(Failure) {
    switch distribution {
    case .uniform: try draw(&numbers, poll: poll) { min(Float($0.uniform()), largestBelowOne) }
    case .normal: try draw(&numbers, poll: poll) { Float($0.normal()) }
    }
  }

  /// Draws every integer, first to last; see ``integer(in:)``.
  public mutating func fill<Failure>(
    _ numbers: inout [Int], in range: ClosedRange<Int>, poll: () throws(Failure) -> Void
  ) throws(Failure) {
    try draw(&numbers, poll: poll) { $0.integer(in: range) }
  }

  /// Draws on a copy, which the optimizer keeps in registers.
  @inline(__always)
  private mutating func draw<Number, Failure>(
    _ numbers: inout [Number], poll: () throws(Failure) -> Void, one: (inout RandomGenerator) -> Number
  ) throws(Failure) {
    var generator = self
    var span = numbers.mutableSpan
    for start in stride(from: 0, to: span.count, by: Self.pollInterval) {
      try poll()
      for i in start..<min(start + Self.pollInterval, span.count) { span[i] = one(&generator) }
    }
    self = generator
  }
}

private let largestBelowOne = Float(1).nextDown
