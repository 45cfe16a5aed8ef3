/// The exact Jacobian ∂F_i/∂β_j of a field, by products with the unit vectors, many at a time.
///
/// - Complexity: p products, each about three times the cost of F, on a point of p elements.
final class FieldJacobian {
  private let machine: Machine
  private let dimension: Int

  /// - Parameter poll: called now and then; what it throws ends the work.
  init<E: Error>(_ field: VectorField, poll: () throws(E) -> Void) throws(E) {
    dimension = field.dimension
    let direction = field.formula.graph.input(field.parameters.shape)
    let product = try field.formula.derivative(withRespectTo: field.parameters, along: [direction], poll: poll)
    machine = Machine(
      try Program(
        outputs: [product], inputs: [field.parameters, direction] + field.inputs.dropFirst(), isFused: field.isFused,
        poll: poll),
      members: min(dimension, 64))
    setConstants(field.constantValues)
  }

  func setConstants(_ values: [Double]) {
    if !values.isEmpty { machine.load(values, input: 2) }
  }

  /// Computes the matrix at β, row after row.
  func evaluate(at β: UnsafePointer<Double>, into result: UnsafeMutablePointer<Double>) {
    let (n, members) = (dimension, machine.members)
    machine.load(UnsafeBufferPointer(start: β, count: n), input: 0)
    let directions = machine.address(ofInput: 1)
    let products = machine.address(ofOutput: 0)
    var first = 0
    while first < n {
      let count = min(members, n - first)
      directions.update(repeating: 0, count: n * members)
      for k in 0..<count { directions[(first + k) * members + k] = 1 }
      machine.run()
      for i in 0..<n {
        for k in 0..<count { result[i * n + first + k] = products[i * members + k] }
      }
      first += count
    }
  }
}
