import HeavyBall
import LuaKit

extension Call {
  /// Throws where so many numbers do not fit into memory: an allocation that fails ends the program, so it is asked for
  /// first.
  ///
  /// - Parameter bytes: How much each takes, a multiple of 8.
  func checkRoom(for count: Int, bytes: Int = 8) throws {
    let refusal = error("\(count) numbers do not fit into memory")
    guard count <= 1 << 40 else { throw refusal }
    do { try Memory.check(rows: bytes / 8, of: count) } catch { throw refusal }
    try state.checkMemory(adding: bytes * count)
  }

  /// The same for a matrix.
  func checkRoom(for rows: Int, by columns: Int) throws {
    let (count, overflow) = rows.multipliedReportingOverflow(by: columns)
    if overflow { throw error("\(rows) x \(columns) numbers do not fit into memory") }
    try checkRoom(for: count)
  }
}
