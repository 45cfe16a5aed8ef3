/// A ``ScalarCode`` with a name for every value, each made once (static single assignment), as register allocation
/// wants it: copies are gone, products and their sums are separate unless they are to be fused.
struct ScalarValues {
  enum Operation: UInt8 {
    /// a + b, a − b, a·b, a ÷ b
    case add, subtract, multiply, divide
    /// a·b + c, a·b − c, c − a·b, rounded once
    case fusedMultiplyAdd, fusedMultiplySubtract, fusedSubtractProduct
    /// b where a > 0, c where a ≤ 0, NaN where a is
    case select
    /// −a, |a|, √a, and 1, −1 or a by the sign of a
    case negate, absolute, squareRoot, sign
    /// A function of a, of a and b
    case unary, binary

    var isCommutative: Bool { self == .add || self == .multiply }
    var isCall: Bool { self == .unary || self == .binary }
  }

  struct Instruction {
    let operation: Operation
    let a: Int32
    /// −1 where there is none.
    var b: Int32 = -1
    var c: Int32 = -1
    /// Which function is called.
    var function: Int32 = 0

    /// Three values, −1 for none.
    var operands: [Int32] { [a, b, c] }

    func renamed(_ name: (Int32) -> Int32) -> Instruction {
      Instruction(
        operation: operation, a: name(a), b: b < 0 ? b : name(b), c: c < 0 ? c : name(c), function: function)
    }
  }

  /// How many numbers the state has; values 0 ..< stateCount are what it is at first.
  let stateCount: Int
  /// The values after the state's.
  private(set) var constants: [Double] = []
  /// Their results are the values after the constants.
  private(set) var instructions: [Instruction] = []
  /// What each number of the state is in the end.
  private(set) var outputs: [Int32] = []
  let unary: [UnaryPrimitive]
  let binary: [BinaryPrimitive]
  let hasCalls: Bool

  var firstResult: Int { stateCount + constants.count }
  var count: Int { firstResult + instructions.count }

  /// - Parameters:
  ///   - stateCount: how many of the code's registers are inputs and outputs, the first.
  ///   - isFused: whether a product and the sum that it goes into are rounded once, not twice.
  init(_ code: ScalarCode, stateCount: Int, isFused: Bool) {
    self.stateCount = stateCount
    (unary, binary) = (code.unary, code.binary)
    var current = [Int32](repeating: -1, count: code.registerCount)
    for i in 0..<stateCount { current[i] = Int32(i) }
    for (i, constant) in code.constants.enumerated() { current[constant.register] = Int32(stateCount + i) }
    constants = code.constants.map(\.value)
    let first = stateCount + constants.count
    var made: [Instruction] = []
    made.reserveCapacity(code.instructions.count * 3 / 2)
    func add(_ instruction: Instruction) -> Int32 {
      made.append(instruction)
      return Int32(first + made.count - 1)
    }
    var calls = false
    for i in code.instructions {
      let a = current[Int(i.a)]
      // Of a call, b or c is not a register but the function's number.
      let b = i.opcode == .unary ? -1 : current[Int(i.b)]
      let c = i.opcode == .unary || i.opcode == .binary ? -1 : current[Int(i.c)]
      let result: Int32
      switch i.opcode {
      case .add: result = add(Instruction(operation: .add, a: a, b: b))
      case .subtract: result = add(Instruction(operation: .subtract, a: a, b: b))
      case .multiply: result = add(Instruction(operation: .multiply, a: a, b: b))
      case .divide: result = add(Instruction(operation: .divide, a: a, b: b))
      case .multiplyAdd where isFused: result = add(Instruction(operation: .fusedMultiplyAdd, a: a, b: b, c: c))
      case .multiplySubtract where isFused:
        result = add(Instruction(operation: .fusedMultiplySubtract, a: a, b: b, c: c))
      case .subtractProduct where isFused:
        result = add(Instruction(operation: .fusedSubtractProduct, a: a, b: b, c: c))
      case .multiplyAdd:
        let product = add(Instruction(operation: .multiply, a: a, b: b))
        result = add(Instruction(operation: .add, a: product, b: c))
      case .multiplySubtract:
        let product = add(Instruction(operation: .multiply, a: a, b: b))
        result = add(Instruction(operation: .subtract, a: product, b: c))
      case .subtractProduct:
        let product = add(Instruction(operation: .multiply, a: a, b: b))
        result = add(Instruction(operation: .subtract, a: c, b: product))
      case .select: result = add(Instruction(operation: .select, a: a, b: b, c: c))
      case .unary:
        if let instruction = code.unary[Int(i.b)].instruction {
          result = add(Instruction(operation: instruction.operation, a: a))
        } else {
          result = add(Instruction(operation: .unary, a: a, function: i.b))
          calls = true
        }
      case .binary:
        result = add(Instruction(operation: .binary, a: a, b: b, function: i.c))
        calls = true
      case .copy: result = a
      }
      current[Int(i.result)] = result
    }
    instructions = made
    hasCalls = calls
    outputs = Array(current[..<stateCount])
  }
}

extension ScalarValues {
  /// The same with instructions in the order of their depth, the longest way to them from the state.
  ///
  /// A processor looks ahead only so far, and gives each instruction to a unit before it knows when that is free:
  /// what can run at the same time should stand together. But more values are alive together too.
  func orderedByDepth() -> ScalarValues {
    var depth = Array(repeating: 0, count: count)
    for (i, instruction) in instructions.enumerated() {
      for v in instruction.operands where v >= 0 {
        depth[firstResult + i] = max(depth[firstResult + i], depth[Int(v)] + 1)
      }
    }
    let order = instructions.indices.sorted { (depth[firstResult + $0], $0) < (depth[firstResult + $1], $1) }
    var name = (0..<count).map { Int32($0) }
    for (position, i) in order.enumerated() { name[firstResult + i] = Int32(firstResult + position) }
    var result = self
    result.instructions = order.map { instructions[$0].renamed { name[Int($0)] } }
    result.outputs = outputs.map { name[Int($0)] }
    return result
  }
}

extension UnaryInstruction {
  fileprivate var operation: ScalarValues.Operation {
    switch self {
    case .negate: .negate
    case .absolute: .absolute
    case .squareRoot: .squareRoot
    case .sign: .sign
    }
  }
}
