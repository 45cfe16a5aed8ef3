/// How far a run is, for those who wait for it.
public struct RunProgress {
  /// The steps made.
  public let done: Int
  /// The steps in all.
  public let all: Int
  /// L where the run is, an evaluation each time it is asked; nil where several members run side by side.
  public var loss: Double? { point.map { objective.value(at: $0()) } }

  private let objective: Objective
  private let point: (() -> Vector)?

  /// - Parameter point: where the run is; called at once or not at all.
  init(done: Int, all: Int, on objective: Objective, at point: (() -> Vector)?) {
    (self.done, self.all, self.objective, self.point) = (done, all, objective, point)
  }

  /// The same as a part of something longer, with other numbers of steps.
  func within(_ all: Int, done: Int) -> RunProgress { RunProgress(done: done, all: all, on: objective, at: point) }

  /// The same of a run of what has no loss.
  var withoutLoss: RunProgress { RunProgress(done: done, all: all, on: objective, at: nil) }

  /// The same of a run that shows other points than it goes through.
  ///
  /// - Parameter other: the loss of these, where it is not that of the run.
  func mapped(on other: Objective? = nil, _ shown: @escaping (Vector) -> Vector) -> RunProgress {
    RunProgress(done: done, all: all, on: other ?? objective, at: point.map { point in { shown(point()) } })
  }
}
