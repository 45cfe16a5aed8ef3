/// Steps that a run makes before their turn, because what is measured at a point wants what they compute: L and ∇L there, and
/// where the method goes next. When their turn comes they are not made again.
///
/// They are made by the run's own machine, whose program leaves L(β), ‖∇L(β)‖² and ∇L(β) of the state that a step begins from
/// behind the next state; then the machine has the run's state again.
///
/// Unsafe pointers: copies of a machine's memory, once or twice a step.
final class StepsAhead {
  private let machine: Machine
  private let dimension: Int
  private let stateCount: Int
  /// What steps have left in the machine, one behind another, and the run's own state.
  private let rows: VectorStorage
  /// The number of the first step that has been made ahead, counted from 0, and how many have been.
  private var first = 0
  private var count = 0

  /// What directional smoothness wants: the step from a point, and that from the next point.
  private static let most = 2

  /// - Parameter machine: of ``Iteration/recorded``.
  init(_ machine: Machine, _ iteration: Iteration) {
    self.machine = machine
    (dimension, stateCount) = (iteration.objective.dimension, iteration.stateCount)
    rows = VectorStorage(count: Self.most + 1, dimension: machine.program.borderCount)
  }

  /// L(β) of the state that a step begins from, the run's own or the one after it.
  ///
  /// - Parameter current: the number of the step that begins from the machine's state.
  func loss(at step: Int, from current: Int) -> Double { row(of: step, from: current)[stateCount] }

  /// ∇L(β) of the same.
  func gradient(at step: Int, from current: Int) -> Vector {
    Vector(UnsafeBufferPointer(start: row(of: step, from: current) + stateCount + 2, count: dimension))
  }

  /// The parameters that the next step makes.
  func next(from current: Int) -> Vector {
    Vector(UnsafeBufferPointer(start: row(of: current, from: current), count: dimension))
  }

  /// Leaves in the machine what a step leaves there, if it has been made.
  func take(_ step: Int) -> Bool {
    guard count > 0, first == step else { return false }
    machine.memory.update(from: rows[0], count: rows.dimension)
    (first, count) = (first + 1, count - 1)
    if count > 0 { rows[0].update(from: rows[1], count: rows.dimension) }
    return true
  }

  private func row(of step: Int, from current: Int) -> UnsafeMutablePointer<Double> {
    precondition((0..<Self.most).contains(step - current), "one of the next steps")
    if first != current { (first, count) = (current, 0) }
    guard count <= step - current else { return rows[step - current] }
    let own = rows[Self.most]
    own.update(from: machine.memory, count: rows.dimension)
    if count > 0 { machine.memory.update(from: rows[count - 1], count: rows.dimension) }
    while count <= step - current {
      machine.run()
      rows[count].update(from: machine.memory, count: rows.dimension)
      count += 1
    }
    machine.memory.update(from: own, count: rows.dimension)
    return rows[step - current]
  }
}

extension Recorder {
  /// Whether so much is measured of what steps compute that the run's steps leave it.
  func sharesSteps(of iteration: Iteration) -> Bool {
    // At longer intervals it costs less to compute it again than to leave it in each step.
    observers.contains { $0.isOfSteps && $0.every <= 8 } && iteration.leavesGradients
  }
}
