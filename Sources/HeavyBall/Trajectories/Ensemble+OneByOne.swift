extension Ensemble {
  /// Runs of one kind from one point each.
  ///
  /// - Precondition: there is at least one.
  init(_ members: [Trajectory]) {
    let first = members[0]
    // What all remember; one that failed may remember nothing.
    let memory = first.memory.sorted { $0.key < $1.key }.filter { name, value in
      members.allSatisfy { $0.memory[name]?.count == value.count }
    }
    self.init(
      title: first.title, objective: first.objective, sizes: first.schedule.map { Coefficient($0) } ?? .constant(first.stepSize),
      provenance: first.provenance,
      variables: [StateVariable("beta", .vector(first.points.columns))]
        + memory.map { StateVariable($0.key, first.memoryShape($0.key)) },
      batches: first.batches, hasMomenta: first.momenta != nil, grid: first.grid, hasLoss: first.hasLoss,
      parameters: first.parameters,
      chunks: members.map { run in
        Chunk(
          members: 1, steps: run.steps, rows: run.rows,
          state: run.end.elements + memory.flatMap { run.memory[$0.key]?.elements ?? [] }, endings: [run.ending],
          statistics: run.statistics.map { [$0] } ?? [], eventTime: run.eventTime)
      })
  }

  /// Runs from the rows of a matrix, one after another.
  ///
  /// - Parameters:
  ///   - steps: as many as each run makes.
  ///   - notBegun: the trajectory of a member, by number and start, that an error has not let begin.
  ///   - run: makes one run, of a number and start, with what is told of its progress, and where it is interrupted.
  static func oneByOne(
    fromRows starts: Matrix, steps: Int, progress: ((RunProgress) throws -> Void)?,
    interrupted: ((InterruptedWork) -> Void)?, notBegun: (Int, Vector) -> Trajectory,
    run: (Int, Vector, _ progress: ((RunProgress) throws -> Void)?, _ interrupted: ((InterruptedWork) -> Void)?) throws ->
      Trajectory
  ) throws -> Ensemble {
    var (made, part) = ([Trajectory](), Trajectory?.none)
    for row in 0..<starts.rows {
      let progress = progress.map { progress in
        { (run: RunProgress) in try progress(run.within(steps, done: (row * steps + run.done) / starts.rows)) }
      }
      do {
        made.append(
          try run(row, starts.row(row), progress, interrupted == nil ? nil : { if case .run(let run) = $0 { part = run } }))
      } catch {
        if let interrupted, let part {
          let rest = (row + 1..<starts.rows).map { notBegun($0, starts.row($0)) }
          interrupted(.ensemble(Ensemble(made + [part] + rest)))
        }
        throw error
      }
    }
    return Ensemble(made)
  }
}

extension Trajectory {
  /// The points with m behind each, where there is one.
  fileprivate var rows: [Double] {
    guard let momenta else { return points.elements }
    return (0..<points.rows).flatMap { points.row($0).elements + momenta.row($0).elements }
  }
}

extension Matrix {
  /// Some columns beside each other.
  func columns(from first: Int, count: Int) -> Matrix {
    var part = Matrix(rows: rows, columns: count)
    for i in 0..<rows {
      for j in 0..<count { part[i, j] = self[i, first + j] }
    }
    return part
  }

  /// Rows of points with m behind each, or of points alone.
  func points(dimension p: Int) -> (points: Matrix, momenta: Matrix?) {
    guard columns > p else { return (self, nil) }
    var (points, momenta) = (Matrix(rows: rows, columns: p), Matrix(rows: rows, columns: p))
    for i in 0..<rows {
      for j in 0..<p { (points[i, j], momenta[i, j]) = (self[i, j], self[i, p + j]) }
    }
    return (points, momenta)
  }
}
