import Testing

@testable import HeavyBall

/// What the assembler for aarch64 writes, read back by another program.
@Suite(
  "aarch64 encoding", .enabled(if: ARM64Tools.canDisassemble, "binutils' objdump for aarch64 is not installed"))
struct ARM64EncodingTests {
  /// How an instruction's operands are written.
  enum Form {
    /// d, [address]; and d, [address, register]
    case access, indexed
    /// d, a and the like; of bits, whose vectors have 16 elements
    case two, three, four, twoBits, threeBits
    /// d, a, #0.0; a, #0.0; d, #±1.0; d, a, b, condition
    case compare, compareOne, number(String), choose
  }

  /// Every line of the table.
  static let table: [(ARM64Instruction, Form)] = [
    (.loadOne, .access), (.load, .access), (.storeOne, .access), (.store, .access), (.loadIndexedOne, .indexed),
    (.loadIndexed, .indexed), (.storeIndexedOne, .indexed), (.storeIndexed, .indexed), (.moveOne, .two),
    (.move, .twoBits), (.setToOneOne, .number("1")), (.setToOne, .number("1")), (.setToMinusOneOne, .number("-1")),
    (.setToMinusOne, .number("-1")), (.addOne, .three), (.add, .three), (.subtractOne, .three), (.subtract, .three),
    (.multiplyOne, .three), (.multiply, .three), (.divideOne, .three), (.divide, .three), (.absoluteOne, .two),
    (.absolute, .two), (.negateOne, .two), (.negate, .two), (.squareRootOne, .two), (.squareRoot, .two),
    (.multiplyAddOne, .four), (.multiplySubtractOne, .four), (.subtractProductOne, .four), (.accumulateProduct, .three),
    (.reduceByProduct, .three), (.compareWithZeroOne, .compareOne), (.chooseOne, .choose), (.greaterThanZero, .compare),
    (.lessOrEqualZero, .compare), (.lessThanZero, .compare), (.insertWhere, .threeBits), (.choose, .threeBits),
  ]

  /// In the order of objdump's syntax.
  private struct Listing {
    var assembler = ARM64Assembler()
    var lines: [String] = []

    mutating func emit(_ text: String, _ write: (inout ARM64Assembler) -> Void) {
      write(&assembler)
      lines.append(text)
    }
  }

  @Test func `every line of the table means what its mnemonic says`() throws {
    var listing = Listing()
    for (instruction, form) in Self.table { add(instruction, form, to: &listing) }
    #expect(listing.lines.count > 8000)
    try expectDisassembly(of: listing)
  }

  private func add(_ instruction: ARM64Instruction, _ form: Form, to listing: inout Listing) {
    let isVector = instruction.shape == .vector
    let v = { (r: UInt8) in isVector ? "v\(r).2d" : "d\(r)" }
    let (q, size) = isVector ? ("q", 16) : ("d", 8)
    let name = instruction.mnemonic
    let all: [UInt8] = [0, 1, 7, 8, 15, 16, 23, 31]
    for d in all {
      switch form {
      case .access:
        let bases: [ARM64Register] = [.x0, .x3, .x19, .x22]
        for (base, offset) in bases.flatMap({ b in [1, 2, 100, 4095].map { (b, $0 * size) } }) {
          listing.emit("\(name) \(q)\(d), [\(base), #\(offset)]") {
            $0.access(instruction, indexed: instruction, d, base, offset)
          }
        }
        listing.emit("\(name) \(q)\(d), [x2]") { $0.access(instruction, indexed: instruction, d, .x2, 0) }
      case .indexed:
        for base: ARM64Register in [.x0, .x3, .x19, .x22] {
          listing.emit("\(name) \(q)\(d), [\(base), x16]") { $0.emit(instruction, d, UInt8(base.rawValue), 16) }
        }
      case .number(let number):
        listing.emit("\(name) \(v(d)), #\(number).000000000000000000e+00") { $0.emit(instruction, d) }
      case .compareOne: listing.emit("\(name) \(v(d)), #0.0") { $0.emit(instruction, 0, d) }
      case .two, .twoBits, .compare:
        for a in all {
          switch form {
          case .twoBits: listing.emit("\(name) v\(d).16b, v\(a).16b") { $0.move(d, a) }
          case .compare: listing.emit("\(name) \(v(d)), \(v(a)), #0.0") { $0.emit(instruction, d, a) }
          default: listing.emit("\(name) \(v(d)), \(v(a))") { $0.emit(instruction, d, a) }
          }
        }
      case .three, .threeBits, .four, .choose:
        for (a, b) in all.flatMap({ a in all.map { (a, $0) } }) {
          switch form {
          case .threeBits: listing.emit("\(name) v\(d).16b, v\(a).16b, v\(b).16b") { $0.emit(instruction, d, a, b) }
          case .four:
            for c in all {
              listing.emit("\(name) \(v(d)), \(v(a)), \(v(b)), \(v(c))") { $0.emit(instruction, d, a, b, c) }
            }
          case .choose:
            for condition: ARM64Condition in [.less, .lessOrEqual, .greater] {
              listing.emit("\(name) \(v(d)), \(v(a)), \(v(b)), \(condition.name)") {
                $0.choose(d, a, b, where: condition)
              }
            }
          default: listing.emit("\(name) \(v(d)), \(v(a)), \(v(b))") { $0.emit(instruction, d, a, b) }
          }
        }
      }
    }
  }

