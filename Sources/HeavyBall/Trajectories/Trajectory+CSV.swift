extension Trajectory {
  /// Comma-separated values with a header; numbers with as many digits as it takes to read the same double back.
  func csv() -> [UInt8] {
    var text = "step,t,loss"
    for j in 0..<points.columns { text += ",beta_\(j + 1)" }
    let table = table
    for i in 0..<table.rows {
      text += "\n\(steps[i])"
      for j in 1..<table.columns { text += ",\(table[i, j])" }
    }
    return Array((text + "\n").utf8)
  }
}
