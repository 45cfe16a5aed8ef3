/// Which elements are in use while storage is planned. Stretches begin at cache lines, as memory does.
///
/// Short stretches, of which large graphs have very many, are used again as they are; only long ones are put together
/// with free neighbours and cut, which takes a search.
struct StoragePlan {
  private(set) var end: Int
  /// Free stretches that are short, by length, where they begin.
  private var short: [Int: [Int]] = [:]
  /// Free stretches that are long, in order, no two of them neighbours.
  private var long: [Range<Int>] = []

  /// The most numbers in a short stretch: 16 kB of doubles.
  private static let longestShort = 2048

  init(start: Int) { end = Self.rounded(start) }

  /// Up to a multiple of the numbers in a cache line of 64 bytes.
  static func rounded(_ count: Int) -> Int { (count + 7) / 8 * 8 }

  /// A free stretch that is long enough, or new storage.
  mutating func take(_ wanted: Int) -> Int {
    let count = Self.rounded(wanted)
    if count <= Self.longestShort { return short[count]?.popLast() ?? takeForGood(count) }
    guard let i = long.firstIndex(where: { $0.count >= count }) else { return takeForGood(count) }
    let start = long[i].lowerBound
    long[i] = start + count..<long[i].upperBound
    if long[i].isEmpty { long.remove(at: i) }
    return start
  }

  mutating func takeForGood(_ wanted: Int) -> Int {
    let count = Self.rounded(wanted)
    end += count
    return end - count
  }

  mutating func give(_ start: Int, _ wanted: Int) {
    let count = Self.rounded(wanted)
    if count <= Self.longestShort {
      short[count, default: []].append(start)
      return
    }
    var (low, high) = (0, long.count)
    while low < high {
      let middle = (low + high) / 2
      if long[middle].lowerBound < start { low = middle + 1 } else { high = middle }
    }
    var range = start..<start + count
    if low < long.count, long[low].lowerBound == range.upperBound {
      range = start..<long.remove(at: low).upperBound
    }
    if low > 0, long[low - 1].upperBound == start {
      long[low - 1] = long[low - 1].lowerBound..<range.upperBound
    } else {
      long.insert(range, at: low)
    }
  }
}
