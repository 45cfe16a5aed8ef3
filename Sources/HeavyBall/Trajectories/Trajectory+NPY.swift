extension Trajectory {
  /// NumPy's array file: a matrix of doubles with columns step, t, loss, β₁ … β_p.
  func npy() -> [UInt8] {
    let table = table
    var bytes = NPYHeader.bytes(Double.self, shape: [table.rows, table.columns])
    table.elements.withUnsafeBytes { bytes += $0 }
    return bytes
  }
}
