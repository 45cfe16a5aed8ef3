/// The directional smoothness along the step that the method takes next, β_{k+1} − β_k.
public final class StepSmoothnessQuantity: Quantity {
  public static let name = "step_smoothness"
  public static let summary = "directional smoothness along the method's next step (two gradients and a step)"
  public static let sample = 27.733440780487805
  public let every: Int
  private var machine: Machine?

  public init(every: Int) { self.every = every }

  public func measure(_ moment: Moment) -> Double {
    let machine = machine ?? Machine(moment.iteration.program)
    self.machine = machine
    return moment.objective.directionalSmoothness(
      at: moment.point, along: moment.iteration.next(after: moment.state, machine) - moment.point,
      gradient: moment.gradient)
  }
}

extension Iteration {
  /// The parameters one step on from a state, by a machine of the method's program.
  fileprivate func next(after state: [Double], _ machine: Machine) -> Vector {
    machine.memory.update(from: state, count: state.count)
    machine.run(times: substeps)
    return Vector(UnsafeBufferPointer(start: machine.memory, count: objective.dimension))
  }
}
