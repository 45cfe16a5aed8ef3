/// The points of a run or of a flow at the steps that were kept, and all that is needed to go on from the last.
public struct Trajectory {
  /// What made it: `heavy ball`.
  public let title: String
  public let objective: Objective
  /// The time of a step; of the first one where they change.
  public let stepSize: Double
  /// The numbers of the kept steps; a run from a starting point begins with 0.
  public let steps: [Int]
  /// A row for every kept step.
  public let points: Matrix
  /// m at every kept step, of a flow in phase space.
  public var momenta: Matrix? = nil
  /// By how much each kept point is off from the method's iterate to leading order, β − β_k, of a flow that was told to
  /// carry that along: see ``HeavyBallFlow/runWithError(_:_:isOnBatches:poll:)``.
  public var errors: Matrix? = nil
  /// x at every kept step, of a flow on both sides of the edge of stability, whose points are c + (−1)ᵏx.
  public var alternating: Matrix? = nil
  /// What the method remembers at the end, by name: heavy ball's momentum is `m`.
  public internal(set) var memory: [String: Vector]
  /// The shapes of what is remembered that is no vector.
  public var memoryShapes: [String: Shape] = [:]
  public let ending: RunEnd
  /// The time of step 0, which is not 0 after a change of step size.
  let origin: Double
  public let provenance: Provenance
  /// The sizes of steps that change from one to the next.
  var schedule: Schedule? = nil
  /// The rows that each step took, where it was not all.
  public internal(set) var batches: Batches? = nil
  /// What it took, of an integration by an adaptive method.
  public var statistics: IntegrationStatistics? = nil
  /// The times of steps 0, 1, …, of a solution at times of its own.
  var grid: [Double]? = nil
  /// The times of the steps that were kept or measured at, of a loaded one whose times do not follow from its step size.
  var knownTimes: [Int: Double]? = nil
  /// The time of the last point, where an event between two steps ended the run.
  var eventTime: Double? = nil
  /// The parameters of a system's solution, by name, each row after row.
  public var parameters: [String: Vector] = [:]
  /// Whether there is a loss to look at the points with.
  public var hasLoss = true
  /// The solution at all times, where the integration was told to keep it.
  public var dense: DenseOutput? = nil
  /// That of m, of a flow in phase space.
  public var denseMomenta: DenseOutput? = nil

  /// What ``RunOptions/observers`` have measured, in their order, at steps of their own choice.
  public var recordings: [Recording] = []

  /// c at every kept step, of a flow on both sides of the edge of stability, whose points are c + (−1)ᵏx; nil of other runs.
  public var smooth: Matrix? {
    guard let alternating else { return nil }
    var smooth = points
    for (i, step) in steps.enumerated() {
      let sign = step.isMultiple(of: 2) ? 1.0 : -1.0
      for j in 0..<points.columns { smooth[i, j] -= sign * alternating[i, j] }
    }
    return smooth
  }

  /// The times of the kept steps.
  public var times: Vector { Vector(steps.map(time)) }

  /// The time of a step, kept or not.
  public func time(ofStep step: Int) -> Double {
    if let eventTime, step == steps.last { return eventTime }
    return grid?[step] ?? knownTimes?[step] ?? origin + (schedule?.sum(through: step) ?? Double(step) * stepSize)
  }

  /// The time of step 0 for what goes on from here in steps of such times.
  ///
  /// Where the steps so far have had those times it is the one that there was: a difference of times would be rounded.
  func origin(continuingWith sizes: Coefficient) -> Double {
    let haveSameTimes =
      stepSize == sizes.value(at: 1) && schedule === sizes.schedule && grid == nil && knownTimes == nil && eventTime == nil
    return haveSameTimes ? origin : endTime - sizes.time(ofStep: steps[steps.count - 1])
  }

  /// Whether the run ended between two steps.
  public var endsBetweenSteps: Bool { eventTime != nil }

  /// The shape of what is remembered under a name.
  public func memoryShape(_ name: String) -> Shape { memoryShapes[name] ?? .vector(memory[name]?.count ?? 0) }

  /// The last point.
  public var end: Vector { points.row(points.rows - 1) }

  /// The time of the last point.
  public var endTime: Double { time(ofStep: steps[steps.count - 1]) }
}

extension Trajectory {
  /// A trajectory of one point, to go on from: what a run had come to when it was put away.
  ///
  /// - Parameters:
  ///   - step: the number of steps that the run had made.
  ///   - memory: what the method remembered, by name; ``memory`` of the run.
  public init(resuming point: Vector, step: Int, memory: [String: Vector], of objective: Objective, stepSize: Double) {
    self.init(
      title: "resumed", objective: objective, stepSize: stepSize, steps: [step],
      points: Matrix(rows: 1, columns: point.count, elements: point.elements), memory: memory, ending: .completed,
      origin: 0, provenance: .unknown)
  }

  /// L at every kept point.
  ///
  /// - Complexity: an evaluation of L a point, many at a time.
  public func losses() -> Vector { losses { () throws(Never) in } }

  /// L at every kept point.
  ///
  /// - Parameter poll: called every now and then; what it throws ends the work.
  public func losses<E: Error>(poll: () throws(E) -> Void) throws(E) -> Vector { try losses(at: points, poll: poll) }

  /// L at other points, a row each.
  public func losses<E: Error>(at points: Matrix, poll: () throws(E) -> Void) throws(E) -> Vector {
    var result = Vector(repeating: 0, count: points.rows)
    let machine = Machine(objective.valueProgram, members: min(points.rows, 64))
    let (input, output, p) = (machine.address(ofInput: 0), machine.address(ofOutput: 0), points.columns)
    for first in stride(from: 0, to: points.rows, by: machine.members) {
      try poll()
      let rows = first..<min(first + machine.members, points.rows)
      for (k, row) in rows.enumerated() {
        for j in 0..<p { input[j * machine.members + k] = points.elements[row * p + j] }
      }
      machine.run()
      // The last time the machine may be wider than what is left.
      Evaluation.value.count(rows.count)
      for (k, row) in rows.enumerated() { result[row] = output[k] }
    }
    return result
  }
}
