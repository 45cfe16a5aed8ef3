/// The machines that make the steps of a run on mini-batches: one for each size of batch, since a formula is of so many rows.
final class BatchMachines {
  private var sequence: BatchSequence
  private let iteration: Iteration
  private let programs: [Int: BatchProgram]
  private var machines: [Int: Machine] = [:]
  private let members: Int

  /// A step on batches of one size: the state's inputs, then the rows, which it hands on.
  struct BatchProgram {
    let formula: BatchFormula
    let program: Program
  }

  /// - Precondition: the objective has rows, and the batches can be taken of them.
  init(_ batches: Batches, _ iteration: Iteration, members: Int, poll: () throws -> Void) throws {
    guard let rows = iteration.objective.rows else { preconditionFailure("batches of a loss that is a mean over rows") }
    sequence = BatchSequence(batches, of: rows.count)
    (self.iteration, self.members) = (iteration, members)
    var programs: [Int: BatchProgram] = [:]
    for size in batches.sizes { programs[size] = try iteration.batchProgram(size: size, poll: poll) }
    self.programs = programs
  }

  /// A machine with the rows of step k, 1 first; the state is the one given.
  func machine(ofStep k: Int, after current: Machine?) -> Machine {
    let rows = Array(sequence.rows(ofStep: k))
    guard let program = programs[rows.count] else { preconditionFailure("a program for \(rows.count) rows") }
    let machine =
      machines[rows.count]
      ?? Machine(program.program, members: members, counting: iteration.evaluation, perRun: iteration.evaluationsPerRun)
    machines[rows.count] = machine
    let state = iteration.variables.count + iteration.inputs.count
    program.formula.load(rows, into: machine, from: state)
    if let current, current !== machine {
      machine.memory.update(from: current.memory, count: iteration.stateCount * members)
    }
    return machine
  }
}
