/// A row of so many things cut into parts: as many as are wanted, but none shorter than worth it, and cuts only at
/// multiples of a number. It depends on nothing else.
struct Parts: BitwiseCopyable {
  let length: Int
  let count: Int
  private let unit: Int

  /// - Parameters:
  ///   - shortest: the least that is worth a part.
  ///   - unit: what cuts are multiples of.
  init(of length: Int, wanted: Int, shortest: Int = 1, unit: Int = 1) {
    self.length = length
    self.unit = unit
    count = max(1, min(wanted, length / max(shortest, unit)))
  }

  /// What part `i` holds.
  subscript(i: Int) -> Range<Int> { start(i)..<start(i + 1) }

  private func start(_ i: Int) -> Int {
    // Whole units, shared out evenly: without products that overflow, since both fit in the length.
    let units = length / unit
    return i == count ? length : (units / count * i + units % count * i / count) * unit
  }
}
