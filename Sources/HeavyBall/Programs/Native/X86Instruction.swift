/// A vector instruction: a line of the table below.
///
/// One line serves both forms of encoding, VEX for vectors of 128 and 256 bits and registers 0 to 15, EVEX for the rest
/// (Intel's manual, volume 2, section 2.3 and 2.7, and the pages of the instructions).
struct X86Instruction: Sendable {
  /// The byte that was in front of the opcode before there was VEX, by its code.
  enum Prefix: UInt8 { case none, x66, xF3, xF2 }
  /// The bytes that were, by their code.
  enum Map: UInt8 { case x0F = 1, x0F38, x0F3A }
  /// What its operand in memory is.
  enum Memory { case one, vector }

  let mnemonic: StaticString
  let prefix: Prefix
  let map: Map
  let opcode: UInt8
  let memory: Memory
  /// W in VEX form. In EVEX form it is 1, which says that elements have 64 bits.
  var w = false

  private init(
    _ mnemonic: StaticString, _ prefix: Prefix, _ map: Map, _ opcode: UInt8, _ memory: Memory, w: Bool = false
  ) {
    (self.mnemonic, self.prefix, self.map, self.opcode, self.memory, self.w) = (mnemonic, prefix, map, opcode, memory, w)
  }

  // Between registers and memory. The store has its register first, as the load.
  static let loadOne = X86Instruction("vmovsd", .xF2, .x0F, 0x10, .one)
  static let storeOne = X86Instruction("vmovsd", .xF2, .x0F, 0x11, .one)
  static let load = X86Instruction("vmovupd", .x66, .x0F, 0x10, .vector)
  static let store = X86Instruction("vmovupd", .x66, .x0F, 0x11, .vector)
  static let move = X86Instruction("vmovapd", .x66, .x0F, 0x28, .vector)
  static let broadcast = X86Instruction("vbroadcastsd", .x66, .x0F38, 0x19, .one)

  // Arithmetic: d = a op b.
  static let addOne = X86Instruction("vaddsd", .xF2, .x0F, 0x58, .one)
  static let add = X86Instruction("vaddpd", .x66, .x0F, 0x58, .vector)
  static let subtractOne = X86Instruction("vsubsd", .xF2, .x0F, 0x5C, .one)
  static let subtract = X86Instruction("vsubpd", .x66, .x0F, 0x5C, .vector)
  static let multiplyOne = X86Instruction("vmulsd", .xF2, .x0F, 0x59, .one)
  static let multiply = X86Instruction("vmulpd", .x66, .x0F, 0x59, .vector)
  static let divideOne = X86Instruction("vdivsd", .xF2, .x0F, 0x5E, .one)
  static let divide = X86Instruction("vdivpd", .x66, .x0F, 0x5E, .vector)
  /// d = √b; of one number, the rest of d is a's.
  static let squareRootOne = X86Instruction("vsqrtsd", .xF2, .x0F, 0x51, .one)
  static let squareRoot = X86Instruction("vsqrtpd", .x66, .x0F, 0x51, .vector)

  // Rounded once. 213: d = a·d ± b; 231: d = a·b ± d; with n, the product's sign is changed.
  static let multiplyAdd213One = X86Instruction("vfmadd213sd", .x66, .x0F38, 0xA9, .one, w: true)
  static let multiplyAdd213 = X86Instruction("vfmadd213pd", .x66, .x0F38, 0xA8, .vector, w: true)
  static let multiplyAdd231One = X86Instruction("vfmadd231sd", .x66, .x0F38, 0xB9, .one, w: true)
  static let multiplyAdd231 = X86Instruction("vfmadd231pd", .x66, .x0F38, 0xB8, .vector, w: true)
  static let multiplySubtract213One = X86Instruction("vfmsub213sd", .x66, .x0F38, 0xAB, .one, w: true)
  static let multiplySubtract213 = X86Instruction("vfmsub213pd", .x66, .x0F38, 0xAA, .vector, w: true)
  static let multiplySubtract231One = X86Instruction("vfmsub231sd", .x66, .x0F38, 0xBB, .one, w: true)
  static let multiplySubtract231 = X86Instruction("vfmsub231pd", .x66, .x0F38, 0xBA, .vector, w: true)
  static let negativeMultiplyAdd213One = X86Instruction("vfnmadd213sd", .x66, .x0F38, 0xAD, .one, w: true)
  static let negativeMultiplyAdd213 = X86Instruction("vfnmadd213pd", .x66, .x0F38, 0xAC, .vector, w: true)
  static let negativeMultiplyAdd231One = X86Instruction("vfnmadd231sd", .x66, .x0F38, 0xBD, .one, w: true)
  static let negativeMultiplyAdd231 = X86Instruction("vfnmadd231pd", .x66, .x0F38, 0xBC, .vector, w: true)

  // Bit by bit.
  static let and = X86Instruction("vandpd", .x66, .x0F, 0x54, .vector)
  static let xor = X86Instruction("vxorpd", .x66, .x0F, 0x57, .vector)

  // Comparison and choice. In VEX form the masks are vectors, in EVEX form mask registers. Immediates: see `Predicate`.
  static let compareOne = X86Instruction("vcmpsd", .xF2, .x0F, 0xC2, .one)
  static let compare = X86Instruction("vcmppd", .x66, .x0F, 0xC2, .vector)
  /// VEX: b where the mask in the fourth register, bits 7 to 4 of the immediate, is set, else a.
  static let blendByVector = X86Instruction("vblendvpd", .x66, .x0F3A, 0x4B, .vector)
  /// EVEX: b where the mask register has a bit, else a.
  static let blendByMask = X86Instruction("vblendmpd", .x66, .x0F38, 0x65, .vector)

  /// What a comparison asks; false where one of the two is NaN, without a signal.
  enum Predicate: UInt8 { case less = 0x11, lessOrEqual = 0x12, greater = 0x1E }
}
