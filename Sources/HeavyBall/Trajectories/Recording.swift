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

/// The observers of a run at work.
struct Recorder {
  private let observers: [any Observer]
  private(set) var recordings: [Recording]

  init(_ observers: [any Observer]) {
    precondition(observers.allSatisfy { $0.every > 0 }, "an observer measures every nth step, n at least 1")
    self.observers = observers
    recordings = observers.map { Recording(name: $0.name) }
  }

  /// The next step at which something is measured.
  func next(after step: Int) -> Int {
    observers.reduce(.max) { min($0, step + ($1.every - step % $1.every)) }
  }

  /// - Parameter isEnd: Whether the run begins or ends here, where everything is measured.
  func isDue(_ step: Int, isEnd: Bool) -> Bool { observers.contains { isEnd || step % $0.every == 0 } }

  /// Measures what is due, once at each step.
  mutating func measure(_ moment: Moment, isEnd: Bool) throws {
    for (i, observer) in observers.enumerated() where isEnd || moment.step % observer.every == 0 {
      if recordings[i].steps.last == moment.step { continue }
      recordings[i].append(try observer.measure(moment), step: moment.step)
    }
  }
}
