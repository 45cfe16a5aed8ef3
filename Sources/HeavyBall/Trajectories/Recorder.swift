/// The observers of a run at work.
struct Recorder {
  let observers: [any Observer]
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
      try recordings[i].append(try observer.observe(moment), step: moment.step)
    }
  }
}
