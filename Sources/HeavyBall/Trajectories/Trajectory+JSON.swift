extension Trajectory {
  /// An object with title, step_size, steps, t, loss and beta, a list of points; of a system's solution x and no loss. Numbers that JSON has no word for are
  /// written as Python's json does: NaN, Infinity, -Infinity.
  func json() -> [UInt8] {
    let number = { (x: Double) in
      x.isFinite ? "\(x)" : x.isNaN ? "NaN" : x < 0 ? "-Infinity" : "Infinity"
    }
    let list = { (numbers: any Sequence<Double>) in "[" + numbers.map(number).joined(separator: ",") + "]" }
    let rows = (0..<points.rows).map { list(points.row($0)) }
    let text = """
      {"title":"\(title)","step_size":\(number(stepSize)),"steps":\(steps),
      "t":\(list(times)),
      \(hasLoss ? "\"loss\":\(list(losses())),\n\"beta\"" : "\"x\""):[\(rows.joined(separator: ",\n"))]}

      """
    return Array(text.utf8)
  }
}
