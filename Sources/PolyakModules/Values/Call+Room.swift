import HeavyBall
import LuaKit

extension LuaState {
  /// Throws where so many bytes are not to be had, after a collection: values that are no longer used may be large.
  ///
  /// - Parameter refusal: The error, made when it is needed.
  func checkRoom(bytes: Int, _ refusal: (Memory.Shortage) -> LuaError) throws {
    if shortage(of: bytes) != nil {
      collectGarbage()
      Memory.trim()
      if let shortage = shortage(of: bytes) { throw refusal(shortage) }
    }
    try checkMemory(adding: bytes)
  }

  /// The same for a value of so many numbers.
  func checkRoom(for count: Int, bytes: Int = 8) throws {
    let (total, overflow) = count.multipliedReportingOverflow(by: bytes)
    try checkRoom(bytes: overflow ? .max : total) { _ in LuaError("\(count) numbers do not fit into memory") }
  }

  private func shortage(of bytes: Int) -> Memory.Shortage? {
    do throws(Memory.Shortage) { try Memory.check(bytes: Double(bytes), for: .result) } catch { return error }
    return nil
  }
}

extension Call {
  /// Throws where so many numbers do not fit into memory: an allocation that fails ends the program, so it is asked for
  /// first.
  ///
  /// - Parameter bytes: How much each takes.
  func checkRoom(for count: Int, bytes: Int = 8) throws {
    let (total, overflow) = count.multipliedReportingOverflow(by: bytes)
    try state.checkRoom(bytes: overflow ? .max : total) { _ in self.error("\(count) numbers do not fit into memory") }
  }

  /// The same for a matrix. One without rows or without columns takes no memory, but its shape counts as if it had one:
  /// positions in it are computed.
  func checkRoom(for rows: Int, by columns: Int, bytes: Int = 8) throws {
    try checkShape(rows, columns)
    try checkRoom(for: rows * columns, bytes: bytes)
  }

  /// Throws where positions in a matrix cannot be computed, or no loop over its rows and columns would end.
  func checkShape(_ rows: Int, _ columns: Int) throws {
    let (count, overflow) = max(rows, 1).multipliedReportingOverflow(by: max(columns, 1))
    guard overflow || count > (rows == 0 || columns == 0 ? 1 << 31 : 1 << 43) else { return }
    let numbers = columns == 1 ? "\(rows)" : "\(rows) x \(columns)"
    throw error("\(numbers) numbers do not fit into memory")
  }

  /// The same for what takes so many bytes.
  func checkRoom(bytes: Int) throws {
    try state.checkRoom(bytes: bytes) { _ in
      self.error("the result takes \(Memory.words(bytes)) and does not fit into memory")
    }
  }
}
