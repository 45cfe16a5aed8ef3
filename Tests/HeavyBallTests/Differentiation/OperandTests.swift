import Foundation
import Testing

@testable import HeavyBall

@Suite("Operations with each operand a constant") struct OperandTests {
  @Test(
    "have the derivatives to the third computed apart, in scalars, in tensors, in ensembles",
    arguments: OperandCase.operations)
  func derivatives(operation: String) throws {
    for sample in OperandCase.all where sample.operation == operation {
      let (outputs, inputs) = try sample.outputs(in: Graph())
      for (limit, members) in [(Int.max, 1), (-1, 1), (Int.max, 3), (-1, 3)] {
        let found = run(Program(outputs: outputs, inputs: inputs, scalarLimit: limit), sample, members)
        for (name, (x, y)) in zip(["value", "gradient", "product", "third"], zip(found, sample.expected)) {
          let isRight = x.count == y.count && zip(x, y).allSatisfy { isClose($0, $1) }
          if !isRight { Issue.record("\(name), limit \(limit), \(members): \(sample.title): \(x), expected \(y)") }
        }
      }
    }
  }

  @Test("have the same bits as machine code", .enabled(if: !runnableSets.isEmpty), arguments: OperandCase.operations)
  func native(operation: String) throws {
    for sample in OperandCase.all where sample.operation == operation {
      let (outputs, inputs) = try sample.outputs(in: Graph())
      let comparison = NativeComparison(Program(outputs: outputs, inputs: inputs, scalarLimit: .max))
      let start = sample.point + sample.v + sample.w
      let state = start + Array(repeating: 0, count: comparison.stateCount - start.count)
      let expected = comparison.interpreted(state, members: 1, times: 1)
      for set in runnableSets {
        let found = try comparison.native(state, members: 1, times: 1, set)
        if !areSameBits(found, expected) { Issue.record("\(sample.title): \(found), not \(expected)") }
      }
    }
  }

  @Test("have them to single precision", arguments: OperandCase.operations)
  func single(operation: String) throws {
    for sample in OperandCase.all where sample.operation == operation {
      // Numbers that singles have, as results too.
      let isInRange = { (x: Double) in x == 0 || x.magnitude > 1e-3 && x.magnitude < 1e3 || x.isInfinite }
      guard sample.point.allSatisfy(isInRange),
        sample.expected.joined().allSatisfy({ $0.map { !($0.isFinite && $0.magnitude > 1e30) } ?? true })
      else { continue }
      let (outputs, inputs) = try sample.outputs(in: Graph(precision: .single))
      let found = run(Program(outputs: outputs, inputs: inputs), sample, 1)
      for (x, y) in zip(found.joined(), sample.expected.joined()) {
        guard let y, y.isFinite else { continue }
        if !((x - y).magnitude <= 3e-4 * max(1, y.magnitude)) {
          Issue.record("\(sample.title): \(found), expected \(sample.expected)")
        }
      }
    }
  }

  @Test("are all operations there are, with every operand in turn a constant of every kind")
  func completeness() throws {
    let cases = OperandCase.all
    #expect(cases.count > 1000)
    var seen: Set<String> = []
    for sample in cases {
      let graph = Graph()
      let (outputs, _) = try sample.outputs(in: graph)
      for node in graph.reachable(from: outputs.map { $0.node }) { seen.insert(type(of: graph.nodes[node].operation).name) }
    }
    let missing = try Self.declaredOperations().subtracting(seen)
    #expect(missing.isEmpty)
    for operation in OperandCase.operations {
      let own = cases.filter { $0.operation == operation }
      let operands = own.first?.shapes.count ?? 0
      // The exponent alone may be a constant of a power of |u|: with others, |u| is an operand of a power.
      for operand in operation.hasSuffix("of abs") ? 1..<2 : 0..<(operands > 1 ? operands : 0) {
        let constants = own.filter { $0.constant == operand }.map(\.values)
        #expect(constants.contains { Set($0).count == 1 && $0[0] > 0 }, "\(operation) \(operand): equal elements")
        #expect(constants.contains { Set($0).count > 1 }, "\(operation) \(operand): unequal elements")
        #expect(constants.contains { $0.allSatisfy { $0 < 0 } }, "\(operation) \(operand): negative")
        let mayBeZero = operation != "divide" || operand == 0
        #expect(constants.contains { $0.contains(0) } == mayBeZero, "\(operation) \(operand): zeros")
      }
    }
  }

  /// The names of the operations declared in the folder of operations.
  private static func declaredOperations() throws -> Set<String> {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let folder = root.appendingPathComponent("Sources/HeavyBall/Differentiation/Operations")
    var names: Set<String> = []
    for file in try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil) {
      for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
        let parts = line.split(separator: "\"")
        if parts.count > 1, parts[0].trimmingCharacters(in: .whitespaces) == "static let name =" {
          names.insert(String(parts[1]))
        }
      }
    }
    return names
  }

  /// The outputs of the last member.
  private func run(_ program: Program, _ sample: OperandCase, _ members: Int) -> [[Double]] {
    let machine = Machine(program, members: members)
    for k in 0..<members {
      for (i, numbers) in [sample.point, sample.v, sample.w].enumerated() { machine.load(numbers, input: i, member: k) }
    }
    machine.run()
    return (0..<4).map { machine.output($0, member: members - 1).elements }
  }

  /// Whether a number is the expected one; where that is infinite or NaN, neither is it finite.
  private func isClose(_ found: Double, _ expected: Double?) -> Bool {
    guard let expected else { return true }
    guard expected.isFinite else { return !found.isFinite }
    let error = (found - expected).magnitude
    if expected != 0, expected.magnitude < 1e-30 { return error <= 1e-9 * expected.magnitude }
    return error <= 1e-12 * max(1, expected.magnitude)
  }
}
