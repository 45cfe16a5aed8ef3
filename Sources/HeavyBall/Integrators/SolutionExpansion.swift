/// The Taylor polynomial of a field's solution: β(t₀ + s) = β₀ + β₁s + … + β_n sⁿ + O(sⁿ⁺¹).
///
/// The field's own power series along the solution gives one coefficient after another, β_{i+1} = F_i/(i+1) with F_i
/// the coefficient of sⁱ in F(β(s)). All are formulas of β₀ in one compiled program.
///
/// - Complexity: n²/2 times a multiplication's cost in F, n times an addition's; no tensor of derivatives is formed.
final class SolutionExpansion {
  private let machine: Machine
  private let dimension: Int
  private let order: Int

  /// - Parameter poll: called now and then; what it throws ends the work.
  init<E: Error>(_ field: VectorField, order n: Int, poll: () throws(E) -> Void) throws(E) {
    dimension = field.dimension
    order = n
    let (β, formula) = (field.parameters, field.formula)
    let jets = JetExpansion(of: [formula], input: β, algebra: .univariate(order: n))
    try jets.expand(0, input: β, poll: poll)
    var outputs: [Expression] = []
    for i in 0..<n {
      let next = jets[formula, i].map { $0 * (1 / Double(i + 1)) }
      outputs.append(next ?? β.graph.constant(0, β.shape))
      if i + 1 < n { try jets.expand(i + 1, input: next, poll: poll) }
    }
    machine = Machine(try Program(outputs: outputs, inputs: field.inputs, isFused: field.isFused, poll: poll))
    setConstants(field.constantValues)
  }

  func setConstants(_ values: [Double]) {
    if !values.isEmpty { machine.load(values, input: 1) }
  }

  /// Computes β₁, then β₂, …, at β₀.
  func evaluate(at β: UnsafePointer<Double>, into result: UnsafeMutablePointer<Double>) {
    machine.address(ofInput: 0).update(from: β, count: dimension)
    machine.run()
    result.update(from: machine.address(ofOutput: 0), count: order * dimension)
  }
}
