/// Writes ``ScalarValues`` as native code: decides what is in which register when, and what in memory.
///
/// Where no register is free, the value whose next use is furthest gives up its own (Belady 1966), into working memory
/// if it is nowhere else. As values never change, what has been stored once need not be stored again.
///
/// A target may keep the state in registers from one run of the code to the next. Then each of its numbers, and each
/// constant there is room for, has a home register that it is in when the code begins and when it ends.
struct RegisterAllocator<Target: NativeTarget> {
  var target: Target
  /// How many slots of working memory the code takes.
  private(set) var slotCount: Int32 = 0

  let values: ScalarValues
  private var uses: UseList
  /// By value: its register, or −1; and its place in memory.
  var register: [Int8]
  var place: [NativePlace?]
  /// By register: its value, or −1.
  private var holder: [Int32]
  /// One bit a register.
  private var free: UInt32
  /// By state number and constant: the home register, or −1; and all of them, one bit a register.
  var home: [Int8]
  private var homes: UInt32 = 0
  /// By state number: whether what it is in the end is in its place.
  var isStored: [Bool]
  /// By result: a state number outside of registers that it is in the end, or −1.
  private var destination: [Int32]
  /// By result: the home register of a state number that it is in the end, or −1.
  private var preferred: [Int8]
  private var freeSlots: [Int32] = []

  private static var never: Int32 { UseList.never }

  /// Writes the code, run again and again by the target's loop.
  ///
  /// - Parameter left: how many numbers of the state, the first, it leaves behind each time.
  static func write(
    _ values: ScalarValues, on target: Target, leaving left: Int = 0
  ) -> (target: Target, slotCount: Int) {
    var allocator = RegisterAllocator(values, target)
    allocator.enterLoop()
    for i in values.instructions.indices { allocator.write(i) }
    allocator.restoreHomes()
    if left > 0 { allocator.moveOn(by: left) }
    allocator.leaveLoop()
    return (allocator.target, Int(allocator.slotCount))
  }

  private init(_ values: ScalarValues, _ target: Target) {
    self.values = values
    self.target = target
    let homes = HomeRegisters(for: values, registerCount: target.registerCount, keepsState: target.keepsState)
    home = homes.home
    uses = UseList(of: values, home: home)
    register = Array(repeating: -1, count: values.count)
    place = Array(repeating: nil, count: values.count)
    holder = Array(repeating: -1, count: target.registerCount)
    free = target.registerCount == 32 ? .max : 1 << UInt32(target.registerCount) - 1
    isStored = Array(repeating: false, count: values.stateCount)
    destination = Array(repeating: -1, count: values.instructions.count)
    preferred = Array(repeating: -1, count: values.instructions.count)
    for s in 0..<values.stateCount {
      let result = Int(values.outputs[s]) - values.firstResult
      if home[s] >= 0 {
        if result >= 0 { preferred[result] = home[s] }
      } else {
        place[s] = .state(Int32(s))
        if result >= 0, destination[result] < 0 { destination[result] = Int32(s) }
      }
    }
    for c in values.constants.indices { place[values.stateCount + c] = .constant(Int32(c)) }
  }

  private mutating func enterLoop() {
    for value in home.indices where home[value] >= 0 {
      let r = UInt8(home[value])
      homes |= 1 << UInt32(r)
      target.load(r, value < values.stateCount ? .state(Int32(value)) : place[value]!)
      hold(Int32(value), in: r)
    }
    target.beginLoop()
  }

  private mutating func leaveLoop() {
    target.endLoop()
    for s in 0..<values.stateCount where home[s] >= 0 { target.store(UInt8(home[s]), .state(Int32(s))) }
  }

  private mutating func write(_ i: Int) {
    let instruction = values.instructions[i]
    let result = Int32(values.firstResult + i)
    var (a, b, c) = (instruction.a, instruction.b, instruction.c)
    if instruction.operation.isCall { return writeCall(instruction, at: i, result) }

    let inMemory = target.memoryOperand(of: instruction.operation)
    if instruction.operation.isCommutative, inMemory == 1, register[Int(a)] < 0, register[Int(b)] >= 0 { swap(&a, &b) }
    var locked: UInt32 = 0
    for v in [a, b, c] where v >= 0 && register[Int(v)] >= 0 { locked |= 1 << UInt32(register[Int(v)]) }
    let ra = bring(a, locked: &locked)
    let rb = b < 0 ? .register(ra) : operand(b, at: i, mayStay: inMemory == 1, locked: &locked)
    let rc = c < 0 ? .register(ra) : operand(c, at: i, mayStay: inMemory == 2, locked: &locked)

    for v in [a, b, c] where v >= 0 { uses.advance(v, past: Int32(i)) }
    for v in [a, b, c] where v >= 0 && uses.next(v) == Self.never { drop(v) }
    // An operand that lives on may lose its register to the result: it is stored before, and read before it is lost.
    let r = takeRegister(wanted: preferred[i], locked: 0)
    target.compute(instruction.operation, r, ra, rb, rc)
    for v in [a, b, c] where v >= 0 && uses.next(v) == Self.never { giveSlot(v) }
    hold(result, in: r)
    finish(result)
  }

