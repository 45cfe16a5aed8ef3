extension Fingerprint {
  /// Adds a method on a loss: its step as formulas, with the numbers that it steps by, how long each step is, what it
  /// remembers before the first, and how native code may round.
  public mutating func add(_ iteration: Iteration) {
    add(iteration.objective)
    add(iteration.formulas.after, of: iteration.formulas.before)
    for input in iteration.inputs {
      if case .members(let values) = input { add(values.elements) }
    }
    add(coefficient: iteration.sizes)
    for variable in iteration.memory {
      add(variable.name)
      add(variable.initial)
    }
    add(iteration.isFused ? 1 : 0)
  }
}
