/// Writes x86-64 code for ``RegisterAllocator``: of one number at a time, or of a vector of ensemble members.
///
/// The code is a function of three arguments (System V calling convention): the state's address, how often it runs, and
/// working memory. For one point, the state is one number after another and the code runs n times. For an ensemble, a
/// row of members follows another, a given length apart, and the code makes one step of as many members as it is told.
struct X86Target: NativeTarget {
  var assembler = X86Assembler()
  let registerCount: Int
  let scratch: UInt8
  let keepsState: Bool

  let set: InstructionSet
  let isWide: Bool
  private let hasCalls: Bool
  let length: X86Length
  /// The bytes from one number's row of members to the next number's.
  private let rowSize: Int32
  /// Where the constants of the program are.
  private let constants: [Int32]
  private var loopStart = 0

  /// By constant of the target's own: where it is, or −1.
  private var ownPlaces: [Int32] = Array(repeating: -1, count: OwnConstant.allCases.count)

  private enum OwnConstant: Int, CaseIterable {
    case zero, one, minusOne, signBit, otherBits

    var bits: UInt64 {
      switch self {
      case .zero: 0
      case .one: 1.0.bitPattern
      case .minusOne: (-1.0).bitPattern
      case .signBit: 1 << 63
      case .otherBits: ~(1 << 63)
      }
    }
  }

  private var base: X86Register { hasCalls ? .rbx : .rdi }
  private var counter: X86Register { hasCalls ? .r12 : .rsi }
  var slots: X86Register { hasCalls ? .r14 : .rdx }
  /// The bytes of a slot.
  var slotSize: Int32 { isWide ? length.bytes : 8 }

  /// - Parameters:
  ///   - isWide: whether the code is for an ensemble.
  ///   - keepsState: whether it makes many steps of one point.
  ///   - rowLength: the members from one row to the next.
  ///   - registers: how many registers to use, two of them for itself; all where nil.
  init(
    _ set: InstructionSet, for values: ScalarValues, isWide: Bool, keepsState: Bool, rowLength: Int,
    registers: Int? = nil
  ) {
    self.set = set
    self.isWide = isWide
    self.keepsState = keepsState
    hasCalls = values.hasCalls
    rowSize = Int32(8 * rowLength)
    length = !isWide ? .xmm : set == .avx512 ? .zmm : .ymm
    let count = registers ?? set.registerCount
    registerCount = count - 2
    scratch = UInt8(count - 1)
    let copies = isWide && set == .avx2 ? 4 : 1
    var assembler = X86Assembler()
    constants = values.constants.map { assembler.addConstant($0.bitPattern, copies: copies) }
    self.assembler = assembler
    enter()
  }

  /// The slots in front of those that the allocator hands out, which arguments of calls are put in.
  private var callSlots: Int32 { isWide && hasCalls ? 2 : 0 }

  func workingBytes(slotCount: Int) -> Int { (slotCount + Int(callSlots)) * Int(slotSize) }

  func finished() -> (code: [UInt8], start: Int) {
    var whole = self
    whole.leave()
    return whole.assembler.finished(aligned: loopStart)
  }

  // Places

  private func memory(_ place: NativePlace) -> X86Memory {
    switch place {
    case .state(let s): .at(base, isWide ? s * rowSize : 8 * s)
    case .slot(let k): .at(slots, (k + callSlots) * slotSize)
    case .constant(let c): .constant(constants[Int(c)])
    }
  }

  /// An operand of arithmetic in memory: constants are there once, or as often as a vector has elements.
  private func operand(_ place: NativePlace) -> X86Operand {
    if case .constant(let c) = place { return constant(constants[Int(c)]) }
    return .memory(memory(place))
  }

  private func constant(_ place: Int32) -> X86Operand {
    isWide && set == .avx512 ? .broadcast(.constant(place)) : .memory(.constant(place))
  }

  private func operand(_ operand: NativeOperand) -> X86Operand {
    switch operand {
    case .register(let r): .register(r)
    case .memory(let place): self.operand(place)
    }
  }

  mutating func load(_ register: UInt8, _ place: NativePlace) {
    if case .constant = place, isWide, set == .avx512 {
      assembler.emit(.broadcast, length, register, 0, .memory(memory(place)))
    } else {
      assembler.emit(isWide ? .load : .loadOne, length, register, 0, .memory(memory(place)))
    }
  }

  mutating func store(_ register: UInt8, _ place: NativePlace) {
    assembler.emit(isWide ? .store : .storeOne, length, register, 0, .memory(memory(place)))
  }

  mutating func move(_ result: UInt8, _ source: UInt8) {
    assembler.emit(.move, length, result, 0, .register(source))
  }

  // Operations

  func memoryOperand(of operation: ScalarValues.Operation) -> Int? {
    switch operation {
    case .add, .subtract, .multiply, .divide: 1
    case .fusedMultiplyAdd, .fusedMultiplySubtract, .fusedSubtractProduct: 2
    case .select, .negate, .absolute, .squareRoot, .sign, .unary, .binary: nil
    }
  }

