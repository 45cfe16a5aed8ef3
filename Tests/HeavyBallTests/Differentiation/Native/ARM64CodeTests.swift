import PolyakPlatform
import Testing

@testable import HeavyBall

/// Machine code for aarch64 beside the interpreter, to the last bit: run by an emulator where the processor is another.
@Suite("Native code for aarch64", .enabled(if: ARM64Tools.canRun, Comment(rawValue: ARM64Tools.missing)))
struct ARM64CodeTests {
  @Test func `every operation has the interpreter's bits on numbers of every kind`() throws {
    var programs = ARM64Programs()
    let n = specialNumbers.count
    for sample in NativeCodeTests.operations {
      let comparison = NativeComparison(NativeCodeTests.program(sample))
      for i in 0..<n * n {
        let state = [specialNumbers[i % n], specialNumbers[i / n], specialNumbers[(i * 7 + 3) % n], 0]
        programs.add(comparison, state, members: 1, times: 1)
      }
      for first in stride(from: 0, to: n * n, by: NativeCode.rowLength) {
        let members = min(n * n - first, NativeCode.rowLength)
        let all = first..<first + members
        let state =
          all.map { specialNumbers[$0 % n] } + all.map { specialNumbers[$0 / n] }
          + all.map { specialNumbers[($0 * 7 + 3) % n] } + all.map { _ in 0 }
        programs.add(comparison, state, members: members, times: 1)
      }
    }
    #expect(try ARM64Tools.run(programs) == programs.success)
  }

  @Test func `a step has the interpreter's bits however often it is made`() throws {
    var programs = ARM64Programs()
    for step in NativeCodeTests.steps {
      let graph = Graph()
      let state = step.shapes.map { graph.input($0) }
      let comparison = NativeComparison(Program(step: step.build(state), of: state, scalarLimit: .max))
      for registers in [nil, 10, 8, 7, 6] as [Int?] {
        for members in [1, 3, NativeCode.rowLength] {
          for times in [1, 2, 5] {
            let start = numbers(comparison.stateCount * members, 17)
            programs.add(comparison, start, members: members, times: times, registers: registers)
          }
        }
      }
    }
    #expect(try ARM64Tools.run(programs) == programs.success)
  }

  @Test func `code that leaves points behind leaves the interpreter's`() throws {
    var programs = ARM64Programs()
    for step in NativeCodeTests.steps {
      let graph = Graph()
      let state = step.shapes.map { graph.input($0) }
      let comparison = NativeComparison(Program(step: step.build(state), of: state, scalarLimit: .max))
      for registers in [nil, 10, 8, 6] as [Int?] {
        for left in Set([1, comparison.stateCount / 2, min(comparison.stateCount, NativeCode.mostLeft)]) where left > 0 {
          for times in [1, 2, 7] {
            programs.add(
              comparison, numbers(comparison.stateCount, 17), leaving: left, times: times, registers: registers)
          }
        }
      }
    }
    #expect(try ARM64Tools.run(programs) == programs.success)
  }

  @Test(arguments: 0..<10)
  func `random programs have the interpreter's bits at every register pressure`(_ seed: Int) throws {
    var programs = ARM64Programs()
    var random = SplitMix(state: UInt64(seed) + 101)
    for _ in 0..<200 {
      let (code, stateCount) = RandomCode.make(&random)
      let members = [1, 1, 5, 16, 44][random.below(5)]
      let times = random.below(4) + 1
      let start = (0..<stateCount * members).map { _ in random.number() }
      let most = InstructionSet.neon.registerCount
      let registers = random.below(2) == 0 ? most : 6 + random.below(most - 5)
      programs.add(
        NativeComparison(code, stateCount: stateCount), start, members: members, times: times, registers: registers)
    }
    #expect(try ARM64Tools.run(programs) == programs.success)
  }

  /// Against the C library's fma, which rounds once.
  @Test func `fused sums are rounded once`() throws {
    var programs = ARM64Programs()
    var random = SplitMix(state: 5)
    for (opcode, value) in [
      (.multiplyAdd, { fma($0, $1, $2) }), (.multiplySubtract, { fma($0, $1, -$2) }),
      (.subtractProduct, { fma(-$0, $1, $2) }),
    ] as [(Opcode, (Double, Double, Double) -> Double)] {
      // The result where nothing was, and where each operand was.
      for result in [3, 0, 1, 2] {
        var code = ScalarCode()
        code.registerCount = 4
        code.instructions = [ScalarInstruction(opcode: opcode, result: Int32(result), a: 0, b: 1, c: 2)]
        for members in [1, 40] {
          for registers in [nil, 6] as [Int?] {
            let state = (0..<4 * members).map { _ in random.number() }
            var expected = state
            for k in 0..<members {
              expected[result * members + k] = value(state[k], state[members + k], state[2 * members + k])
            }
            programs.add(
              NativeComparison(code, stateCount: 4), state, members: members, times: 1, registers: registers,
              isFused: true, expected: expected)
          }
        }
      }
    }
    #expect(try ARM64Tools.run(programs) == programs.success)
  }

  /// Further than an instruction reaches: constants and the loop's beginning beyond a megabyte of code, and numbers
  /// beyond 4,095 places.
  @Test func `large programs reach all of theirs`() throws {
    var programs = ARM64Programs()
    for (stateCount, sums) in [(2, 270_000), (5000, 6000)] {
      var code = ScalarCode()
      code.registerCount = stateCount + 2
      code.constants = [(stateCount, 0.999), (stateCount + 1, -1e-3)]
      for i in 0..<sums {
        let s = Int32(i % stateCount)
        code.instructions.append(
          ScalarInstruction(opcode: i % 3 == 0 ? .multiply : .add, result: s, a: s, b: Int32(stateCount + i % 2)))
      }
      let comparison = NativeComparison(code, stateCount: stateCount)
      for members in [1, 2] {
        programs.add(comparison, numbers(stateCount * members, 3), members: members, times: 2)
      }
    }
    #expect(try ARM64Tools.run(programs) == programs.success)
  }

  @Test func `a wrong bit is noticed`() throws {
    var code = ScalarCode()
    code.registerCount = 2
    code.instructions = [ScalarInstruction(opcode: .add, result: 0, a: 0, b: 1)]
    var programs = ARM64Programs()
    programs.add(NativeComparison(code, stateCount: 2), [1, 2], members: 1, times: 1, expected: [Double(3).nextUp, 2])
    let said = try ARM64Tools.run(programs)
    #expect(said.hasPrefix("program 0: number 0 of member 0 is 4008000000000000, not 4008000000000001\n"))
    #expect(said.hasSuffix("1 programs, 2 numbers, 1 failures\n"))
  }
}
