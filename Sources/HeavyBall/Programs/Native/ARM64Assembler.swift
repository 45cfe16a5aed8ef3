/// Machine code for aarch64 in the making, an instruction a word. All of it counts from where it is, and runs anywhere.
struct ARM64Assembler {
  private(set) var words: [UInt32] = []

  init() { words.reserveCapacity(128) }

  static func += (assembler: inout ARM64Assembler, other: ARM64Assembler) { assembler.words += other.words }

  // Vector registers

  mutating func emit(_ instruction: ARM64Instruction, _ d: UInt8) { words.append(instruction.opcode | UInt32(d)) }

  mutating func emit(_ instruction: ARM64Instruction, _ d: UInt8, _ a: UInt8) {
    words.append(instruction.opcode | UInt32(a) << 5 | UInt32(d))
  }

  mutating func emit(_ instruction: ARM64Instruction, _ d: UInt8, _ a: UInt8, _ b: UInt8) {
    words.append(instruction.opcode | UInt32(b) << 16 | UInt32(a) << 5 | UInt32(d))
  }

  mutating func emit(_ instruction: ARM64Instruction, _ d: UInt8, _ a: UInt8, _ b: UInt8, _ c: UInt8) {
    words.append(instruction.opcode | UInt32(b) << 16 | UInt32(c) << 10 | UInt32(a) << 5 | UInt32(d))
  }

  /// d = a where the last comparison found the condition, else b.
  mutating func choose(_ d: UInt8, _ a: UInt8, _ b: UInt8, where condition: ARM64Condition) {
    emit(.chooseOne, d, a, b)
    words[words.count - 1] |= condition.rawValue << 12
  }

  /// d = a as a vector.
  mutating func move(_ d: UInt8, _ a: UInt8) { emit(.move, d, a, a) }

  /// Loads or stores a register at an address plus an offset in bytes, which may take x16.
  mutating func access(
    _ instruction: ARM64Instruction, indexed: ARM64Instruction, _ register: UInt8, _ base: ARM64Register, _ offset: Int
  ) {
    let size = instruction.shape == .vector ? 16 : 8
    if offset % size == 0, offset / size < 1 << 12 {
      emit(instruction, register, UInt8(base.rawValue))
      words[words.count - 1] |= UInt32(offset / size) << 10
    } else {
      move(.x16, UInt64(offset))
      emit(indexed, register, UInt8(base.rawValue), UInt8(ARM64Register.x16.rawValue))
    }
  }

  // General registers

  /// mov d, a; not of sp.
  mutating func move(_ d: ARM64Register, _ a: ARM64Register) {
    words.append(0xAA00_03E0 | a.rawValue << 16 | d.rawValue)
  }

  /// movz d, low 16 bits; and movk d, others, lsl, for the quarters that are not 0.
  mutating func move(_ d: ARM64Register, _ number: UInt64) {
    words.append(0xD280_0000 | UInt32(number & 0xFFFF) << 5 | d.rawValue)
    for quarter in 1..<4 {
      let bits = UInt32(truncatingIfNeeded: number >> (16 * quarter)) & 0xFFFF
      if bits != 0 { words.append(0xF280_0000 | UInt32(quarter) << 21 | bits << 5 | d.rawValue) }
    }
  }

  /// add d, a, number below 4096
  mutating func add(_ d: ARM64Register, _ a: ARM64Register, _ number: UInt32) {
    words.append(0x9100_0000 | number << 10 | a.rawValue << 5 | d.rawValue)
  }

  /// add d, a, b
  mutating func add(_ d: ARM64Register, _ a: ARM64Register, _ b: ARM64Register) {
    words.append(0x8B00_0000 | b.rawValue << 16 | a.rawValue << 5 | d.rawValue)
  }

  /// subs d, d, number below 4096
  mutating func subtract(_ d: ARM64Register, _ number: UInt32) {
    words.append(0xF100_0000 | number << 10 | d.rawValue << 5 | d.rawValue)
  }

  /// adr d, so many bytes from here, less than 1 MB
  mutating func loadAddress(_ d: ARM64Register, _ distance: Int) {
    let bits = UInt32(truncatingIfNeeded: distance)
    words.append(0x1000_0000 | (bits & 3) << 29 | (bits >> 2 & 0x7FFFF) << 5 | d.rawValue)
  }

  // Jumps

  /// blr a
  mutating func call(_ a: ARM64Register) { words.append(0xD63F_0000 | a.rawValue << 5) }

  /// b.gt to an instruction before this: taken where the last subtraction left more than 0.
  mutating func jumpIfPositive(to target: Int) {
    if words.count - target < 1 << 18 {
      words.append(0x5400_0000 | (UInt32(truncatingIfNeeded: target - words.count) & 0x7FFFF) << 5 | 12)
    } else {
      // b.le over the next, and b, which reaches further.
      words.append(0x5400_0000 | 2 << 5 | 13)
      words.append(0x1400_0000 | UInt32(truncatingIfNeeded: target - words.count) & 0x3FF_FFFF)
    }
  }

  mutating func ret() { words.append(0xD65F_03C0) }

  /// udf: no instruction.
  mutating func fill() { words.append(0) }

  // The stack

  /// Pairs of registers, all of one kind.
  enum Pairs {
    case general([(ARM64Register, ARM64Register)])
    /// The low halves of vector registers.
    case vector([(UInt32, UInt32)])

    fileprivate var numbers: [(UInt32, UInt32)] {
      switch self {
      case .general(let pairs): pairs.map { ($0.rawValue, $1.rawValue) }
      case .vector(let pairs): pairs
      }
    }

    fileprivate var isVector: Bool {
      if case .vector = self { return true }
      return false
    }
  }

  /// stp, the first with a new stack address.
  mutating func push(_ pairs: Pairs) {
    let numbers = pairs.numbers
    for (i, pair) in numbers.enumerated() {
      let opcode: UInt32 = pairs.isVector ? (i == 0 ? 0x6D80_0000 : 0x6D00_0000) : i == 0 ? 0xA980_0000 : 0xA900_0000
      emitPair(opcode, pair, i == 0 ? -2 * numbers.count : 2 * i)
    }
  }

  /// ldp, the last with the old stack address: the first pair.
  mutating func pop(_ pairs: Pairs) {
    let numbers = pairs.numbers
    for (i, pair) in numbers.enumerated().reversed() {
      let opcode: UInt32 = pairs.isVector ? (i == 0 ? 0x6CC0_0000 : 0x6D40_0000) : i == 0 ? 0xA8C0_0000 : 0xA940_0000
      emitPair(opcode, pair, i == 0 ? 2 * numbers.count : 2 * i)
    }
  }

  /// - Parameter offset: from the stack's address, in registers.
  private mutating func emitPair(_ opcode: UInt32, _ pair: (UInt32, UInt32), _ offset: Int) {
    let bits = UInt32(truncatingIfNeeded: offset) & 0x7F
    words.append(opcode | bits << 15 | pair.1 << 10 | ARM64Register.sp.rawValue << 5 | pair.0)
  }
}
