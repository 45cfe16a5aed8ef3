extension Trajectory {
  /// NumPy's array file, version 1.0: a matrix of doubles with columns step, t, loss, β₁ … β_p.
  func npy() -> [UInt8] {
    let table = table
    var header = "{'descr': '<f8', 'fortran_order': False, 'shape': (\(table.rows), \(table.columns)), }"
    // The header ends in a newline, and the data starts at a multiple of 64 bytes.
    header += String(repeating: " ", count: 63 - (10 + header.utf8.count) % 64) + "\n"
    var bytes: [UInt8] = [0x93] + Array("NUMPY".utf8) + [1, 0]
    withUnsafeBytes(of: UInt16(header.utf8.count).littleEndian) { bytes += $0 }
    bytes += header.utf8
    bytes.reserveCapacity(bytes.count + 8 * table.elements.count)
    for x in table.elements { withUnsafeBytes(of: x.bitPattern.littleEndian) { bytes += $0 } }
    return bytes
  }
}
