extension Fingerprint {
  /// Adds a method on a loss: its step as formulas, with the numbers that it steps by.
  public mutating func add(_ iteration: Iteration) {
    add(iteration.objective)
    add(iteration.formulas.after, of: iteration.formulas.before)
    for input in iteration.inputs {
      if case .members(let values) = input { add(values.elements) }
    }
  }
}
