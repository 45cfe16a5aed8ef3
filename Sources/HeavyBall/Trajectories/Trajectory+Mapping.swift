extension Trajectory {
  /// The trajectory that has just been at another point.
  func ending(at point: Vector) -> Trajectory {
    Trajectory(
      title: title, objective: objective, stepSize: stepSize, steps: [steps[steps.count - 1]],
      points: Matrix(rows: 1, columns: point.count, elements: point.elements), memory: memory,
      memoryShapes: memoryShapes, ending: ending, origin: origin, provenance: provenance, schedule: schedule, batches: batches,
      grid: grid, knownTimes: knownTimes, eventTime: eventTime)
  }

  /// The trajectory of f(β), which remembers the last β itself under a name.
  func mapped(keeping name: String, _ f: @escaping (Vector) -> Vector) -> Trajectory {
    var mapped = points
    for i in 0..<points.rows {
      for (j, x) in f(points.row(i)).enumerated() { mapped[i, j] = x }
    }
    return Trajectory(
      title: title, objective: objective, stepSize: stepSize, steps: steps, points: mapped,
      memory: memory.merging([name: end]) { $1 }, ending: ending, origin: origin, provenance: provenance, schedule: schedule,
      batches: batches, statistics: statistics, eventTime: eventTime, dense: dense?.mapped(f), recordings: recordings)
  }
}

extension Ensemble {
  /// The ensemble of f(β), whose members remember their last β itself under a name.
  func mapped(keeping name: String, _ f: (Vector) -> Vector) -> Ensemble {
    let p = dimension
    return Ensemble(
      title: title, objective: objective, sizes: sizes, provenance: provenance, family: family,
      variables: variables + [StateVariable(name, .vector(p))],
      chunks: chunks.map { chunk in
        var rows = chunk.rows
        for row in 0..<rows.count / max(p * chunk.members, 1) {
          for k in 0..<chunk.members {
            let places = (0..<p).map { (row * p + $0) * chunk.members + k }
            for (place, x) in zip(places, f(Vector(places.map { rows[$0] }))) { rows[place] = x }
          }
        }
        return Chunk(
          members: chunk.members, steps: chunk.steps, rows: rows,
          state: chunk.state + chunk.state.prefix(p * chunk.members), endings: chunk.endings,
          statistics: chunk.statistics,
          lastFinite: chunk.lastFinite.mapValues { (step: $0.step, point: f($0.point)) })
      })
  }
}
