extension Trajectory {
  /// An object with title, step_size, steps, t, loss and beta, a list of points. What JSON cannot write is null.
  func json() -> [UInt8] {
    let number = { (x: Double) in x.isFinite ? "\(x)" : "null" }
    let list = { (numbers: any Sequence<Double>) in "[" + numbers.map(number).joined(separator: ",") + "]" }
    let rows = (0..<points.rows).map { list(points.row($0)) }
    let text = """
      {"title":"\(title)","step_size":\(number(stepSize)),"steps":\(steps),
      "t":\(list(times)),
      "loss":\(list(losses())),
      "beta":[\(rows.joined(separator: ",\n"))]}

      """
    return Array(text.utf8)
  }
}
