/// Machine code for x86-64 in the making: bytes, and behind them constants.
struct X86Assembler {
  private(set) var bytes: [UInt8] = []
  private var constants: [UInt8] = []
  /// Where a displacement to a constant is written, and the instruction's end, which it counts from.
  private var references: [(position: Int, end: Int, constant: Int32)] = []

  init() { bytes.reserveCapacity(512) }

  /// Puts a number behind the code, in so many copies, and returns its place there.
  mutating func addConstant(_ bits: UInt64, copies: Int) -> Int32 {
    let place = Int32(constants.count)
    for _ in 0..<copies { for k in 0..<8 { constants.append(UInt8(truncatingIfNeeded: bits >> (8 * k))) } }
    return place
  }

  /// The code with its constants: what may be run anywhere.
  ///
  /// - Parameter aligned: an offset in the code that shall be at the beginning of a cache line.
  /// - Returns: the code, and where in it the first instruction is.
  func finished(aligned offset: Int) -> (code: [UInt8], start: Int) {
    let start = -offset & 63
    var code = Array(repeating: UInt8(0xCC), count: start) + bytes
    code += Array(repeating: 0xCC, count: -code.count & 63)
    let base = code.count
    for reference in references {
      let displacement = Int32(base) + reference.constant - Int32(start + reference.end)
      for k in 0..<4 { code[start + reference.position + k] = UInt8(truncatingIfNeeded: displacement >> (8 * k)) }
    }
    // Vectors are read of which only the first element counts: what comes after the last constant is to be there.
    return (code + constants + Array(repeating: 0, count: 64), start)
  }

  // Vector instructions

  /// - Parameters:
  ///   - d: the result, or what is stored; of a comparison in EVEX form a mask register.
  ///   - a: the first operand, 0 where there is none.
  ///   - b: the second operand, where there is one only the only.
  ///   - mask: the mask register of a choice in EVEX form.
  ///   - isMask: whether d is a mask register, so that the form is EVEX.
  mutating func emit(
    _ instruction: X86Instruction, _ length: X86Length, _ d: UInt8, _ a: UInt8, _ b: X86Operand,
    immediate: UInt8? = nil, mask: UInt8 = 0, isMask: Bool = false
  ) {
    var isBroadcast = false
    if case .broadcast = b { isBroadcast = true }
    var high: UInt8 = d | a
    if case .register(let r) = b { high |= r }
    var scale: Int32 = 1
    if length == .zmm || high > 15 || isBroadcast || mask != 0 || isMask {
      emitEVEX(instruction, length, d, a, b, isBroadcast, mask)
      scale = isBroadcast || instruction.memory == .one ? 8 : length.bytes
    } else {
      emitVEX(instruction, length, d, a, b)
    }
    switch b {
    case .register(let r): bytes.append(0b11 << 6 | (d & 7) << 3 | r & 7)
    case .memory(let m), .broadcast(let m): emitMemory(d, m, scale: scale, trailing: immediate == nil ? 0 : 1)
    }
    if let immediate { bytes.append(immediate) }
  }

  /// C4 | R̄ X̄ B̄ map | W v̄ L pp, or in short C5 | R̄ v̄ L pp.
  private mutating func emitVEX(
    _ instruction: X86Instruction, _ length: X86Length, _ d: UInt8, _ a: UInt8, _ b: X86Operand
  ) {
    let notR: UInt8 = d & 8 == 0 ? 0x80 : 0
    let notB: UInt8 = Self.highBit(b) ? 0 : 0x20
    let last = (~a & 15) << 3 | length.rawValue << 2 | instruction.prefix.rawValue
    if notB != 0, !instruction.w, instruction.map == .x0F {
      bytes += [0xC5, notR | last]
    } else {
      bytes += [0xC4, notR | 0x40 | notB | instruction.map.rawValue, (instruction.w ? 0x80 : 0) | last]
    }
    bytes.append(instruction.opcode)
  }

