import Testing

/// Holds that two numbers are the same to the bit, or both NaN.
func expectSame(
  _ found: Double, _ expected: Double, _ what: @autoclosure () -> String = "",
  sourceLocation: SourceLocation = #_sourceLocation
) {
  func bits(_ x: Double) -> UInt64 { x.isNaN ? Double.nan.bitPattern : x.bitPattern }
  #expect(
    bits(found) == bits(expected), "\(what()) found \(found), expected \(expected)", sourceLocation: sourceLocation)
}

/// Holds that two numbers agree relative to the larger of 1 and the expected one.
func expectClose(
  _ found: Double, _ expected: Double, _ tolerance: Double, _ what: @autoclosure () -> String = "",
  sourceLocation: SourceLocation = #_sourceLocation
) {
  // Infinite ones differ by no number.
  let error = found == expected ? 0 : (found - expected).magnitude / max(1, expected.magnitude)
  #expect(
    error <= tolerance, "\(what()) found \(found), expected \(expected), error \(error)",
    sourceLocation: sourceLocation)
}

func expectClose(
  _ found: some Collection<Double>, _ expected: some Collection<Double>, _ tolerance: Double,
  _ what: @autoclosure () -> String = "", sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(found.count == expected.count, "\(what())", sourceLocation: sourceLocation)
  for (i, (x, y)) in zip(found, expected).enumerated() {
    expectClose(x, y, tolerance, "\(what()) [\(i)]", sourceLocation: sourceLocation)
  }
}
