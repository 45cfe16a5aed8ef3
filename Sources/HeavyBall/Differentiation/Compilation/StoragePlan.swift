/// Which elements are in use while storage is planned. Stretches begin at cache lines, as memory does.
struct StoragePlan {
  private(set) var end: Int
  private var free: [Range<Int>] = []

  init(start: Int) { end = Self.rounded(start) }

  /// Up to a multiple of the numbers in a cache line of 64 bytes.
  static func rounded(_ count: Int) -> Int { (count + 7) / 8 * 8 }

  /// The first free stretch that is long enough, or new storage.
  mutating func take(_ wanted: Int) -> Int {
    let count = Self.rounded(wanted)
    guard let i = free.firstIndex(where: { $0.count >= count }) else { return takeForGood(count) }
    let start = free[i].lowerBound
    free[i] = start + count..<free[i].upperBound
    if free[i].isEmpty { free.remove(at: i) }
    return start
  }

  mutating func takeForGood(_ wanted: Int) -> Int {
    let count = Self.rounded(wanted)
    end += count
    return end - count
  }

  mutating func give(_ start: Int, _ count: Int) {
    free.append(start..<start + Self.rounded(count))
    free.sort { $0.lowerBound < $1.lowerBound }
    var merged: [Range<Int>] = []
    for range in free {
      if let last = merged.last, last.upperBound == range.lowerBound {
        merged[merged.count - 1] = last.lowerBound..<range.upperBound
      } else {
        merged.append(range)
      }
    }
    free = merged
  }
}
