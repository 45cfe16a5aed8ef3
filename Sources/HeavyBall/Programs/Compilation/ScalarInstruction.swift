/// What one scalar instruction does with the registers a, b and c.
enum Opcode: UInt8, Sendable {
  /// a + b, a − b, a·b, a ÷ b
  case add, subtract, multiply, divide
  /// a·b + c, a·b − c, c − a·b, the product rounded before the sum
  case multiplyAdd, multiplySubtract, subtractProduct
  /// b where a > 0, c where a ≤ 0, NaN where a is
  case select
  /// Function number b of a; function number c of a and b
  case unary, binary
  /// a
  case copy
}

/// One instruction of a ``ScalarCode``: register numbers, the result's and the operands'.
struct ScalarInstruction: Hashable, Sendable {
  var opcode: Opcode
  var result: Int32
  var a: Int32
  var b: Int32 = 0
  var c: Int32 = 0

  /// The operands that are registers.
  var reads: [Int32] {
    switch opcode {
    case .copy, .unary: [a]
    case .add, .subtract, .multiply, .divide, .binary: [a, b]
    case .multiplyAdd, .multiplySubtract, .subtractProduct, .select: [a, b, c]
    }
  }
}

/// A straight line of scalar instructions: what small graphs are lowered to.
///
/// The interpreter, the row interpreter for ensembles and an emitter of machine code all read this list. Registers
/// hold doubles: first the inputs', then the outputs' (the inputs' own where the code is a step), constants, temporaries.
struct ScalarCode: Sendable {
  var instructions: [ScalarInstruction] = []
  var constants: [(register: Int, value: Double)] = []
  var registerCount = 0
  var unary: [UnaryPrimitive] = []
  var binary: [BinaryPrimitive] = []
}