  private mutating func writeCall(_ instruction: ScalarValues.Instruction, at i: Int, _ result: Int32) {
    let (a, b) = (instruction.a, instruction.b)
    let operands = [a, b].map { v -> NativeOperand? in
      if v < 0 { return nil }
      return register[Int(v)] >= 0 ? .register(UInt8(register[Int(v)])) : .memory(place[Int(v)]!)
    }
    for v in [a, b] where v >= 0 { uses.advance(v, past: Int32(i)) }
    for r in holder.indices where holder[r] >= 0 && uses.next(holder[r]) != Self.never { store(holder[r]) }
    target.call(
      instruction.operation == .unary
        ? .unary(values.unary[Int(instruction.function)]) : .binary(values.binary[Int(instruction.function)]),
      operands[0]!, operands[1])
    for r in holder.indices where holder[r] >= 0 { drop(holder[r]) }
    for v in [a, b] where v >= 0 && uses.next(v) == Self.never { giveSlot(v) }
    hold(result, in: 0)
    finish(result)
  }

  /// A result goes at once to the state's number that it is in the end, if nobody reads any more what is there.
  private mutating func finish(_ result: Int32) {
    let s = destination[Int(result) - values.firstResult]
    if s >= 0, uses.next(s) == Self.never {
      target.store(UInt8(register[Int(result)]), .state(s))
      place[Int(result)] = .state(s)
      isStored[Int(s)] = true
    }
    if uses.next(result) == Self.never { drop(result) }
  }

  private mutating func operand(
    _ v: Int32, at i: Int, mayStay: Bool, locked: inout UInt32
  ) -> NativeOperand {
    if register[Int(v)] < 0, mayStay, free == 0 || uses.isLast(v, at: Int32(i)) { return .memory(place[Int(v)]!) }
    return .register(bring(v, locked: &locked))
  }

  /// The register of a value, which is loaded if it is in none.
  private mutating func bring(_ v: Int32, locked: inout UInt32) -> UInt8 {
    if register[Int(v)] < 0 {
      let r = takeRegister(wanted: -1, locked: locked)
      target.load(r, place[Int(v)]!)
      hold(v, in: r)
    }
    locked |= 1 << UInt32(register[Int(v)])
    return UInt8(register[Int(v)])
  }

  /// A register with nothing in it that is still wanted.
  private mutating func takeRegister(wanted: Int8, locked: UInt32) -> UInt8 {
    if wanted >= 0, free & 1 << UInt32(wanted) != 0 { return UInt8(wanted) }
    if free != 0 { return UInt8((free & ~homes == 0 ? free : free & ~homes).trailingZeroBitCount) }
    var (best, furthest) = (-1, Int32(-1))
    for r in holder.indices where locked & 1 << UInt32(r) == 0 {
      let next = uses.next(holder[r])
      if next > furthest || next == furthest && place[Int(holder[best])] == nil { (best, furthest) = (r, next) }
    }
    store(holder[best])
    drop(holder[best])
    return UInt8(best)
  }

  private mutating func hold(_ v: Int32, in r: UInt8) {
    register[Int(v)] = Int8(r)
    holder[Int(r)] = v
    free &= ~(1 << UInt32(r))
  }

  /// Takes a value out of its register.
  private mutating func drop(_ v: Int32) {
    let r = register[Int(v)]
    guard r >= 0 else { return }
    register[Int(v)] = -1
    holder[Int(r)] = -1
    free |= 1 << UInt32(r)
  }

  /// Sees to it that a value in a register is in memory too.
  private mutating func store(_ v: Int32) {
    guard place[Int(v)] == nil else { return }
    // The place of a state's number that is kept in a register is not used otherwise.
    place[Int(v)] = Int(v) < values.stateCount ? .state(v) : newSlot()
    target.store(UInt8(register[Int(v)]), place[Int(v)]!)
  }

  mutating func newSlot() -> NativePlace {
    if let slot = freeSlots.popLast() { return .slot(slot) }
    slotCount += 1
    return .slot(slotCount - 1)
  }

  private mutating func giveSlot(_ v: Int32) {
    if case .slot(let slot) = place[Int(v)] { freeSlots.append(slot) }
    if Int(v) >= values.firstResult { place[Int(v)] = nil }
  }
}
