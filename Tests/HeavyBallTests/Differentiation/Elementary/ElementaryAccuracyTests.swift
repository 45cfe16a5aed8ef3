import Testing

@testable import HeavyBall

@Suite("Elementary functions") struct ElementaryAccuracyTests {
  @Test(
    "are within a unit in the last place of what is right, over all numbers",
    arguments: ElementaryCase.all.filter { !$0.name.contains("|") }, Precision.allCases)
  func accuracy(function: ElementaryCase, precision: Precision) throws {
    let points = ElementaryReference.points(of: function.name, precision)
    // A function that is called for each number is right where its library is.
    try #require(points.count > 100 || function.kernel == nil, "\(function.name) has no reference")
    let columns = (0..<function.argumentCount).map { i in points.map { $0.arguments[i] } }
    let found = try function.values(columns, precision, inRows: true)
    for (y, point) in zip(found, points) {
      let error = ElementaryReference.error(of: y, at: point, precision)
      #expect(error <= 1, "\(function.name) of \(point.arguments) is \(y), not \(point.value): \(error) ulp")
      // The graph's own way to write relu has no sign of 0.
      guard y == 0, function.kernel != nil else { continue }
      #expect(y.sign == point.value.sign, "\(function.name) of \(point.arguments) is \(y)")
    }
  }
}
