/// Which elements are in use while storage is planned.
struct StoragePlan {
  private(set) var end: Int
  private var free: [Range<Int>] = []

  init(start: Int) { end = start }

  /// The first free stretch that is long enough, or new storage.
  mutating func take(_ count: Int) -> Int {
    guard let i = free.firstIndex(where: { $0.count >= count }) else { return takeForGood(count) }
    let start = free[i].lowerBound
    free[i] = start + count..<free[i].upperBound
    if free[i].isEmpty { free.remove(at: i) }
    return start
  }

  mutating func takeForGood(_ count: Int) -> Int {
    end += count
    return end - count
  }

  mutating func give(_ start: Int, _ count: Int) {
    free.append(start..<start + count)
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
