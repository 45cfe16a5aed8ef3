/// An instruction on vector registers: a line of the table below.
///
/// Every instruction has 32 bits, the opcode with the numbers of the registers put in: the result in bits 0 to 4, the
/// first operand in 5 to 9, the second in 16 to 20, the third in 10 to 14 (Arm Architecture Reference Manual, section
/// C7.2).
struct ARM64Instruction: Sendable {
  /// What the instruction works on: one number, or a vector of two.
  enum Shape { case one, vector }

  let mnemonic: StaticString
  let opcode: UInt32
  let shape: Shape

  private init(_ mnemonic: StaticString, _ opcode: UInt32, _ shape: Shape) {
    (self.mnemonic, self.opcode, self.shape) = (mnemonic, opcode, shape)
  }

  // Between registers and memory: at an address plus a multiple of the operand's size, or plus a register.
  static let loadOne = ARM64Instruction("ldr", 0xFD40_0000, .one)
  static let load = ARM64Instruction("ldr", 0x3DC0_0000, .vector)
  static let storeOne = ARM64Instruction("str", 0xFD00_0000, .one)
  static let store = ARM64Instruction("str", 0x3D80_0000, .vector)
  static let loadIndexedOne = ARM64Instruction("ldr", 0xFC60_6800, .one)
  static let loadIndexed = ARM64Instruction("ldr", 0x3CE0_6800, .vector)
  static let storeIndexedOne = ARM64Instruction("str", 0xFC20_6800, .one)
  static let storeIndexed = ARM64Instruction("str", 0x3CA0_6800, .vector)
  /// d = a. Of vectors it is another name of orr, with the operand twice.
  static let moveOne = ARM64Instruction("fmov", 0x1E60_4000, .one)
  static let move = ARM64Instruction("mov", 0x4EA0_1C00, .vector)

  // d = 1 and d = −1.
  static let setToOneOne = ARM64Instruction("fmov", 0x1E6E_1000, .one)
  static let setToOne = ARM64Instruction("fmov", 0x6F03_F600, .vector)
  static let setToMinusOneOne = ARM64Instruction("fmov", 0x1E7E_1000, .one)
  static let setToMinusOne = ARM64Instruction("fmov", 0x6F07_F600, .vector)

  // Arithmetic: d = a op b.
  static let addOne = ARM64Instruction("fadd", 0x1E60_2800, .one)
  static let add = ARM64Instruction("fadd", 0x4E60_D400, .vector)
  static let subtractOne = ARM64Instruction("fsub", 0x1E60_3800, .one)
  static let subtract = ARM64Instruction("fsub", 0x4EE0_D400, .vector)
  static let multiplyOne = ARM64Instruction("fmul", 0x1E60_0800, .one)
  static let multiply = ARM64Instruction("fmul", 0x6E60_DC00, .vector)
  static let divideOne = ARM64Instruction("fdiv", 0x1E60_1800, .one)
  static let divide = ARM64Instruction("fdiv", 0x6E60_FC00, .vector)
  // d = |a|, −a, √a.
  static let absoluteOne = ARM64Instruction("fabs", 0x1E60_C000, .one)
  static let absolute = ARM64Instruction("fabs", 0x4EE0_F800, .vector)
  static let negateOne = ARM64Instruction("fneg", 0x1E61_4000, .one)
  static let negate = ARM64Instruction("fneg", 0x6EE0_F800, .vector)
  static let squareRootOne = ARM64Instruction("fsqrt", 0x1E61_C000, .one)
  static let squareRoot = ARM64Instruction("fsqrt", 0x6EE1_F800, .vector)

  // Rounded once: d = a·b + c, a·b − c, c − a·b; of vectors d = d + a·b, d − a·b.
  static let multiplyAddOne = ARM64Instruction("fmadd", 0x1F40_0000, .one)
  static let multiplySubtractOne = ARM64Instruction("fnmsub", 0x1F60_8000, .one)
  static let subtractProductOne = ARM64Instruction("fmsub", 0x1F40_8000, .one)
  static let accumulateProduct = ARM64Instruction("fmla", 0x4E60_CC00, .vector)
  static let reduceByProduct = ARM64Instruction("fmls", 0x4EE0_CC00, .vector)

  // Comparison and choice. Of one number the comparison sets flags, of vectors all bits of d where it holds.
  static let compareWithZeroOne = ARM64Instruction("fcmp", 0x1E60_2008, .one)
  /// d = a where the condition in bits 12 to 15 holds, else b.
  static let chooseOne = ARM64Instruction("fcsel", 0x1E60_0C00, .one)
  static let greaterThanZero = ARM64Instruction("fcmgt", 0x4EE0_C800, .vector)
  static let lessOrEqualZero = ARM64Instruction("fcmle", 0x6EE0_D800, .vector)
  static let lessThanZero = ARM64Instruction("fcmlt", 0x4EE0_E800, .vector)
  /// d = a where the bits of b are set, else d.
  static let insertWhere = ARM64Instruction("bit", 0x6EA0_1C00, .vector)
  /// d = a where the bits of d are set, else b.
  static let choose = ARM64Instruction("bsl", 0x6E60_1C00, .vector)
}