  mutating func compute(
    _ operation: ScalarValues.Operation, _ d: UInt8, _ a: UInt8, _ b: NativeOperand, _ c: NativeOperand
  ) {
    switch operation {
    case .add: assembler.emit(isWide ? .add : .addOne, length, d, a, operand(b))
    case .subtract: assembler.emit(isWide ? .subtract : .subtractOne, length, d, a, operand(b))
    case .multiply: assembler.emit(isWide ? .multiply : .multiplyOne, length, d, a, operand(b))
    case .divide: assembler.emit(isWide ? .divide : .divideOne, length, d, a, operand(b))
    case .squareRoot: assembler.emit(isWide ? .squareRoot : .squareRootOne, length, d, isWide ? 0 : a, .register(a))
    case .negate:
      let mask = own(.signBit)
      assembler.emit(.xor, length, d, a, mask)
    case .absolute:
      let mask = own(.otherBits)
      assembler.emit(.and, length, d, a, mask)
    case .sign:
      let (one, minusOne) = (own(.one), own(.minusOne))
      choose(scratch, a, is: .greater, one, else: a)
      choose(d, a, is: .less, minusOne, else: scratch)
    case .select:
      guard case .register(let b) = b, case .register(let c) = c else { preconditionFailure("a choice of registers") }
      choose(scratch, a, is: .lessOrEqual, .register(c), else: a)
      choose(d, a, is: .greater, .register(b), else: scratch)
    case .fusedMultiplyAdd:
      fuse(isWide ? (.multiplyAdd213, .multiplyAdd231) : (.multiplyAdd213One, .multiplyAdd231One), d, a, b, c)
    case .fusedMultiplySubtract:
      fuse(
        isWide ? (.multiplySubtract213, .multiplySubtract231) : (.multiplySubtract213One, .multiplySubtract231One), d,
        a, b, c)
    case .fusedSubtractProduct:
      fuse(
        isWide
          ? (.negativeMultiplyAdd213, .negativeMultiplyAdd231)
          : (.negativeMultiplyAdd213One, .negativeMultiplyAdd231One), d, a, b, c)
    case .unary, .binary: preconditionFailure("a call is not computed")
    }
  }

  /// d = ±a·b ± c. The instructions overwrite one of their operands, so that which of them it is decides the form.
  private mutating func fuse(
    _ forms: (x213: X86Instruction, x231: X86Instruction), _ d: UInt8, _ a: UInt8, _ b: NativeOperand,
    _ c: NativeOperand
  ) {
    guard case .register(let b) = b else { preconditionFailure("a product of registers") }
    if c == .register(d) {
      assembler.emit(forms.x231, length, d, a, .register(b))
    } else if d == b {
      assembler.emit(forms.x213, length, d, a, operand(c))
    } else {
      if d != a { move(d, a) }
      assembler.emit(forms.x213, length, d, b, operand(c))
    }
  }

  /// d = b where a compares so with 0, else another register's. Overwrites the register below scratch.
  private mutating func choose(
    _ d: UInt8, _ a: UInt8, is predicate: X86Instruction.Predicate, _ b: X86Operand, else other: UInt8
  ) {
    let zero = own(.zero)
    let compare: X86Instruction = isWide ? .compare : .compareOne
    if set == .avx512 {
      assembler.emit(compare, length, 1, a, zero, immediate: predicate.rawValue, isMask: true)
      assembler.emit(.blendByMask, length, d, other, b, mask: 1)
    } else {
      let mask = scratch - 1
      assembler.emit(compare, length, mask, a, zero, immediate: predicate.rawValue)
      assembler.emit(.blendByVector, length, d, other, b, immediate: mask << 4)
    }
  }

  /// A constant of the target's own, which is put behind the code when it is first wanted.
  private mutating func own(_ number: OwnConstant) -> X86Operand {
    if ownPlaces[number.rawValue] < 0 {
      ownPlaces[number.rawValue] = assembler.addConstant(number.bits, copies: isWide && set == .avx2 ? 4 : 1)
    }
    return constant(ownPlaces[number.rawValue])
  }

  // The function around the code

  /// Calls keep the registers of the arguments no more than vectors: they move to registers that calls do keep. Three
  /// pushes leave the stack where calls want it.
  private mutating func enter() {
    guard hasCalls else { return }
    for r in [X86Register.rbx, .r12, .r14] { assembler.push(r) }
    assembler.move(.rbx, .rdi)
    assembler.move(.r12, .rsi)
    assembler.move(.r14, .rdx)
  }

  mutating func beginLoop() { loopStart = assembler.bytes.count }

  mutating func moveState(by count: Int) { assembler.add(base, Int32(8 * count)) }

  mutating func endLoop() {
    if isWide { assembler.add(base, length.bytes) }
    assembler.subtract(counter, isWide ? Int32(set.width) : 1)
    assembler.jumpIfPositive(to: loopStart)
  }

  /// Returns.
  private mutating func leave() {
    if isWide { assembler.vzeroupper() }
    if hasCalls { for r in [X86Register.r14, .r12, .rbx] { assembler.pop(r) } }
    assembler.ret()
  }
}
