/// Steps first to end of η with the same field; their time begins at 0.
struct Stretch {
  let first: Int
  let end: Int
  /// η of these steps; of a single one it may be 0.
  let stepSize: Double

  var duration: Double { time(of: end) }

  func time(of step: Int) -> Double { Double(step - first) * stepSize }

  /// The last step at or before a time.
  func step(at t: Double) -> Int {
    guard stepSize > 0 else { return end }
    var step = min(first + Int(t / stepSize), end)
    if step > first, time(of: step) > t { step -= 1 }
    if step < end, time(of: step + 1) <= t { step += 1 }
    return step
  }
}
