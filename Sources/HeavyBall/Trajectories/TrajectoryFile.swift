/// The file formats that a trajectory can be written in, chosen by the ending of the file's name.
///
/// All hold a row for every kept step: its number, its time, the loss and the point.
public enum TrajectoryFile {
  static let formats: [(ending: String, bytes: @Sendable (Trajectory) -> [UInt8])] = [
    (".csv", { $0.csv() }), (".npy", { $0.npy() }), (".json", { $0.json() }),
  ]
}

extension Trajectory {
  /// Writes the trajectory as its file's name says: `.csv`, `.npy` or `.json`.
  ///
  /// - Throws: ``FileFailure`` where the name has another ending or the file cannot be written; a file that
  ///   was there before is then unchanged.
  public func save(to path: String) throws { try save(to: FileName(path)) }

  public func save(to path: FileName, _ supervision: Supervision = Supervision()) throws {
    guard let format = TrajectoryFile.formats.first(where: { path.hasSuffix($0.ending) }) else {
      let endings = TrajectoryFile.formats.map { $0.ending }.joined(separator: ", ")
      throw FileFailure(path: path, reason: "the name must end in one of \(endings)")
    }
    let file = try AtomicFile(path, supervision)
    try file.write(format.bytes(self))
    try file.commit()
  }

  /// One row after another: step, t, loss, β₁ … β_p; without a loss where there is none.
  var table: Matrix {
    let (times, losses) = (times, hasLoss ? losses() : [])
    let first = hasLoss ? 3 : 2
    var table = Matrix(rows: points.rows, columns: points.columns + first)
    for i in 0..<points.rows {
      (table[i, 0], table[i, 1]) = (Double(steps[i]), times[i])
      if hasLoss { table[i, 2] = losses[i] }
      for j in 0..<points.columns { table[i, j + first] = points[i, j] }
    }
    return table
  }
}
