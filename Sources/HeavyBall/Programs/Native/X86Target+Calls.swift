/// Calls of functions in C. Nothing is in a vector register when they are made: no register is kept by a call.
///
/// Functions are written into the code as the numbers that their addresses are, which only a bit cast tells.
extension X86Target {
  mutating func call(_ function: NativeFunction, _ a: NativeOperand, _ b: NativeOperand?) {
    if isWide { return callRows(function, a, b) }
    if let b {
      bring(scratch, b)
      bring(0, a)
      move(1, scratch)
    } else {
      bring(0, a)
    }
    switch function {
    case .unary(let primitive): assembler.move(.rax, UInt64(unsafeBitCast(primitive.value, to: UInt.self)))
    case .binary(let primitive): assembler.move(.rax, UInt64(unsafeBitCast(primitive.value, to: UInt.self)))
    }
    assembler.callRAX()
  }

  /// Of a vector: the function that does a row, which calls the function once for each number.
  private mutating func callRows(_ function: NativeFunction, _ a: NativeOperand, _ b: NativeOperand?) {
    for (k, operand) in [a, b].enumerated() {
      guard let operand else { continue }
      if case .memory = operand { bring(scratch, operand) }
      var source = scratch
      if case .register(let r) = operand { source = r }
      assembler.emit(.store, length, source, 0, .memory(.at(slots, Int32(k) * slotSize)))
    }
    assembler.vzeroupper()
    // rows(n, result, a, b), or each(n, result, a, function)
    assembler.move(.rdi, UInt64(set.width))
    assembler.loadAddress(.rsi, slots, 0)
    assembler.loadAddress(.rdx, slots, 0)
    switch function {
    case .unary(let primitive):
      if let kernels = primitive.kernels {
        assembler.move(.rax, UInt64(unsafeBitCast(kernels.double, to: UInt.self)))
      } else {
        assembler.move(.rcx, UInt64(unsafeBitCast(primitive.value, to: UInt.self)))
        assembler.move(.rax, UInt64(unsafeBitCast(RowKernels.each, to: UInt.self)))
      }
    case .binary(let primitive):
      assembler.loadAddress(.rcx, slots, slotSize)
      assembler.move(.rax, UInt64(unsafeBitCast(primitive.rows, to: UInt.self)))
    }
    assembler.callRAX()
    assembler.emit(.load, length, 0, 0, .memory(.at(slots, 0)))
  }

  private mutating func bring(_ register: UInt8, _ operand: NativeOperand) {
    switch operand {
    case .register(let r): if r != register { move(register, r) }
    case .memory(let place): load(register, place)
    }
  }
}