  /// 62 | R̄ X̄ B̄ R̄' 0 map | W v̄ 1 pp | z L'L b V̄' aaa.
  private mutating func emitEVEX(
    _ instruction: X86Instruction, _ length: X86Length, _ d: UInt8, _ a: UInt8, _ b: X86Operand, _ isBroadcast: Bool,
    _ mask: UInt8
  ) {
    var first = instruction.map.rawValue
    if d & 8 == 0 { first |= 0x80 }
    if d & 16 == 0 { first |= 0x10 }
    if case .register(let r) = b {
      if r & 16 == 0 { first |= 0x40 }
    } else {
      first |= 0x40
    }
    if !Self.highBit(b) { first |= 0x20 }
    let second = 0x80 | (~a & 15) << 3 | 0x04 | instruction.prefix.rawValue
    let third = length.rawValue << 5 | (isBroadcast ? 0x10 : 0) | (a & 16 == 0 ? 0x08 : 0) | mask
    bytes += [0x62, first, second, third, instruction.opcode]
  }

  /// Whether the register of an operand, or that of its address, has bit 3 in its number.
  private static func highBit(_ b: X86Operand) -> Bool {
    switch b {
    case .register(let r): r & 8 != 0
    case .memory(.at(let base, _)), .broadcast(.at(let base, _)): base.rawValue & 8 != 0
    case .memory(.constant), .broadcast(.constant): false
    }
  }

  /// ModRM and displacement. In EVEX form a displacement of one byte counts operands, not bytes.
  private mutating func emitMemory(_ d: UInt8, _ memory: X86Memory, scale: Int32, trailing: Int) {
    let field = (d & 7) << 3
    switch memory {
    case .constant(let place):
      bytes.append(field | 0b101)
      references.append((bytes.count, bytes.count + 4 + trailing, place))
      append(Int32(0))
    case .at(let base, let displacement):
      let low = base.rawValue & 7
      if displacement == 0 {
        bytes.append(field | low)
      } else if displacement % scale == 0, let short = Int8(exactly: displacement / scale) {
        bytes += [0b01 << 6 | field | low, UInt8(bitPattern: short)]
      } else {
        bytes.append(0b10 << 6 | field | low)
        append(displacement)
      }
    }
  }

  private mutating func append(_ number: Int32) {
    for k in 0..<4 { bytes.append(UInt8(truncatingIfNeeded: number >> (8 * k))) }
  }

  // General instructions

  mutating func push(_ r: X86Register) {
    if r.rawValue & 8 != 0 { bytes.append(0x41) }
    bytes.append(0x50 | r.rawValue & 7)
  }

  mutating func pop(_ r: X86Register) {
    if r.rawValue & 8 != 0 { bytes.append(0x41) }
    bytes.append(0x58 | r.rawValue & 7)
  }

  /// mov d, s
  mutating func move(_ d: X86Register, _ s: X86Register) {
    bytes += [0x48 | (s.rawValue & 8) >> 1 | (d.rawValue & 8) >> 3, 0x89, 0xC0 | (s.rawValue & 7) << 3 | d.rawValue & 7]
  }

  /// mov d, number of 64 bits. Of the registers below 8.
  mutating func move(_ d: X86Register, _ number: UInt64) {
    bytes += [0x48, 0xB8 | d.rawValue]
    for k in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: number >> (8 * k))) }
  }

  /// lea d, [base + displacement], d below 8.
  mutating func loadAddress(_ d: X86Register, _ base: X86Register, _ displacement: Int32) {
    bytes += [0x48 | (base.rawValue & 8) >> 3, 0x8D, 0b10 << 6 | (d.rawValue & 7) << 3 | base.rawValue & 7]
    append(displacement)
  }

  /// add d, number
  mutating func add(_ d: X86Register, _ number: Int32) { emitImmediate(0, d, number) }

  /// sub d, number
  mutating func subtract(_ d: X86Register, _ number: Int32) { emitImmediate(5, d, number) }

  private mutating func emitImmediate(_ operation: UInt8, _ d: X86Register, _ number: Int32) {
    bytes += [0x48 | (d.rawValue & 8) >> 3, 0x81, 0xC0 | operation << 3 | d.rawValue & 7]
    append(number)
  }

  /// call rax
  mutating func callRAX() { bytes += [0xFF, 0xD0] }

  /// jg to an offset in the code: taken where the last subtraction left more than 0.
  mutating func jumpIfPositive(to offset: Int) {
    bytes += [0x0F, 0x8F]
    append(Int32(offset - bytes.count - 4))
  }

  /// Clears the high parts of all vector registers, without which code that knows only the low ones runs slowly.
  mutating func vzeroupper() { bytes += [0xC5, 0xF8, 0x77] }

  mutating func ret() { bytes.append(0xC3) }
}
