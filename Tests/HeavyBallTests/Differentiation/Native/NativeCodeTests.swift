import PolyakPlatform
import Testing

@testable import HeavyBall

/// Machine code beside the interpreter of the same list: the same bits, whatever the numbers.
@Suite("Native code", .enabled(if: !runnableSets.isEmpty, "this processor has neither AVX2 nor AVX-512"))
struct NativeCodeTests {
  struct Sample: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let build: @Sendable (Expression, Expression, Expression) -> Expression

    init(_ name: String, _ build: @escaping @Sendable (Expression, Expression, Expression) -> Expression) {
      (testDescription, self.build) = (name, build)
    }
  }

  /// Every opcode of the list, and every function that is called or has an instruction of its own.
  static let operations: [Sample] =
    [
      Sample("sum") { a, b, _ in a + b },
      Sample("difference") { a, b, _ in a - b },
      Sample("product") { a, b, _ in a * b },
      Sample("square") { a, _, _ in a * a },
      Sample("quotient") { a, b, _ in a / b },
      Sample("product and sum") { a, b, c in a * b + c },
      Sample("product less") { a, b, c in a * b - c },
      Sample("less a product") { a, b, c in c - a * b },
      Sample("product and its factor") { a, b, _ in a * b + b },
      Sample("square less its root") { a, _, _ in a * a - a },
      Sample("choice") { a, b, c in .select(a, b, c) },
      Sample("choice of itself") { a, b, _ in .select(a, a, b) },
      Sample("choice by what is chosen") { a, b, _ in .select(a, b, a) },
      Sample("relu") { a, _, _ in .relu(a) },
      Sample("larger") { a, b, _ in shapesSuit { () throws(ShapeError) in try .maximum(a, b) } },
      Sample("smaller") { a, b, _ in shapesSuit { () throws(ShapeError) in try .minimum(a, b) } },
      Sample("power") { a, b, _ in shapesSuit { () throws(ShapeError) in try .power(a, b) } },
      Sample("constant less") { a, _, _ in 0.3 - a },
      Sample("constant over") { a, _, _ in 2.7 / a },
      Sample("negative") { a, _, _ in -a },
    ] + ElementaryFunctions.all.map { function in Sample(function.name) { a, _, _ in function.expression(a) } }

  static func program(_ sample: Sample) -> Program {
    let graph = Graph()
    let inputs = (0..<3).map { _ in graph.input(.scalar) }
    return Program(outputs: [sample.build(inputs[0], inputs[1], inputs[2])], inputs: inputs)
  }

  @Test func `every kind of instruction is among the samples`() {
    var opcodes: Set<Opcode> = []
    for sample in Self.operations {
      guard case .scalar(let code) = Self.program(sample).code else { continue }
      opcodes.formUnion(code.instructions.map(\.opcode))
    }
    // Copies are those of the steps below.
    #expect(
      opcodes == [
        .add, .subtract, .multiply, .divide, .multiplyAdd, .multiplySubtract, .subtractProduct, .select, .unary, .binary,
      ])
  }

  @Test(arguments: operations, runnableSets)
  func `every operation has the interpreter's bits on numbers of every kind`(
    _ sample: Sample, _ set: InstructionSet
  ) throws {
    let comparison = NativeComparison(Self.program(sample))
    let n = specialNumbers.count
    let runner = try comparison.runner(members: 1, set)
    for i in 0..<n * n {
      let state = [specialNumbers[i % n], specialNumbers[i / n], specialNumbers[(i * 7 + 3) % n], 0]
      let expected = comparison.interpreted(state, members: 1, times: 1)
      var found = state
      found.withUnsafeMutableBufferPointer { runner.run($0.baseAddress!, times: 1) }
      if !areSameBits(found, expected) { Issue.record("\(state) gives \(found), not \(expected)") }
    }
    // As an ensemble, all at once.
    let members = n * n
    var state: [Double] = []
    for k in 0..<members { state.append(specialNumbers[k % n]) }
    for k in 0..<members { state.append(specialNumbers[k / n]) }
    for k in 0..<members { state.append(specialNumbers[(k * 7 + 3) % n]) }
    state += Array(repeating: 0, count: members)
    let expected = comparison.interpreted(state, members: members, times: 1)
    let found = try comparison.native(state, members: members, times: 1, set)
    for k in 0..<members where !areSameBits([found[3 * members + k]], [expected[3 * members + k]]) {
      let operands = (0..<3).map { state[$0 * members + k] }
      Issue.record("\(operands) gives \(found[3 * members + k]), not \(expected[3 * members + k])")
    }
  }

  /// Steps whose state changes places, which is where registers have to be put in order at the end.
  static let steps = TensorCodeTests.steps

  @Test(arguments: steps, runnableSets)
  func `a step has the interpreter's bits however often it is made`(
    _ step: TensorCodeTests.Step, _ set: InstructionSet
  ) throws {
    let graph = Graph()
    let state = step.shapes.map { graph.input($0) }
    let comparison = NativeComparison(Program(step: step.build(state), of: state, scalarLimit: .max))
    for registers in [nil, 10, 8, 7, 6] as [Int?] {
      for members in [1, 3, NativeCode.rowLength, NativeCode.rowLength + 5] {
        for times in [1, 2, 5] {
          let start = numbers(comparison.stateCount * members, 17)
          let expected = comparison.interpreted(start, members: members, times: times)
          let found = try comparison.native(start, members: members, times: times, set, registers: registers)
          #expect(areSameBits(found, expected), "\(registers ?? 0) registers, \(members) members, \(times) times")
        }
      }
    }
  }

  @Test(arguments: runnableSets, 0..<20)
  func `random programs have the interpreter's bits at every register pressure`(
    _ set: InstructionSet, _ seed: Int
  ) throws {
    var random = SplitMix(state: UInt64(seed) + 1)
    for _ in 0..<120 {
      let (code, stateCount) = RandomCode.make(&random)
      // Of what is not a step, the state is not in registers when the code begins, and it runs once.
      let isStep = random.below(3) > 0
      let comparison = NativeComparison(code, stateCount: stateCount, isStep: isStep)
      let members = [1, 1, 5, 16, 300][random.below(5)]
      let times = isStep ? random.below(4) + 1 : 1
      let start = (0..<stateCount * members).map { _ in random.number() }
      let expected = comparison.interpreted(start, members: members, times: times)
      let most = set.registerCount
      let registers = random.below(2) == 0 ? most : 6 + random.below(most - 5)
      let found = try comparison.native(start, members: members, times: times, set, registers: registers)
      #expect(
        areSameBits(found, expected),
        "\(code.instructions.count) instructions, \(stateCount) numbers, \(members) members, \(registers) registers")
    }
  }

  /// One number after another, with the C library's fma.
  @Test(arguments: runnableSets, 0..<10)
  func `random fused programs have the bits of fma at every register pressure`(
    _ set: InstructionSet, _ seed: Int
  ) throws {
    var random = SplitMix(state: UInt64(seed) + 1001)
    var fusedCount = 0
    for _ in 0..<100 {
      let (code, stateCount) = RandomCode.make(&random)
      fusedCount += code.instructions.count { [.multiplyAdd, .multiplySubtract, .subtractProduct].contains($0.opcode) }
      let members = [1, 1, 19][random.below(3)]
      let times = random.below(3) + 1
      let start = (0..<stateCount * members).map { _ in random.number() }
      var expected = start
      for k in 0..<members {
        var registers = (0..<stateCount).map { start[$0 * members + k] }
        for _ in 0..<times { registers = fusedRun(code, registers) }
        for s in 0..<stateCount { expected[s * members + k] = registers[s] }
      }
      let most = random.below(2) == 0 ? set.registerCount : NativeCode.fewestRegisters + random.below(4)
      let found = try NativeComparison(code, stateCount: stateCount)
        .native(start, members: members, times: times, set, registers: most, isFused: true)
      #expect(
        areSameBits(found, expected),
        "\(code.instructions.count) instructions, \(stateCount) numbers, \(members) members, \(most) registers")
    }
    #expect(fusedCount > 500)
  }

  /// What a code makes of the state of one member.
  private func fusedRun(_ code: ScalarCode, _ state: [Double]) -> [Double] {
    var r = state + Array(repeating: 0, count: code.registerCount - state.count)
    for (register, value) in code.constants { r[register] = value }
    for i in code.instructions {
      let a = r[Int(i.a)]
      let b = i.opcode == .unary ? 0 : r[Int(i.b)]
      let c = i.opcode == .unary || i.opcode == .binary ? 0 : r[Int(i.c)]
      r[Int(i.result)] =
        switch i.opcode {
        case .add: a + b
        case .subtract: a - b
        case .multiply: a * b
        case .divide: a / b
        case .multiplyAdd: fma(a, b, c)
        case .multiplySubtract: fma(a, b, -c)
        case .subtractProduct: fma(-a, b, c)
        case .select: a > 0 ? b : a <= 0 ? c : .nan
        case .unary: code.unary[Int(i.b)].value(a)
        case .binary: code.binary[Int(i.c)].value(a, b)
        case .copy: a
        }
    }
    return Array(r.prefix(state.count))
  }

  /// With states of every length of row, and members that fill no vector.
  @Test(arguments: runnableSets, [1, 16, 17, 40, 90, 300])
  func `points kept together are those of steps made one by one`(_ set: InstructionSet, _ stateCount: Int) throws {
    var code = ScalarCode()
    code.registerCount = stateCount + 1
    code.constants = [(stateCount, 0.75)]
    for s in 0..<stateCount {
      code.instructions.append(
        ScalarInstruction(
          opcode: .multiplySubtract, result: Int32(s), a: Int32(s), b: Int32(stateCount), c: Int32((s + 1) % stateCount)))
    }
    let comparison = NativeComparison(code, stateCount: stateCount)
    for members in [1, 3, 24, 100, NativeCode.rowLength, NativeCode.rowLength + 1] {
      let kept = (stateCount + 1) / 2 * members
      var memory = numbers(stateCount * members, 23)
      var expected: [Double] = [], state = memory
      for _ in 0..<5 {
        state = comparison.interpreted(state, members: members, times: 3)
        expected += state.prefix(kept)
      }
      var copies = Array(repeating: 0.0, count: 5 * kept)
      let runner = try comparison.runner(members: members, set)
      memory.withUnsafeMutableBufferPointer { memory in
        copies.withUnsafeMutableBufferPointer {
          runner.run(memory.baseAddress!, times: 3, repeats: 5, copying: kept, to: $0.baseAddress!)
        }
      }
      #expect(areSameBits(copies, expected) && areSameBits(memory, state), "\(members) members")
    }
  }

  /// States that fit in registers and that do not, one with numbers that nothing reads or changes.
  @Test(arguments: runnableSets, [1, 2, 3, 5, 9, 40])
  func `code that leaves points behind leaves the interpreter's`(_ set: InstructionSet, stateCount: Int) throws {
    var code = ScalarCode()
    code.registerCount = stateCount + 3
    code.constants = [(stateCount, 0.75), (stateCount + 1, -0.5)]
    for s in stride(from: 0, to: stateCount, by: stateCount > 8 ? 2 : 1) {
      code.instructions += [
        ScalarInstruction(
          opcode: .multiplyAdd, result: Int32(stateCount + 2), a: Int32((s + 1) % stateCount), b: Int32(stateCount),
          c: Int32(s)),
        ScalarInstruction(
          opcode: .multiply, result: Int32(s), a: Int32(stateCount + 2), b: Int32(stateCount + 1)),
      ]
    }
    if case .unary(let sine) = Sine.primitive { code.unary.append(sine) }
    code.instructions.append(ScalarInstruction(opcode: .unary, result: 0, a: 0, b: 0))
    let comparison = NativeComparison(code, stateCount: stateCount)
    for registers in [nil, 6, 9, 12] as [Int?] {
      for count in Set([1, stateCount / 2, min(stateCount, 16)]) where count > 0 {
        var state = numbers(stateCount, 29)
        let found = try comparison.leaving(count, state, times: 7, set, registers: registers)
        var expected: [Double] = []
        for _ in 0..<7 {
          state = comparison.interpreted(state, members: 1, times: 1)
          expected += state.prefix(count)
        }
        #expect(areSameBits(found.rows, expected) && areSameBits(found.state, state), "\(count) of \(stateCount)")
      }
    }
  }

  /// Against the C library's fma, which rounds once.
  @Test(arguments: runnableSets)
  func `fused sums are rounded once`(_ set: InstructionSet) throws {
    var code = ScalarCode()
    code.registerCount = 6
    code.instructions = [
      ScalarInstruction(opcode: .multiplyAdd, result: 3, a: 0, b: 1, c: 2),
      ScalarInstruction(opcode: .multiplySubtract, result: 4, a: 0, b: 1, c: 2),
      ScalarInstruction(opcode: .subtractProduct, result: 5, a: 0, b: 1, c: 2),
      // Results where each operand was.
      ScalarInstruction(opcode: .multiplyAdd, result: 0, a: 0, b: 1, c: 2),
      ScalarInstruction(opcode: .multiplySubtract, result: 1, a: 0, b: 1, c: 2),
      ScalarInstruction(opcode: .subtractProduct, result: 2, a: 0, b: 1, c: 2),
    ]
    let comparison = NativeComparison(code, stateCount: 6)
    var random = SplitMix(state: 5)
    for members in [1, 40] {
      for registers in [nil, 6] as [Int?] {
        let state = (0..<6 * members).map { _ in random.number() }
        let found = try comparison.native(
          state, members: members, times: 1, set, registers: registers, isFused: true)
        for k in 0..<members {
          let (a, b, c) = (state[k], state[members + k], state[2 * members + k])
          let first = fma(a, b, c)
          let second = fma(first, b, -c)
          let expected = [first, second, fma(-first, second, c), fma(a, b, c), fma(a, b, -c), fma(-a, b, c)]
          #expect(areSameBits((0..<6).map { found[$0 * members + k] }, expected))
        }
      }
    }
  }
}
