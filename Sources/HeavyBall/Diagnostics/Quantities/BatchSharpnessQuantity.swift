/// The mean over an epoch's batches of g_B·H_B g_B/|g_B|², g_B and H_B a batch's own gradient and Hessian: batch sharpness (A.
/// Andreyev, P. Beneventano, Edge of stochastic stability, arXiv 2412.20553). Gradient descent on batches is at its edge at 2/η.
///
/// The batches are those of the epoch that the run is in; a run on all rows has one, all rows.
public final class BatchSharpnessQuantity: Quantity {
  public static let name = "batch_sharpness"
  public static let summary =
    "the mean over an epoch's batches of g.Hg/|g|^2, of each batch's own gradient and Hessian (a Hessian product for each batch)"
  public static let sample = 29.065609756097558
  public let every: Int
  private var sequence: BatchSequence?
  private var machines: [Int: (formula: BatchFormula, machine: Machine)] = [:]

  public init(every: Int) { self.every = every }

  public func measure(_ moment: Moment) throws -> Double {
    let (objective, β) = (moment.objective, moment.point)
    guard let batches = moment.batches, let rows = objective.rows?.count else {
      let g = moment.gradient
      return objective.hessianProduct(at: β, with: g).product.dot(g) / g.dot(g)
    }
    var own = sequence ?? BatchSequence(batches, of: rows)
    defer { sequence = own }
    let count = batches.stepsInEpoch(of: rows)
    let first = moment.step / count * count
    var sum = 0.0
    for k in first..<first + count {
      try moment.poll()
      let indices = Array(own.rows(ofStep: k + 1))
      let (formula, machine) = try machine(rows: indices.count, objective, moment.poll)
      machine.load(β, input: 0)
      formula.load(indices, into: machine, from: 1)
      machine.run()
      sum += machine.number(ofOutput: 0) / machine.number(ofOutput: 1)
    }
    return sum / Double(count)
  }

  private func machine(
    rows: Int, _ objective: Objective, _ poll: () throws -> Void
  ) throws -> (formula: BatchFormula, machine: Machine) {
    if let known = machines[rows] { return known }
    guard let formula = try objective.batchFormula(size: rows) else { preconditionFailure("a mean over rows") }
    let g = try formula.gradient(poll: poll)
    let product = try g.derivative(withRespectTo: formula.parameters, along: [g], poll: poll)
    let program = try Program(
      outputs: [.dot(g, product), .dot(g, g)], inputs: [formula.parameters] + formula.rows, poll: poll)
    let made = (formula, Machine(program, counting: .hessianProduct))
    machines[rows] = made
    return made
  }
}
