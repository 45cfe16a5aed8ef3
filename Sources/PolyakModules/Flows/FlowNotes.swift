import HeavyBall

/// What is to be said of a flow's runs where they are printed: that they lie outside the flow's radius of convergence.
final class FlowNotes: TrajectoryNotes {
  private let flow: HeavyBallFlow
  /// Where the method that is modelled starts, a row each.
  private let starts: Matrix
  /// The number of the start's step.
  private let step: Int
  /// Known once it was asked for: r costs products of the Hessian with vectors, which no integration is to wait for.
  private var outside: String??

  convenience init(_ flow: HeavyBallFlow, from start: Start) {
    self.init(flow, from: start.rows, step: start.step)
  }

  private init(_ flow: HeavyBallFlow, from starts: Matrix, step: Int) {
    (self.flow, self.starts, self.step) = (flow, starts, step)
  }

  func notes(ofMember i: Int) -> (any TrajectoryNotes)? {
    FlowNotes(
      flow, from: Matrix(rows: 1, columns: starts.columns, elements: starts.row(i).elements), step: step)
  }

  /// How many members of an ensemble, or points of a run with at most 64 parameters, are looked at.
  private static let looks = 16

  /// The lines of a trajectory.
  ///
  /// r at its start and its end, and of at most 64 parameters at some points between: see
  /// ``HeavyBallFlow/roughValidity(at:poll:)`` for the cost.
  func lines(of t: Trajectory, poll: () throws -> Void) throws -> [String] {
    if outside == nil {
      let rows = t.objective.dimension > 64 ? [t.points.rows - 1] : spread(over: t.points.rows)
      var largest = (r: try validity(at: starts.row(0), step: step, poll: poll), place: "at the start")
      for row in rows where largest.r <= 1 {
        let r = try validity(at: t.points.row(row), step: t.steps[row], poll: poll)
        if r > 1 { largest = (r, "at t = \(formatted(t.times[row]))") }
      }
      outside = .some(largest.r > 1 ? Self.text(largest.r, largest.place, flow) : nil)
    }
    return [outside ?? nil].compactMap { $0 }
  }

  /// The lines of an ensemble: r at its members' starts, of many at some.
  func lines(of e: Ensemble, poll: () throws -> Void) throws -> [String] {
    if outside == nil {
      let members = spread(over: starts.rows)
      let r = try members.map { try validity(at: starts.row($0), step: step, poll: poll) }
      let count = r.count { $0 > 1 }
      let looked = members.count < starts.rows ? " looked at" : ""
      let place = "at the start of \(count) of \(members.count) members\(looked)"
      outside = .some(r.filter { $0 > 1 }.max().map { Self.text($0, (count > 1 ? "at most, " : "") + place, flow) })
    }
    return [outside ?? nil].compactMap { $0 }
  }

  /// r where a run that failed began.
  lazy var atStart: String = {
    let r = validity(at: starts.row(0), step: step) {}
    return r > 1 ? Self.text(r, "at the start", flow) : "r = \(formatted(r, "%.3g")) at the start"
  }()

  /// r, infinite where the curvature is no number.
  private func validity(at β: Vector, step: Int, poll: () throws -> Void) rethrows -> Double {
    let r = try flow.roughValidity(at: β, step: step, poll: poll)
    return r.isNaN ? .infinity : r
  }

  private static func text(_ r: Double, _ place: String, _ flow: HeavyBallFlow) -> String {
    let method = flow.coefficients.lookahead.constant == 0 ? "heavy ball" : "the method"
    let outside = "r = \(formatted(r, "%.3g")) \(place): outside the radius of convergence, where no"
    if flow.form == .phase { return "\(outside) flow follows \(method)" }
    let here = "\(outside) first-order flow follows \(method)"
    // Phase space has no such flow.
    if flow.method.combinesGradients || flow.momentum == 0 && flow.lookahead != 0 { return here }
    let inPhaseSpace = r * flow.radius / Radius.phase(momentum: flow.momentum, lookahead: flow.lookahead)
    let most = HeavyBallFlow.maximumPhaseOrder
    return "\(here); "
      + (inPhaseSpace > 1 ? "for form \"phase\" too" : "form \"phase\" does\(flow.order > most ? ", to order \(most)" : "")")
      + (inPhaseSpace > 1 ? " r = " : ", r = ") + formatted(inPhaseSpace, "%.3g")
  }

  /// Some of so many places, the first and the last among them.
  private func spread(over count: Int) -> [Int] {
    guard count > Self.looks else { return Array(0..<count) }
    return (0..<Self.looks).map { $0 * (count - 1) / (Self.looks - 1) }
  }
}
