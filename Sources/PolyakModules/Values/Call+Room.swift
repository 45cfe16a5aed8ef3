import HeavyBall
import LuaKit

extension Call {
  /// Throws where so many numbers do not fit into memory: an allocation that fails ends the program, so it is asked for
  /// first.
  ///
  /// - Parameter bytes: How much each takes.
  func checkRoom(for count: Int, bytes: Int = 8) throws {
    let (total, overflow) = count.multipliedReportingOverflow(by: bytes)
    try checkRoom(bytes: overflow ? .max : total) { self.error("\(count) numbers do not fit into memory") }
  }

  /// The same for a matrix.
  func checkRoom(for rows: Int, by columns: Int, bytes: Int = 8) throws {
    let (count, overflow) = rows.multipliedReportingOverflow(by: columns)
    if overflow { throw error("\(rows) x \(columns) numbers do not fit into memory") }
    try checkRoom(for: count, bytes: bytes)
  }

  /// The same for what takes so many bytes.
  func checkRoom(bytes: Int) throws {
    try checkRoom(bytes: bytes) {
      self.error("the result takes \(Memory.Shortage.words(bytes)) and does not fit into memory")
    }
  }

  private func checkRoom(bytes: Int, _ refusal: () -> LuaError) throws {
    guard bytes <= 1 << 43 else { throw refusal() }
    if !isFree(bytes) {
      // Values that are no longer used may be large.
      try state.collectGarbage()
      if !isFree(bytes) { throw refusal() }
    }
    try state.checkMemory(adding: bytes)
  }

  private func isFree(_ bytes: Int) -> Bool {
    do { try Memory.check(bytes: Double(bytes)) } catch { return false }
    return true
  }
}
