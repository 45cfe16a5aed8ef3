/// Calls of functions in C. Nothing is in a vector register when they are made: a call keeps none as a whole.
extension ARM64Target {
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
    case .unary(let primitive): assembler.move(.x16, UInt64(unsafeBitCast(primitive.value, to: UInt.self)))
    case .binary(let primitive): assembler.move(.x16, UInt64(unsafeBitCast(primitive.value, to: UInt.self)))
    }
    assembler.call(.x16)
  }

  /// Of a vector: the function that does a row, which calls the function once for each number.
  private mutating func callRows(_ function: NativeFunction, _ a: NativeOperand, _ b: NativeOperand?) {
    for (k, operand) in [a, b].enumerated() {
      guard let operand else { continue }
      if case .memory = operand { bring(scratch, operand) }
      var source = scratch
      if case .register(let r) = operand { source = r }
      storeArgument(source, k)
    }
    // rows(n, result, a, b), or each(n, result, a, function)
    assembler.move(.x0, UInt64(InstructionSet.neon.width))
    assembler.move(.x1, slots)
    assembler.move(.x2, slots)
    switch function {
    case .unary(let primitive):
      if let kernels = primitive.kernels {
        assembler.move(.x16, UInt64(unsafeBitCast(kernels.double, to: UInt.self)))
      } else {
        assembler.move(.x3, UInt64(unsafeBitCast(primitive.value, to: UInt.self)))
        assembler.move(.x16, UInt64(unsafeBitCast(RowKernels.each, to: UInt.self)))
      }
    case .binary(let primitive):
      assembler.add(.x3, slots, UInt32(slotSize))
      assembler.move(.x16, UInt64(unsafeBitCast(primitive.rows, to: UInt.self)))
    }
    assembler.call(.x16)
    assembler.access(.load, indexed: .loadIndexed, 0, slots, 0)
  }

  private mutating func bring(_ register: UInt8, _ operand: NativeOperand) {
    switch operand {
    case .register(let r): if r != register { move(register, r) }
    case .memory(let place): load(register, place)
    }
  }
}
