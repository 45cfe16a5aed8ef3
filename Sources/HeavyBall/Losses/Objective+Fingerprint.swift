extension Fingerprint {
  /// Adds a loss: its formula, with the data in it.
  public mutating func add(_ objective: Objective) { add([objective.value], of: [objective.parameters]) }
}
