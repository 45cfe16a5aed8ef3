/// Which calls are still to be made, and which is the next.
///
/// The dearest come first. Where other processes make some of them, this one's lie as far from theirs as may be: where it meets one
/// of theirs it goes on in the middle of the longest stretch that is free.
struct CallQueue {
  private let costs: [Double]
  /// In the order of the calls; those before `position` that are gone by are at the end when the end is reached.
  private var waiting: [Int]
  private var position: Int
  /// The place of each call in the order.
  private var places: [Int]

  /// - Parameter first: Where in the order the calls begin; those before it follow at the end.
  init(costs: [Double], first: Int) {
    self.costs = costs
    waiting = costs.indices.sorted { (-costs[$0], $0) < (-costs[$1], $1) }
    places = Array(repeating: 0, count: costs.count)
    for (place, call) in waiting.enumerated() { places[call] = place }
    position = waiting.isEmpty ? 0 : first % waiting.count
    rotate()
  }

  var isEmpty: Bool { position == waiting.count }

  /// The next call, which stays the next.
  var next: Int? { isEmpty ? nil : waiting[position] }

  mutating func removeNext() { position += 1 }

  /// Leaves out those that others have, and goes on far from them. Answers those of them that were waiting.
  mutating func leaveOut(_ others: [Int]) -> [Int] {
    var isOther = Array(repeating: false, count: places.count)
    for call in others where places.indices.contains(call) { isOther[call] = true }
    let before = waiting[position...]
    waiting = before.filter { !isOther[$0] }.sorted { places[$0] < places[$1] }
    position = middle
    rotate()
    return before.filter { isOther[$0] }
  }

  private mutating func rotate() {
    waiting = Array(waiting[position...] + waiting[..<position])
    position = 0
  }

  /// Of the longest stretch without a call of others in it, among calls that cost about as much as the dearest.
  private var middle: Int {
    guard let dearest = waiting.first.map({ costs[$0] }) else { return 0 }
    var (best, length, start) = (0, 0, 0)
    for i in waiting.indices {
      if costs[waiting[i]] < dearest / 2 { break }
      if i > 0, places[waiting[i]] != places[waiting[i - 1]] + 1 { start = i }
      if i - start + 1 > length { (best, length) = (start, i - start + 1) }
    }
    // Somebody else is before it, but where it is the first of all.
    return places[waiting[best]] == 0 ? best : best + length / 2
  }
}
