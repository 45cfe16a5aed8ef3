/// What the gradients of single rows are at a point: the mean of HᵢGᵢ, and of GᵢGᵢᵀ where that is wanted, Gᵢ and Hᵢ row i's gradient
/// and Hessian.
///
/// Rows are taken many at a time, side by side in one machine.
///
/// Unsafe pointers: a machine's inputs and outputs, as `Machine`.
final class RowMoments {
  private let objective: Objective
  private let formula: BatchFormula
  private let rows: Int
  private let machine: Machine

  /// What rows side by side may work in, in bytes.
  private static let sideBySideMemory = 8 << 20

  /// - Parameter poll: called now and then while it is derived and compiled; what it throws ends the work.
  /// - Precondition: the objective is a mean over rows.
  init(_ objective: Objective, poll: () throws -> Void) throws {
    guard let rows = objective.rows, let formula = try objective.batchFormula(size: 1) else {
      preconditionFailure("a loss that is a mean over rows")
    }
    (self.objective, self.formula, self.rows) = (objective, formula, rows.count)
    let gradient = try formula.gradient(poll: poll)
    let product = try gradient.derivative(withRespectTo: formula.parameters, along: [gradient], poll: poll)
    let program = try Program(outputs: [gradient, product], inputs: [formula.parameters] + formula.rows, poll: poll)
    machine = Machine(program, members: max(1, min(rows.count, 64, Self.sideBySideMemory / max(program.memory, 1))))
  }

  /// The means at β.
  ///
  /// - Complexity: a gradient and a Hessian product for each row.
  func means(at β: Vector, withSquares: Bool) -> (product: Vector, square: Matrix?) {
    let (p, members) = (objective.dimension, machine.members)
    var product = Vector(repeating: 0, count: p)
    var square = Matrix(rows: withSquares ? p : 0, columns: withSquares ? p : 0)
    machine.load(β, input: 0)
    let (gradients, products) = (machine.address(ofOutput: 0), machine.address(ofOutput: 1))
    for first in stride(from: 0, to: rows, by: members) {
      let count = min(members, rows - first)
      // What is left over repeats the last row, and is not counted.
      formula.load(eachOf: (0..<members).map { min(first + $0, rows - 1) }, into: machine, from: 1)
      machine.run()
      for i in 0..<p {
        for k in 0..<count { product[i] += products[i * members + k] / Double(rows) }
        guard withSquares else { continue }
        for j in 0...i {
          var sum = 0.0
          for k in 0..<count { sum += gradients[i * members + k] * gradients[j * members + k] }
          square[i, j] += sum / Double(rows)
        }
      }
    }
    if withSquares { for i in 0..<p { for j in 0..<i { square[j, i] = square[i, j] } } }
    return (product, withSquares ? square : nil)
  }
}
