@testable import HeavyBall

/// What random things are made from: a generator of random numbers, or an input that a search for faults has come to.
protocol Choices {
  /// 0 to n − 1.
  mutating func below(_ n: Int) -> Int
  /// Everyday numbers and special ones.
  mutating func number() -> Double
}

/// Random numbers that are the same in every run (Steele, Lea and Flood 2014).
struct SplitMix: RandomNumberGenerator, Choices {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }

  mutating func below(_ n: Int) -> Int { Int(next() % UInt64(n)) }

  /// Everyday numbers and, one in eight, special ones.
  mutating func number() -> Double {
    if next() % 8 == 0 { return specialNumbers[below(specialNumbers.count)] }
    return (Double(next() >> 11) * 0x1p-53 - 0.5) * 4
  }
}

/// Random straight lines of scalar instructions, copies and overwritten registers included.
enum RandomCode {
  static func make<Random: Choices>(_ random: inout Random) -> (code: ScalarCode, stateCount: Int) {
    var code = ScalarCode()
    let stateCount = 1 + random.below(random.below(4) == 0 ? 40 : 6)
    let constantCount = random.below(random.below(4) == 0 ? 30 : 4)
    code.registerCount = stateCount + constantCount
    for i in 0..<constantCount { code.constants.append((stateCount + i, random.number())) }
    let unary: [any ElementwiseOperation.Type] = [
      Negate.self, AbsoluteValue.self, SquareRoot.self, Sign.self, Exponential.self, Sine.self, Logarithm.self,
    ]
    code.unary = unary.compactMap {
      if case .unary(let primitive) = $0.primitive { primitive } else { nil }
    }
    if case .binary(let primitive) = Power.primitive { code.binary = [primitive] }
    let calls = random.below(3) == 0
    /// Registers that hold something.
    var known = Array(0..<code.registerCount)
    for _ in 0..<random.below(random.below(4) == 0 ? 200 : 30) {
      // Mostly recent ones; the pressure is high where old ones are read too.
      let read = { (random: inout Random) -> Int32 in
        Int32(random.below(2) == 0 ? known[random.below(known.count)] : known[max(0, known.count - 1 - random.below(6))])
      }
      let opcodes: [Opcode] =
        [
          .add, .subtract, .multiply, .divide, .multiplyAdd, .multiplySubtract, .subtractProduct, .select, .unary, .copy,
          .add, .multiply,
        ] + (calls ? [.binary] : [])
      let opcode = opcodes[random.below(opcodes.count)]
      var instruction = ScalarInstruction(opcode: opcode, result: 0, a: read(&random), b: read(&random), c: read(&random))
      if opcode == .unary { instruction.b = Int32(random.below(calls ? unary.count : 4)) }
      if opcode == .binary { instruction.c = 0 }
      switch random.below(3) {
      case 0:
        instruction.result = Int32(random.below(stateCount))
      case 1 where code.registerCount > stateCount + constantCount:
        let first = stateCount + constantCount
        instruction.result = Int32(first + random.below(code.registerCount - first))
      default:
        instruction.result = Int32(code.registerCount)
        code.registerCount += 1
      }
      code.instructions.append(instruction)
      known.append(Int(instruction.result))
    }
    return (code, stateCount)
  }
}
