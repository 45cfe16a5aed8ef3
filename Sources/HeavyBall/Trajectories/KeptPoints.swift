/// The points of a run that are kept: numbers of steps, and rows.
struct KeptPoints {
  private(set) var steps: [Int] = []
  /// By kept step, element and member.
  private(set) var rows: [Double] = []
  /// The numbers of a row.
  let width: Int
  /// The numbers that what makes points together may write behind them.
  private let room: Int
  /// Where points that are kept together are put first.
  private var buffer: VectorStorage?

  /// How many numbers are kept together at most: what takes little memory; some points of an ensemble's members, whose
  /// states are copied to where native code works on them and back each time; one point of a large loss.
  private let togetherLimit: Int

  init(width: Int, room: Int) {
    (self.width, self.room) = (width, room)
    togetherLimit = width <= 32768 ? max(4096, 8 * width) : 4096
  }

  /// How many points may be kept together.
  var mostTogether: Int { togetherLimit / width }

  mutating func reserve(_ count: Int) {
    steps.reserveCapacity(count)
    rows.reserveCapacity(count * width)
  }

  mutating func keep(_ step: Int, _ row: UnsafePointer<Double>) throws(Memory.Shortage) {
    try makeRoom(for: width)
    steps.append(step)
    rows.append(contentsOf: UnsafeBufferPointer(start: row, count: width))
  }

  /// Keeps several at equal distances, at most ``mostTogether``, which a function puts one behind another.
  mutating func keep(
    _ count: Int, every distance: Int, after step: Int, _ make: (UnsafeMutablePointer<Double>) -> Void
  ) throws(Memory.Shortage) {
    try makeRoom(for: count * width)
    let buffer = self.buffer ?? VectorStorage(count: 1, dimension: togetherLimit + room)
    self.buffer = buffer
    make(buffer.start)
    for i in 1...count { steps.append(step + i * distance) }
    rows.append(contentsOf: UnsafeBufferPointer(start: buffer.start, count: count * width))
  }

  /// Forgets those after a step.
  mutating func removeAll(after step: Int) {
    let surplus = steps.count - steps.prefix { $0 <= step }.count
    steps.removeLast(surplus)
    rows.removeLast(surplus * width)
  }

  /// Forgets the first point that is not finite, and what comes after it; answers the number of the step before it.
  mutating func dropNonFinite() -> Int {
    let first = steps.indices.first { i in rows[i * width..<(i + 1) * width].contains { !$0.isFinite } } ?? steps.count
    let dropped = first < steps.count ? steps[first] : (steps.last ?? 0) + 1
    rows.removeLast((steps.count - first) * width)
    steps.removeLast(steps.count - first)
    return dropped - 1
  }

  private mutating func makeRoom(for count: Int) throws(Memory.Shortage) {
    try Memory.check(growing: &rows, by: count)
  }
}
