/// Runs of one method from many starting points: an optimizer's advanced together, an adaptive integrator's one by one.
public struct Ensemble {
  public let title: String
  public let objective: Objective
  /// The times of steps, which may differ from member to member.
  let sizes: Coefficient
  /// What made each member's run.
  let provenance: Provenance
  /// Of a method of the momentum family.
  var family: MomentumCoefficients? = nil
  /// The variables of the members' states, the parameters first.
  let variables: [StateVariable]
  /// The rows of data that each step took, where it was not all.
  var batches: Batches? = nil
  /// Whether rows hold m behind the point.
  var hasMomenta = false
  /// The times of steps 0, 1, …, of solutions at times of their own.
  var grid: [Double]? = nil
  /// Whether there is a loss to look at the points with.
  public var hasLoss = true
  /// The parameters of a system's solutions, by name.
  var parameters: [String: Vector] = [:]
  /// The members' runs, in groups that were advanced together.
  let chunks: [Chunk]

  struct Chunk {
    let members: Int
    let steps: [Int]
    let rows: [Double]
    let state: [Double]
    let endings: [RunEnd]
    /// What each member took, where it was counted.
    var statistics: [IntegrationStatistics] = []
    /// Where an event ended one member's run between two steps.
    var eventTime: Double? = nil
    /// Where each member that diverged was last finite, kept or not.
    var lastFinite: [Int: (step: Int, point: Vector)] = [:]
  }

  public var count: Int { chunks.reduce(0) { $0 + $1.members } }
  public var dimension: Int { objective.dimension }
  /// How many numbers a row has of each member.
  private var width: Int { hasMomenta ? 2 * dimension : dimension }

  /// The numbers of the kept steps, those of the member that got furthest.
  public var steps: [Int] { furthest?.steps ?? [] }

  /// Of those that have as many steps one that no event has ended between two of them.
  private var furthest: Chunk? {
    let rank = { (chunk: Chunk) in (chunk.steps.count, chunk.eventTime == nil ? 1 : 0) }
    return chunks.max { rank($0) < rank($1) }
  }

  /// Whether each member has times of its own.
  public var haveOwnTimes: Bool { sizes.members != nil }

  /// The times of the kept steps, of one member, counted from 0.
  public func times(ofMember i: Int) -> Vector {
    var times = Vector(steps.map { time(ofStep: $0, member: i) })
    if let end = furthest?.eventTime { times[times.count - 1] = end }
    return times
  }

  private func time(ofStep step: Int, member i: Int) -> Double { grid?[step] ?? sizes.member(i).time(ofStep: step) }

  /// The time of the first step that was kept, of the member that has the least.
  public var startTime: Double {
    let first = steps.first ?? 0
    return (0..<(haveOwnTimes ? count : 1)).reduce(.infinity) { min($0, time(ofStep: first, member: $1)) }
  }

  /// The times at which the members ended.
  public var endTimes: Vector {
    var times: [Double] = []
    for chunk in chunks {
      for k in 0..<chunk.members {
        let last = chunk.endings[k].failedStep.map { end in chunk.steps.last { $0 < end } ?? end - 1 } ?? chunk.steps.last ?? 0
        times.append(chunk.eventTime ?? time(ofStep: max(last, chunk.lastFinite[k]?.step ?? 0), member: times.count))
      }
    }
    return Vector(times)
  }

  /// Why each member's run ended.
  public var endings: [RunEnd] { chunks.flatMap(\.endings) }

  /// For each member the step that it failed in, most often by a number that is not finite; nil for those that did not.
  public var divergedAt: [Int?] { endings.map(\.failedStep) }

  /// The last points, a row a member. A member that failed has what it ended in, finite or not.
  public var end: Matrix {
    var result = Matrix(rows: count, columns: dimension)
    var first = 0
    for chunk in chunks {
      let last = chunk.rows.count - width * chunk.members
      for k in 0..<chunk.members {
        for j in 0..<dimension { result[first + k, j] = chunk.rows[last + j * chunk.members + k] }
      }
      first += chunk.members
    }
    return result
  }

  /// The run of one member, counted from 0; of one that failed, what came before.
  ///
  /// - Precondition: there is such a member.
  public func member(_ i: Int) -> Trajectory {
    var (k, c) = (i, 0)
    while k >= chunks[c].members {
      k -= chunks[c].members
      c += 1
    }
    let chunk = chunks[c]
    let failed = chunk.endings[k].failedStep
    let kept = failed.map { end in chunk.steps.prefix { $0 < end }.count } ?? chunk.steps.count
    var steps = Array(chunk.steps.prefix(kept))
    var elements = (0..<kept * width).map { chunk.rows[$0 * chunk.members + k] }
    if let last = chunk.lastFinite[k], steps.last != last.step {
      steps.append(last.step)
      elements += last.point.elements
    }
    let size = sizes.member(i)
    let (points, momenta) = Matrix(rows: steps.count, columns: width, elements: elements).points(dimension: dimension)
    return Trajectory(
      title: title, objective: objective, stepSize: size.value(at: 1), steps: steps,
      points: points, momenta: momenta,
      memory: failed == nil ? variables.memory(of: chunk.state, member: k, members: chunk.members) : [:],
      memoryShapes: variables.memoryShapes,
      ending: chunk.endings[k], origin: 0,
      provenance: family?.member(i).method.map { Provenance($0) } ?? provenance, schedule: size.schedule,
      batches: batches,
      statistics: chunk.statistics.isEmpty ? nil : chunk.statistics[k], grid: grid, eventTime: chunk.eventTime,
      parameters: parameters, hasLoss: hasLoss)
  }
}
