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
  /// The times of a recording's steps.
  public func times(of recording: Recording) -> Vector { Vector(recording.steps.map(time)) }

  /// Writes a recording as comma-separated values: step, t and the value.
  ///
  /// - Throws: ``FileFailure`` where the file's name does not end in `.csv` or it cannot be written.
  public func save(_ recording: Recording, to path: String) throws(FileFailure) {
    guard path.hasSuffix(".csv") else { throw FileFailure(path: path, reason: "the name must end in .csv") }
    var text = "step,t,\(recording.name)\n"
    for (step, value) in zip(recording.steps, recording.values) { text += "\(step),\(time(ofStep: step)),\(value)\n" }
    let file = try AtomicFile(path)
    try file.write(Array(text.utf8))
    try file.commit()
  }
}
