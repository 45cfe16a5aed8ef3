/// What a run had come to where an error ended it: its ``RunEnd`` is ``RunEnd/interrupted``.
public enum InterruptedWork {
  case run(Trajectory)
  /// Members that were not begun have their starting points alone.
  case ensemble(Ensemble)

  /// The same of a run that shows other points than it goes through.
  func mapped(_ run: (Trajectory) -> Trajectory, _ ensemble: (Ensemble) -> Ensemble) -> InterruptedWork {
    switch self {
    case .run(let t): .run(run(t))
    case .ensemble(let e): .ensemble(ensemble(e))
    }
  }
}
