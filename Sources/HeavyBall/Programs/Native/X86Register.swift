/// The general registers that native code uses, by their numbers.
enum X86Register: UInt8 {
  case rax = 0, rcx = 1, rdx = 2, rbx = 3, rsi = 6, rdi = 7, r12 = 12, r14 = 14

  var name: String { "\(self)" }
}

/// An operand in memory.
enum X86Memory: Hashable {
  /// At a register's address plus a displacement. The register is not r12, whose number means another form.
  case at(X86Register, Int32)
  /// In the constants behind the code, so many bytes from their start.
  case constant(Int32)
}

/// The last operand of a vector instruction: a vector register, or memory.
enum X86Operand: Hashable {
  case register(UInt8)
  case memory(X86Memory)
  /// One number in memory, for every element of the vector.
  case broadcast(X86Memory)
}

/// How much of a vector register an instruction works on, by its code in the prefix.
enum X86Length: UInt8 {
  case xmm = 0, ymm = 1, zmm = 2

  var bytes: Int32 { 16 << Int32(rawValue) }
}
