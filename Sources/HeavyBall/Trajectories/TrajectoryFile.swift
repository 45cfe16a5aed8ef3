/// The file formats that a trajectory can be written in, chosen by the ending of the file's name.
struct TrajectoryFile {
  let ending: String
  let write: @Sendable (Trajectory, FileName, Supervision) throws -> Void
  /// What was written; nil of tables, which hold a row for every kept step and no more: its number, its time, the loss and the
  /// point.
  let read: (@Sendable (FileName, Supervision) throws -> DataTree)?

  static let formats = [
    table(".csv") { $0.csv() },
    table(".npy") { $0.npy() },
    TrajectoryFile(ending: ".npz") { t, path, supervision in
      try NPZArchive.write(try t.record(poll: supervision.poll), to: path, supervision)
    } read: { path, supervision in
      try NPZArchive.read(path, supervision)
    },
    TrajectoryFile(ending: ".json") { t, path, supervision in
      let file = try AtomicFile(path, supervision)
      var writer = JSONWriter { try file.write($0) }
      try writer.write(try t.record(poll: supervision.poll))
      try file.commit()
    } read: { path, supervision in
      try JSONFile.read(path, supervision)
    },
  ]

  private static func table(_ ending: String, _ bytes: @escaping @Sendable (Trajectory) -> [UInt8]) -> TrajectoryFile {
    TrajectoryFile(
      ending: ending,
      write: { t, path, supervision in
        let file = try AtomicFile(path, supervision)
        try file.write(bytes(t))
        try file.commit()
      }, read: nil)
  }

  /// That of a file's name, among some.
  static func format(of path: FileName, among formats: [TrajectoryFile] = formats) throws(FileFailure) -> TrajectoryFile {
    guard let format = formats.first(where: { path.hasSuffix($0.ending) }) else {
      let endings = formats.map(\.ending).joined(separator: ", ")
      throw FileFailure(path: path, reason: "the name must end in one of \(endings)")
    }
    return format
  }
}

extension Trajectory {
  /// Writes the trajectory as its file's name says: `.csv` and `.npy` get step, time, loss and point of each kept step, `.npz`
  /// and `.json` all that it takes to go on.
  ///
  /// - Throws: ``FileFailure`` where the name has another ending or the file cannot be written; a file that
  ///   was there before is then unchanged.
  public func save(to path: String) throws { try save(to: FileName(path)) }

  /// The same, for a name that need not be text.
  ///
  /// - Parameter supervision: whom to ask for memory and whether to go on.
  public func save(to path: FileName, _ supervision: Supervision = Supervision()) throws {
    try TrajectoryFile.format(of: path).write(self, path, supervision)
  }

  /// A trajectory that was saved as `.npz` or `.json`, from whose end a run goes on as from the one that was saved, to the bit.
  /// A solution's values between its points are not kept.
  ///
  ///     let trajectory = try Trajectory(loading: FileName("run.npz"), of: objective)
  ///     try iteration.run(from: trajectory, steps: 1000)
  ///
  /// - Parameters:
  ///   - objective: The loss that it was made on: losses are formulas, which no file holds. A system's solution needs none.
  ///   - supervision: whom to ask for memory and whether to go on.
  /// - Throws: ``FileFailure`` where there is no such trajectory, or it was made on another loss, as the losses at its last
  ///   point tell; what `supervision` throws.
  public init(loading path: FileName, of objective: Objective?, _ supervision: Supervision = Supervision()) throws {
    let format = try TrajectoryFile.format(of: path, among: TrajectoryFile.formats.filter { $0.read != nil })
    guard let record = try format.read?(path, supervision) else { throw FileFailure(path: path, reason: "it is a table") }
    do throws(RecordFault) { try self.init(record, of: objective) } catch {
      throw FileFailure(path: path, reason: error.reason)
    }
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
