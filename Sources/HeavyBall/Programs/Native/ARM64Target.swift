/// Writes aarch64 code for ``RegisterAllocator``: of one number at a time, or of two ensemble members in a vector.
///
/// The code is a function of three arguments (AAPCS64), as that of ``X86Target`` is. What it saves of its caller's
/// registers is known only when all is written, so that the beginning is written last.
struct ARM64Target: NativeTarget {
  var assembler = ARM64Assembler()
  let registerCount: Int
  /// In the allocator's numbers, see ``hardware(_:)``.
  let scratch: UInt8 = 31
  let keepsState: Bool

  let isWide: Bool
  let hasCalls: Bool
  /// Behind the code, each as often as a vector has elements.
  private let constants: [Double]
  private var loopStart = 0
  /// Whether v8 to v15 are written, whose low halves belong to the caller.
  private var writesKept = false
  private var readsConstants = false

  private let rowLength: Int
  /// A second register that no value is in.
  var spare: UInt8 { 30 }
  /// How many the target needs itself.
  private static let ownCount = 2

  private var base: ARM64Register { hasCalls ? .x19 : .x0 }
  private var counter: ARM64Register { hasCalls ? .x20 : .x1 }
  var slots: ARM64Register { hasCalls ? .x21 : .x2 }
  private var pool: ARM64Register { hasCalls ? .x22 : .x3 }
  /// The bytes of a slot.
  var slotSize: Int { isWide ? 16 : 8 }

  /// - Parameters:
  ///   - isWide: whether the code is for an ensemble.
  ///   - keepsState: whether it makes many steps of one point.
  ///   - rowLength: the members from one row to the next.
  ///   - registers: how many registers to use, two of them for itself; all where nil.
  init(for values: ScalarValues, isWide: Bool, keepsState: Bool, rowLength: Int, registers: Int? = nil) {
    self.isWide = isWide
    self.keepsState = keepsState
    self.rowLength = rowLength
    hasCalls = values.hasCalls
    constants = values.constants
    registerCount = (registers ?? InstructionSet.neon.registerCount) - Self.ownCount
  }

  /// The processor's number of a register: those that belong to the caller come last.
  func hardware(_ r: UInt8) -> UInt8 { r < 8 || r >= 30 ? r : r < 22 ? r + 8 : r - 14 }

  /// The same of a register that is written.
  mutating func written(_ r: UInt8) -> UInt8 {
    let number = hardware(r)
    if 8..<16 ~= number { writesKept = true }
    return number
  }

  /// The slots in front of those that the allocator hands out, which arguments of calls are put in.
  private var callSlots: Int { isWide && hasCalls ? 2 : 0 }

  func workingBytes(slotCount: Int) -> Int { (slotCount + callSlots) * slotSize }

  // Places

  private mutating func access(
    _ one: (ARM64Instruction, ARM64Instruction), _ vector: (ARM64Instruction, ARM64Instruction), _ number: UInt8,
    _ place: NativePlace
  ) {
    let (register, offset): (ARM64Register, Int)
    switch place {
    case .state(let s): (register, offset) = (base, Int(s) * (isWide ? 8 * rowLength : 8))
    case .slot(let k): (register, offset) = (slots, (Int(k) + callSlots) * slotSize)
    case .constant(let c):
      (register, offset) = (pool, Int(c) * slotSize)
      readsConstants = true
    }
    let form = isWide ? vector : one
    assembler.access(form.0, indexed: form.1, number, register, offset)
  }

  mutating func load(_ register: UInt8, _ place: NativePlace) {
    access((.loadOne, .loadIndexedOne), (.load, .loadIndexed), written(register), place)
  }

  mutating func store(_ register: UInt8, _ place: NativePlace) {
    access((.storeOne, .storeIndexedOne), (.store, .storeIndexed), hardware(register), place)
  }

  /// Puts an argument of a call into its slot.
  mutating func storeArgument(_ register: UInt8, _ k: Int) {
    assembler.access(.store, indexed: .storeIndexed, hardware(register), slots, k * slotSize)
  }

  mutating func move(_ result: UInt8, _ source: UInt8) {
    let (d, a) = (written(result), hardware(source))
    if isWide { assembler.move(d, a) } else { assembler.emit(.moveOne, d, a) }
  }

  // The function around the code

  mutating func beginLoop() { loopStart = assembler.words.count }

  mutating func moveState(by count: Int) { assembler.add(base, base, UInt32(8 * count)) }

  mutating func endLoop() {
    if isWide { assembler.add(base, base, UInt32(slotSize)) }
    assembler.subtract(counter, isWide ? UInt32(InstructionSet.neon.width) : 1)
    assembler.jumpIfPositive(to: loopStart)
  }

  private static let general = ARM64Assembler.Pairs.general([(.x29, .x30), (.x19, .x20), (.x21, .x22)])
  private static let vector = ARM64Assembler.Pairs.vector([(8, 9), (10, 11), (12, 13), (14, 15)])

  func finished() -> (code: [UInt8], start: Int) {
    var end = ARM64Assembler()
    if writesKept { end.pop(Self.vector) }
    if hasCalls { end.pop(Self.general) }
    end.ret()
    // Constants that no cache line divides: see where the loop begins.
    while (assembler.words.count - loopStart + end.words.count) % 4 != 0 { end.fill() }

    var code = ARM64Assembler()
    if hasCalls {
      code.push(Self.general)
      code.move(.x19, .x0)
      code.move(.x20, .x1)
      code.move(.x21, .x2)
    }
    if writesKept { code.push(Self.vector) }
    if readsConstants { addressConstants(from: &code, over: assembler.words.count + end.words.count) }
    let loop = 4 * (code.words.count + loopStart)
    code += assembler
    code += end

    // The loop begins where a cache line does.
    let start = -loop & 63
    var bytes = Array(repeating: UInt8(0), count: start)
    for word in code.words { for k in 0..<4 { bytes.append(UInt8(truncatingIfNeeded: word >> (8 * k))) } }
    for constant in constants where readsConstants {
      for _ in 0..<(isWide ? 2 : 1) {
        for k in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: constant.bitPattern >> (8 * k))) }
      }
    }
    return (bytes, start)
  }

  /// Puts the constants' address, right behind so many words more, into its register.
  private func addressConstants(from code: inout ARM64Assembler, over rest: Int) {
    if rest < 1 << 17 {
      code.loadAddress(pool, 4 * (1 + rest))
      return
    }
    // Too far for adr: its own address, and the distance, which takes two words.
    code.loadAddress(pool, 0)
    code.move(.x16, UInt64(4 * (4 + rest)))
    code.add(pool, pool, .x16)
  }
}
