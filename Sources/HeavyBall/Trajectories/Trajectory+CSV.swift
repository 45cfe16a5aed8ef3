extension Trajectory {
  /// Comma-separated values with a header, of a system's solution step,t,x_1 and so on; numbers with as many digits as it takes to read the same double back.
  func csv() -> [UInt8] {
    var text = hasLoss ? "step,t,loss" : "step,t"
    for j in 0..<points.columns { text += hasLoss ? ",beta_\(j + 1)" : ",x_\(j + 1)" }
    let table = table
    for i in 0..<table.rows {
      text += "\n\(steps[i])"
      for j in 1..<table.columns { text += ",\(table[i, j])" }
    }
    return Array((text + "\n").utf8)
  }
}
