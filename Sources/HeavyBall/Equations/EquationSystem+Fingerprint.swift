extension Fingerprint {
  /// Adds a system: its formula, and its parameters' numbers.
  public mutating func add(_ system: EquationSystem) {
    add([system.formula], of: [system.time, system.point, system.constants])
    add(system.initialParameters)
  }
}
