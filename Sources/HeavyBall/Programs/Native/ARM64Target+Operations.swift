/// Operations on registers. A result may be where an operand was, which is read before.
extension ARM64Target {
  /// Only loads and stores reach memory.
  func memoryOperand(of operation: ScalarValues.Operation) -> Int? { nil }

  mutating func compute(
    _ operation: ScalarValues.Operation, _ result: UInt8, _ first: UInt8, _ second: NativeOperand,
    _ third: NativeOperand
  ) {
    guard case .register(let second) = second, case .register(let third) = third else {
      preconditionFailure("operands in registers")
    }
    let (d, a, b, c) = (written(result), hardware(first), hardware(second), hardware(third))
    switch operation {
    case .add: assembler.emit(isWide ? .add : .addOne, d, a, b)
    case .subtract: assembler.emit(isWide ? .subtract : .subtractOne, d, a, b)
    case .multiply: assembler.emit(isWide ? .multiply : .multiplyOne, d, a, b)
    case .divide: assembler.emit(isWide ? .divide : .divideOne, d, a, b)
    case .negate: assembler.emit(isWide ? .negate : .negateOne, d, a)
    case .absolute: assembler.emit(isWide ? .absolute : .absoluteOne, d, a)
    case .squareRoot: assembler.emit(isWide ? .squareRoot : .squareRootOne, d, a)
    case .sign: sign(d, a)
    case .select: select(d, a, b, c)
    case .fusedMultiplyAdd where !isWide: assembler.emit(.multiplyAddOne, d, a, b, c)
    case .fusedMultiplySubtract where !isWide: assembler.emit(.multiplySubtractOne, d, a, b, c)
    case .fusedSubtractProduct where !isWide: assembler.emit(.subtractProductOne, d, a, b, c)
    case .fusedMultiplyAdd: accumulate(.accumulateProduct, d, a, b) { if $1 != c { $0.move($1, c) } }
    case .fusedMultiplySubtract: accumulate(.accumulateProduct, d, a, b) { $0.emit(.negate, $1, c) }
    case .fusedSubtractProduct: accumulate(.reduceByProduct, d, a, b) { if $1 != c { $0.move($1, c) } }
    case .unary, .binary: preconditionFailure("a call is not computed")
    }
  }

  /// Starts with a sum and puts ±a·b into it: in the result's own register, unless a or b is there.
  private mutating func accumulate(
    _ instruction: ARM64Instruction, _ d: UInt8, _ a: UInt8, _ b: UInt8, _ start: (inout ARM64Assembler, UInt8) -> Void
  ) {
    let sum = d == a || d == b ? scratch : d
    start(&assembler, sum)
    assembler.emit(instruction, sum, a, b)
    if sum != d { assembler.move(d, sum) }
  }

  /// d = b where a > 0, c where a ≤ 0, a where it is NaN. fmaxnm and fminnm treat NaN and −0 otherwise.
  private mutating func select(_ d: UInt8, _ a: UInt8, _ b: UInt8, _ c: UInt8) {
    if isWide {
      assembler.emit(.lessOrEqualZero, scratch, a)
      assembler.emit(.choose, scratch, c, a)
      assembler.emit(.greaterThanZero, spare, a)
      assembler.emit(.insertWhere, scratch, b, spare)
      assembler.move(d, scratch)
    } else {
      assembler.emit(.compareWithZeroOne, 0, a)
      assembler.choose(scratch, c, a, where: .lessOrEqual)
      assembler.choose(d, b, scratch, where: .greater)
    }
  }

  /// d = 1, −1 or a, which is 0 or NaN then.
  private mutating func sign(_ d: UInt8, _ a: UInt8) {
    if isWide {
      assembler.emit(.setToOne, scratch)
      assembler.emit(.greaterThanZero, spare, a)
      assembler.emit(.choose, spare, scratch, a)
      assembler.emit(.lessThanZero, scratch, a)
      assembler.move(d, spare)
      assembler.emit(.setToMinusOne, spare)
      assembler.emit(.insertWhere, d, spare, scratch)
    } else {
      assembler.emit(.compareWithZeroOne, 0, a)
      assembler.emit(.setToOneOne, scratch)
      assembler.choose(scratch, scratch, a, where: .greater)
      assembler.emit(.setToMinusOneOne, spare)
      assembler.choose(d, spare, scratch, where: .less)
    }
  }
}
