import HeavyBall
import LuaKit

extension LuaError {
  /// Lua's own, for what is too small to be told apart from all that was made before.
  static var noMemory: LuaError { LuaError(kind: .memory, message: "not enough memory") }
}

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

  /// The same for a value of so many numbers: an allocation that fails ends the program, so it is asked for first.
  ///
  /// - Parameters:
  ///   - bytes: How much each takes.
  ///   - error: Makes the error of its text.
  func checkRoom(for count: Int, bytes: Int = 8, _ error: (String) -> LuaError = { LuaError($0) }) throws {
    let (total, overflow) = count.multipliedReportingOverflow(by: bytes)
    try checkRoom(bytes: overflow ? .max : total) {
      $0.isOfReserve ? .noMemory : error("\(count) numbers do not fit into memory")
    }
  }

  private func shortage(of bytes: Int) -> Memory.Shortage? {
    do throws(Memory.Shortage) { try Memory.check(bytes: Double(bytes), for: .result) } catch { return error }
    return nil
  }
}

extension Call {
  /// As the state's, with the function's name before the error.
  func checkRoom(for count: Int, bytes: Int = 8) throws { try state.checkRoom(for: count, bytes: bytes, error) }

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

  /// The same for what a formula works in. What is small is not asked for: near the limit it is made of what others have freed,
  /// which the system counts as taken.
  func checkWorkingRoom(bytes: Int) throws {
    if bytes > 1 << 20 { try checkRoom(bytes: bytes) }
  }

  /// The same for what takes so many bytes.
  func checkRoom(bytes: Int) throws {
    try state.checkRoom(bytes: bytes) { shortage in
      shortage.isOfReserve ? .noMemory : self.error("the result takes \(Memory.words(bytes)) and does not fit into memory")
    }
  }
}
