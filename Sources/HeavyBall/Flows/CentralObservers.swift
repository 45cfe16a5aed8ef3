/// What a central flow predicts along its run, measured at the points that are kept.
public enum CentralObservers {
  /// Observers of the sharpness; the variance of the iterates about the flow, its trace, and its eigenvalues, largest first; the mean
  /// of the loss over the iterates, L + ½⟨H, Σ⟩. One evaluation of the flow serves all of them.
  public static func all(of flow: CentralFlow, every n: Int) -> [any Observer] {
    let look = Look(flow)
    return [
      CentralObserver("sharpness", n, look) { oscillation, _ in .number(oscillation?.sharpness ?? .nan) },
      CentralObserver("variance", n, look) { oscillation, _ in .number(oscillation?.variances.reduce(0, +) ?? .nan) },
      CentralObserver("variances", n, look) { oscillation, _ in
        let found = oscillation?.variances ?? Array(repeating: .nan, count: flow.modeCount)
        return .vector(Vector(found + Array(repeating: 0, count: flow.modeCount - found.count)))
      },
      CentralObserver("mean_loss", n, look) { oscillation, moment in
        .number(moment.loss + (oscillation?.excess ?? .nan))
      },
    ]
  }

  /// The last point that was looked at.
  fileprivate final class Look {
    private let flow: CentralFlow
    private var known: (point: Vector, oscillation: CentralFlow.Oscillation?)?

    init(_ flow: CentralFlow) { self.flow = flow }

    func oscillation(at point: Vector) -> CentralFlow.Oscillation? {
      if let known, known.point == point { return known.oscillation }
      let found = flow.oscillation(at: point)
      known = (point, found)
      return found
    }
  }
}

private final class CentralObserver: Observer {
  let name: String
  let every: Int
  private let look: CentralObservers.Look
  private let value: (CentralFlow.Oscillation?, Moment) -> Measurement

  init(
    _ name: String, _ every: Int, _ look: CentralObservers.Look,
    value: @escaping (CentralFlow.Oscillation?, Moment) -> Measurement
  ) {
    (self.name, self.every, self.look, self.value) = (name, every, look, value)
  }

  func observe(_ moment: Moment) throws -> Measurement {
    try moment.poll()
    return value(look.oscillation(at: moment.point), moment)
  }
}
