/// Looks at the clock now and then in a loop, so that what is to be done about every 20 milliseconds is.
struct Pace {
  private var block = 1
  private var remaining = 1
  private var last = monotonicSeconds()

  /// Once in every turn of the loop: whether it is time.
  mutating func isDue() -> Bool {
    remaining -= 1
    guard remaining == 0 else { return false }
    let now = monotonicSeconds()
    let elapsed = now - last
    block = elapsed < 0.001 ? block * 8 : elapsed < 0.02 ? block * 2 : elapsed > 0.06 ? max(block / 2, 1) : block
    (remaining, last) = (block, now)
    return true
  }
}
