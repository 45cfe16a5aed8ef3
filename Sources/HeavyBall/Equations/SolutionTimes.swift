/// The times at which a solution is kept.
public enum SolutionTimes: Hashable, Sendable {
  /// So many at equal distances, both ends among them.
  case equal(from: Double, to: Double, count: Int)
  /// Those given, from a start that need not be one of them.
  case given(start: Double, [Double])

  /// How many times there are, the start among them.
  public var count: Int {
    switch self {
    case .equal(_, _, let count): count
    case .given(let start, let times): times.count + (times.first == start ? 0 : 1)
    }
  }

  /// Where it begins.
  var start: Double {
    switch self {
    case .equal(let from, _, _): from
    case .given(let start, _): start
    }
  }

  /// Where it ends.
  var end: Double {
    switch self {
    case .equal(_, let to, _): to
    case .given(let start, let times): times.last ?? start
    }
  }

  /// 1 or −1.
  var direction: Double { end < start ? -1 : 1 }

  /// All of them, the start first, whether it is kept or not.
  var all: [Double] {
    switch self {
    case .equal(let from, let to, let count):
      (0..<count).map { $0 == count - 1 ? to : from + (to - from) * (Double($0) / Double(count - 1)) }
    case .given(let start, let times): times.first == start ? times : [start] + times
    }
  }

  /// Whether the start is kept.
  var keepsStart: Bool {
    switch self {
    case .equal: true
    case .given(let start, let times): times.first == start
    }
  }

  /// The time between two, where it is the same for all.
  var distance: Double? {
    guard case .equal(let from, let to, let count) = self else { return nil }
    return (to - from) / Double(count - 1)
  }
}
