import Testing

@testable import HeavyBall

@Suite("Elementary functions have the same bits") struct ElementaryBitsTests {
  private func expectSame(_ found: [Double], _ expected: [Double], _ what: String) {
    #expect(found.count == expected.count, "\(what)")
    for i in expected.indices where !areSameBits([found[i]], [expected[i]]) {
      Issue.record("\(what): element \(i) is \(found[i]), not \(expected[i])")
    }
  }

  @Test(
    "in rows of every length, each clone of this processor, in place", arguments: ElementaryCase.all.filter { $0.kernel != nil })
  func clones(function: ElementaryCase) throws {
    for precision in Precision.allCases {
      let columns = function.arguments(count: 70, precision)
      // Of one number: a row of one.
      let plain = try #require(function.clone(0, precision), "\(function.name) has no clone")
      let expected = (0..<70).map { i in plain(columns.map { [$0[i]] })[0] }
      for number in 0..<ElementaryCase.cloneCount {
        guard let clone = function.clone(number, precision) else { continue }
        for count in 0...70 {
          let found = clone(columns.map { Array($0.prefix(count)) })
          expectSame(found, Array(expected.prefix(count)), "\(function.name), \(precision), clone \(number), row of \(count)")
        }
      }
    }
  }

  @Test("in scalars and in rows, of one point and of members", arguments: ElementaryCase.all)
  func paths(function: ElementaryCase) throws {
    let columns = function.arguments(count: 67, .double)
    let rows = try function.values(columns, .double, inRows: true)
    expectSame(try function.values(columns, .double, inRows: false), rows, "\(function.name), scalars")
    if let value = function.value { expectSame(columns[0].map { value($0) }, rows, "\(function.name), of one number") }
    // Members beside one another: element i of all members is a row.
    for limit in [Int.max, -1] {
      let graph = Graph()
      let inputs = columns.map { _ in graph.input(.vector(2)) }
      let program = Program(outputs: [try function.expression(inputs)], inputs: inputs, scalarLimit: limit)
      let machine = Machine(program, members: 67)
      for (i, column) in columns.enumerated() {
        for k in 0..<67 { machine.load([column[k], column[66 - k]], input: i, member: k) }
      }
      machine.run()
      let found = (0..<67).map { machine.output(0, member: $0).elements }
      expectSame(found.map { $0[0] }, rows, "\(function.name), members, limit \(limit)")
      expectSame(found.map { $0[1] }, rows.reversed(), "\(function.name), members, limit \(limit)")
    }
  }

  @Test(
    "in native code and in the interpreter", .enabled(if: !runnableSets.isEmpty, "no native code here"),
    arguments: ElementaryCase.all)
  func native(function: ElementaryCase) throws {
    let columns = function.arguments(count: 67, .double)
    let rows = try function.values(columns, .double, inRows: true)
    let graph = Graph()
    let state = (0..<function.argumentCount).map { _ in graph.input(.scalar) }
    let step = [try function.expression(state)] + state.dropFirst()
    let comparison = NativeComparison(Program(step: step, of: state, scalarLimit: .max))
    for set in runnableSets {
      for (i, y) in rows.enumerated() {
        let found = try comparison.native(columns.map { $0[i] }, members: 1, times: 1, set)
        expectSame([found[0]], [y], "\(function.name) of \(columns.map { $0[i] }), \(set)")
      }
      let found = try comparison.native(columns.flatMap { $0 }, members: 67, times: 1, set)
      expectSame(Array(found.prefix(67)), rows, "\(function.name), members, \(set)")
    }
  }
}
