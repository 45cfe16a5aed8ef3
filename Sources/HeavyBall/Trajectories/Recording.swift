/// What an observer has measured along a run.
public struct Recording: Hashable, Sendable {
  public let name: String
  /// The numbers of the steps.
  public private(set) var steps: [Int] = []
  /// At each step, finite or not.
  public private(set) var values: [Double] = []

  init(name: String) { self.name = name }

  mutating func append(_ value: Double, step: Int) {
    steps.append(step)
    values.append(value)
  }
}

extension Trajectory {
  /// Measures something at every point that is kept.
  ///
  /// - Throws: what `measure` throws.
  public mutating func record(_ name: String, _ measure: (_ t: Double, _ x: Vector) throws -> Double) rethrows {
    var recording = Recording(name: name)
    for (i, step) in steps.enumerated() {
      recording.append(try measure(time(ofStep: step), points.row(i)), step: step)
    }
    recordings.append(recording)
  }

  /// The times of a recording's steps.
  public func times(of recording: Recording) -> Vector { Vector(recording.steps.map(time)) }

  /// Writes a recording as comma-separated values: step, t and the value.
  ///
  /// - Throws: ``FileFailure`` where the file's name does not end in `.csv` or it cannot be written.
  public func save(_ recording: Recording, to path: String) throws { try save(recording, to: FileName(path)) }

  public func save(
    _ recording: Recording, to path: FileName, _ supervision: Supervision = Supervision()
  ) throws {
    guard path.hasSuffix(".csv") else { throw FileFailure(path: path, reason: "the name must end in .csv") }
    let blocks: [CSVWriter.Block] = [
      .integers(recording.steps), .vector(times(of: recording)), .vector(Vector(recording.values)),
    ]
    try CSVWriter(blocks, names: ["step", "t", ColumnName(recording.name)]).write(to: path, supervision)
  }
}
