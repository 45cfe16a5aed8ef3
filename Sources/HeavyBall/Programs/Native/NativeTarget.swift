/// Where a value is when it is not in a register.
enum NativePlace: Hashable {
  /// A number of the state, by its position.
  case state(Int32)
  /// A place of its own in the working memory, by its number.
  case slot(Int32)
  /// A constant of the program, by its number.
  case constant(Int32)
}

/// What an instruction reads.
enum NativeOperand: Hashable {
  case register(UInt8)
  case memory(NativePlace)
}

/// A processor, as ``RegisterAllocator`` sees it: registers that hold a value each, and the code written so far.
protocol NativeTarget {
  /// How many registers values may be in, numbered from 0; those that the target needs itself are not among them.
  var registerCount: Int { get }

  /// A register for moves between places, that no value is in.
  var scratch: UInt8 { get }

  /// Whether the numbers of the state may stay in registers from one run of the code to the next.
  var keepsState: Bool { get }

  /// The operand that the operation may read from memory, counted from 0; nil where all have to be in registers.
  func memoryOperand(of operation: ScalarValues.Operation) -> Int?

  mutating func load(_ register: UInt8, _ place: NativePlace)
  mutating func store(_ register: UInt8, _ place: NativePlace)
  mutating func move(_ result: UInt8, _ source: UInt8)

  /// An operation that is not a call. The result's register may be an operand's.
  ///
  /// - Precondition: operands are in registers but for the one that may be in memory; where there is no b or no c, it is
  ///   the same as a.
  mutating func compute(
    _ operation: ScalarValues.Operation, _ result: UInt8, _ a: UInt8, _ b: NativeOperand, _ c: NativeOperand)

  /// A call, with the result in register 0 and nothing in any other register afterwards.
  mutating func call(_ function: NativeFunction, _ a: NativeOperand, _ b: NativeOperand?)

  /// The code between these is what runs again and again.
  mutating func beginLoop()
  mutating func endLoop()

  /// Moves the state's address on by so many numbers, of one point.
  mutating func moveState(by count: Int)

  /// The bytes of working memory for so many slots.
  func workingBytes(slotCount: Int) -> Int

  /// The finished code, once the allocator has written all: what may be run anywhere, and where in it it begins.
  func finished() -> (code: [UInt8], start: Int)
}

/// What a call goes to.
enum NativeFunction {
  case unary(UnaryPrimitive)
  case binary(BinaryPrimitive)
}
