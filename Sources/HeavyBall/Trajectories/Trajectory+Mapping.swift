extension Trajectory {
  /// The trajectory that has just been at another point.
  func ending(at point: Vector) -> Trajectory {
    Trajectory(
      title: title, objective: objective, stepSize: stepSize, steps: [steps[steps.count - 1]],
      points: Matrix(rows: 1, columns: point.count, elements: point.elements), memory: memory,
      memoryShapes: memoryShapes, ending: ending, origin: origin, provenance: provenance, schedule: schedule, batches: batches,
      grid: grid, knownTimes: knownTimes, eventTime: eventTime)
  }
}
