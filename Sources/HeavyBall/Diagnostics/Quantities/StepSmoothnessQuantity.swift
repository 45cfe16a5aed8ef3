/// The directional smoothness along the step that the method takes next, β_{k+1} − β_k.
public final class StepSmoothnessQuantity: Quantity {
  public static let name = "step_smoothness"
  public static let summary =
    "directional smoothness along the method's next step (two gradients and a step; none where the steps compute them)"
  public static let sample = 27.733440780487805
  public let isOfSteps = true
  public let every: Int
  private var machine: Machine?

  public init(every: Int) { self.every = every }

  public func measure(_ moment: Moment) -> Double {
    moment.objective.directionalSmoothness(
      at: moment.point, to: moment.next ?? next(after: moment), gradient: moment.gradient,
      endGradient: moment.nextGradient)
  }

  /// The parameters one step on, by a machine of the method's program.
  private func next(after moment: Moment) -> Vector {
    let machine = machine ?? Machine(moment.iteration.program)
    self.machine = machine
    machine.memory.update(from: moment.state, count: moment.state.count)
    machine.run(times: moment.iteration.substeps)
    return Vector(UnsafeBufferPointer(start: machine.memory, count: moment.objective.dimension))
  }
}