  @Test func `general instructions mean what they are called`() throws {
    var listing = Listing()
    let registers: [ARM64Register] = [.x0, .x1, .x2, .x3, .x16, .x19, .x20, .x21, .x22]
    for d in registers {
      listing.emit("add \(d), \(d), #0x10") { $0.add(d, d, 16) }
      listing.emit("subs \(d), \(d), #0x2") { $0.subtract(d, 2) }
      listing.emit("mov \(d), #0xfff8") { $0.move(d, 0xFFF8) }
      listing.emit("mov \(d), #0x0") { $0.move(d, 0) }
      listing.emit("blr \(d)") { $0.call(d) }
      for a in registers {
        listing.emit("mov \(d), \(a)") { $0.move(d, a) }
        listing.emit("add \(d), \(a), #0xfff") { $0.add(d, a, 4095) }
        listing.emit("add \(d), \(a), x16") { $0.add(d, a, .x16) }
      }
      // Quarters that are 0 are left out.
      listing.emit("mov \(d), #0xdef0") { $0.move(d, 0x1234_0000_9ABC_DEF0) }
      listing.lines += ["movk \(d), #0x9abc, lsl #16", "movk \(d), #0x1234, lsl #48"]
    }
    for distance in [0, 4, 1 << 19, 1 << 20 - 4] {
      let target = 4 * listing.assembler.words.count + distance
      listing.emit("adr x3, 0x\(String(target, radix: 16))") { $0.loadAddress(.x3, distance) }
    }
    listing.emit("b.gt 0x8") { $0.jumpIfPositive(to: 2) }
    listing.emit("udf #0") { $0.fill() }
    listing.emit("ret") { $0.ret() }
    let general = ARM64Assembler.Pairs.general([(.x29, .x30), (.x19, .x20), (.x21, .x22)])
    listing.emit("stp x29, x30, [sp, #-48]!") { $0.push(general) }
    listing.lines += ["stp x19, x20, [sp, #16]", "stp x21, x22, [sp, #32]"]
    listing.emit("ldp x21, x22, [sp, #32]") { $0.pop(general) }
    listing.lines += ["ldp x19, x20, [sp, #16]", "ldp x29, x30, [sp], #48"]
    let vector = ARM64Assembler.Pairs.vector([(8, 9), (10, 11)])
    listing.emit("stp d8, d9, [sp, #-32]!") { $0.push(vector) }
    listing.lines += ["stp d10, d11, [sp, #16]"]
    listing.emit("ldp d10, d11, [sp, #16]") { $0.pop(vector) }
    listing.lines += ["ldp d8, d9, [sp], #32"]
    try expectDisassembly(of: listing)
  }

  @Test func `what is too far for one instruction takes more`() throws {
    var assembler = ARM64Assembler()
    assembler.access(.loadOne, indexed: .loadIndexedOne, 5, .x0, 8 * 4096)
    assembler.access(.store, indexed: .storeIndexed, 6, .x19, 0x123450)
    assembler.access(.load, indexed: .loadIndexed, 7, .x19, 8)
    #expect(
      try ARM64Tools.disassembly(of: bytes(assembler)) == [
        "mov x16, #0x8000", "ldr d5, [x0, x16]", "mov x16, #0x3450", "movk x16, #0x12, lsl #16", "str q6, [x19, x16]",
        "mov x16, #0x8", "ldr q7, [x19, x16]",
      ])
  }

  /// Heavy ball on (ab − y)²/2: the state and the constants in registers, nothing else in the loop.
  @Test func `a step of heavy ball is the code one would write`() throws {
    let iteration = Iteration(HeavyBallMethod(stepSize: 1e-4, momentum: 0.7), on: Objective(ProductLoss(y: 0.6)))
    guard case .scalar(let code) = iteration.program.code else {
      Issue.record("the step of a plane is no scalar program")
      return
    }
    let assembled = NativeCode.assembled(
      code, stateCount: 4, isStep: true, shape: .point, isFused: false, for: .neon)
    let lines = try ARM64Tools.disassembly(of: Array(assembled.code.code[assembled.code.start...]))
    #expect(
      lines[..<8] == [
        "adr x3, 0x70", "ldr d0, [x0]", "ldr d1, [x0, #8]", "ldr d2, [x0, #16]", "ldr d3, [x0, #24]", "ldr d6, [x3]",
        "ldr d4, [x3, #8]", "ldr d5, [x3, #16]",
      ])
    #expect(
      lines[8..<22] == [
        "fmul d7, d0, d1", "fmul d16, d2, d4", "fmul d17, d3, d4", "fsub d7, d7, d6", "fmul d18, d1, d7",
        "fmul d7, d0, d7", "fmul d18, d18, d5", "fmul d7, d7, d5", "fsub d2, d16, d18", "fsub d3, d17, d7",
        "fadd d0, d0, d2", "fadd d1, d1, d3", "subs x1, x1, #0x1", "b.gt 0x20",
      ])
    #expect(
      lines[22..<27] == [
        "str d0, [x0]", "str d1, [x0, #8]", "str d2, [x0, #16]", "str d3, [x0, #24]", "ret",
      ])
    #expect((assembled.code.code.count - assembled.code.start) < 512)
  }

  private func bytes(_ assembler: ARM64Assembler) -> [UInt8] {
    assembler.words.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) } }
  }

  private func expectDisassembly(of listing: Listing) throws {
    let found = try ARM64Tools.disassembly(of: bytes(listing.assembler))
    #expect(found.count == listing.lines.count)
    for (line, expected) in zip(found, listing.lines) where line != expected {
      Issue.record("objdump reads \(line), it should be \(expected)")
      return
    }
  }
}
