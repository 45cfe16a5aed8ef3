extension Fingerprint {
  /// Adds a number of a method: the number, the members' numbers, or the formula of the step's number.
  public mutating func add(coefficient: Coefficient) {
    switch coefficient.kind {
    case .constant(let value): add([value])
    case .members(let values):
      add("members")
      add(values.elements)
    case .schedule(let schedule):
      add("schedule")
      add([schedule.value], of: [schedule.k])
    }
  }
}
