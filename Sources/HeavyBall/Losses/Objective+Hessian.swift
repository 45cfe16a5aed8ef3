extension Objective {
  /// ∇²L(β)v, and with it ∇L(β), which is made on the way.
  ///
  /// - Complexity: about three times the gradient's, at the point of the product before about twice.
  public func hessianProduct(at β: Vector, with v: Vector) -> (product: Vector, gradient: Vector) {
    runProduct(at: β, with: v)
    return (productMachine.output(0), productMachine.output(1))
  }

  /// Leaves ∇²L(β)v as an output of ``productMachine``, what depends on β alone made only where that has changed.
  func runProduct(at β: Vector, with v: some Collection<Double>) {
    productMachine.load(β, input: 0)
    productMachine.load(v, input: 1)
    productMachine.run()
  }

  /// ∇²L(β), by products with the unit vectors, many at a time.
  public func hessian(at β: Vector) -> Matrix { hessian(at: β) { () throws(Never) in } }

  /// What products made side by side may work in, in bytes: beyond, it leaves the caches.
  private static var sideBySideMemory: Int { 8 << 20 }

  /// ∇²L(β).
  ///
  /// - Parameter poll: called every 64 columns or more often; what it throws ends the work.
  public func hessian<E: Error>(at β: Vector, poll: () throws(E) -> Void) throws(E) -> Matrix {
    let program = try derivativeProgram(1, poll)
    let members = min(dimension, 64, Self.sideBySideMemory / max(program.memory, 1))
    if members <= 1 { return try hessianColumnByColumn(at: β, poll) }
    let machine = Machine(program, members: members)
    var result = Matrix(rows: dimension, columns: dimension)
    machine.load(β, input: 0)
    let directions = machine.address(ofInput: 1)
    let products = machine.address(ofOutput: 0)
    for first in stride(from: 0, to: dimension, by: machine.members) {
      try poll()
      let columns = first..<min(first + machine.members, dimension)
      directions.update(repeating: 0, count: dimension * machine.members)
      for j in columns { directions[j * machine.members + j - first] = 1 }
      machine.run()
      // The last machine may be wider than what is left.
      Evaluation.hessianProduct.count(columns.count)
      for j in columns {
        for i in 0..<dimension { result[i, j] = products[i * machine.members + j - first] }
      }
    }
    return result
  }

  /// ∇²L(β) of a loss so large that its columns are better made one after another.
  private func hessianColumnByColumn<E: Error>(at β: Vector, _ poll: () throws(E) -> Void) throws(E) -> Matrix {
    _ = try productProgram(poll)
    var result = Matrix(rows: dimension, columns: dimension)
    var unit = Vector(repeating: 0, count: dimension)
    for j in 0..<dimension {
      try poll()
      unit[j] = 1
      runProduct(at: β, with: unit)
      unit[j] = 0
      let product = productMachine.address(ofOutput: 0)
      for i in 0..<dimension { result[i, j] = product[i] }
    }
    return result
  }
}
