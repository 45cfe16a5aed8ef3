internal import Glibc

/// The file formats that a trajectory can be written in, chosen by the ending of the file's name.
///
/// All hold a row for every kept step: its number, its time, the loss and the point.
public enum TrajectoryFile {
  /// A file that was not written, and why.
  public struct Failure: Error, Hashable, CustomStringConvertible {
    public let path: String
    public let reason: String
    public var description: String { "\(path): \(reason)" }
  }

  static let formats: [(ending: String, bytes: @Sendable (Trajectory) -> [UInt8])] = [
    (".csv", { $0.csv() }), (".npy", { $0.npy() }), (".json", { $0.json() }),
  ]

  /// Writes a file beside the one wanted and renames it: whoever reads sees the old file or the whole new one.
  static func write(_ bytes: [UInt8], to path: String) throws(Failure) {
    let temporary = "\(path).\(getpid()).part"
    guard let file = fopen(temporary, "wbx") else { throw failure(path) }
    let written = fwrite(bytes, 1, bytes.count, file)
    let isFlushed = fflush(file) == 0 && fsync(fileno(file)) == 0
    let error = errno
    fclose(file)
    guard written == bytes.count, isFlushed else {
      unlink(temporary)
      errno = error
      throw failure(path)
    }
    guard rename(temporary, path) == 0 else {
      let failure = failure(path)
      unlink(temporary)
      throw failure
    }
  }

  private static func failure(_ path: String) -> Failure { Failure(path: path, reason: String(cString: strerror(errno))) }
}

extension Trajectory {
  /// Writes the trajectory as its file's name says: `.csv`, `.npy` or `.json`.
  ///
  /// - Throws: ``TrajectoryFile/Failure`` where the name has another ending or the file cannot be written; a file that
  ///   was there before is then unchanged.
  public func save(to path: String) throws(TrajectoryFile.Failure) {
    guard let format = TrajectoryFile.formats.first(where: { path.hasSuffix($0.ending) }) else {
      let endings = TrajectoryFile.formats.map { $0.ending }.joined(separator: ", ")
      throw TrajectoryFile.Failure(path: path, reason: "the name must end in one of \(endings)")
    }
    try TrajectoryFile.write(format.bytes(self), to: path)
  }

  /// One row after another: step, t, loss, β₁ … β_p.
  var table: Matrix {
    let (times, losses) = (times, losses())
    var table = Matrix(rows: points.rows, columns: points.columns + 3)
    for i in 0..<points.rows {
      (table[i, 0], table[i, 1], table[i, 2]) = (Double(steps[i]), times[i], losses[i])
      for j in 0..<points.columns { table[i, j + 3] = points[i, j] }
    }
    return table
  }
}
