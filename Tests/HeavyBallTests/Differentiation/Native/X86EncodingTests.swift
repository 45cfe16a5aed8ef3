import PolyakPlatform
import Testing

@testable import HeavyBall

/// What the assembler writes, read back by another program.
@Suite("x86-64 encoding", .enabled(if: access("/usr/bin/objdump", X_OK) == 0, "binutils' objdump is not installed"))
struct X86EncodingTests {
  /// How an instruction's operands are written.
  enum Form {
    /// d, m and the like; m, d; d, b
    case load, store, move
    /// d, a, b, the last a register or memory
    case arithmetic
    /// Of a comparison the predicate is a part of the name; a choice reads a mask.
    case compare, blendByVector, blendByMask
    /// d, a, b where b is one number: there is no such form of 512 bits
    case one
  }

  /// Every line of the table.
  static let table: [(X86Instruction, Form)] = [
    (.loadOne, .load), (.storeOne, .store), (.load, .load), (.store, .store), (.move, .move), (.broadcast, .load),
    (.addOne, .one), (.add, .arithmetic), (.subtractOne, .one), (.subtract, .arithmetic), (.multiplyOne, .one),
    (.multiply, .arithmetic), (.divideOne, .one), (.divide, .arithmetic), (.squareRootOne, .one), (.squareRoot, .move),
    (.multiplyAdd213One, .one), (.multiplyAdd213, .arithmetic), (.multiplyAdd231One, .one),
    (.multiplyAdd231, .arithmetic), (.multiplySubtract213One, .one), (.multiplySubtract213, .arithmetic),
    (.multiplySubtract231One, .one), (.multiplySubtract231, .arithmetic), (.negativeMultiplyAdd213One, .one),
    (.negativeMultiplyAdd213, .arithmetic), (.negativeMultiplyAdd231One, .one), (.negativeMultiplyAdd231, .arithmetic),
    (.and, .arithmetic), (.xor, .arithmetic), (.compareOne, .compare), (.compare, .compare),
    (.blendByVector, .blendByVector), (.blendByMask, .blendByMask),
  ]

  private static let predicates: [(X86Instruction.Predicate, String)] = [
    (.less, "lt_oq"), (.lessOrEqual, "le_oq"), (.greater, "gt_oq"),
  ]

  /// In the order of objdump's Intel syntax.
  private struct Listing {
    var assembler = X86Assembler()
    var lines: [String] = []

    mutating func emit(_ text: String, _ write: (inout X86Assembler) -> Void) {
      write(&assembler)
      lines.append(text)
    }
  }

  private func memories(_ size: String) -> [(X86Memory, String)] {
    [
      (.rdi, 0, "[rdi]"), (.rdi, 8, "[rdi+0x8]"), (.rbx, 64, "[rbx+0x40]"), (.r14, 0, "[r14]"), (.r14, 2048, "[r14+0x800]"),
      (.rdx, 3072 * 9, "[rdx+0x6c00]"), (.rsi, 127, "[rsi+0x7f]"),
    ]
    .map { (.at($0, $1), "\(size) PTR \($2)") }
  }

  @Test func `every line of the table means what its mnemonic says`() throws {
    var listing = Listing()
    for (instruction, form) in Self.table {
      let isOne = instruction.memory == .one
      let lengths: [X86Length] =
        isOne && form != .load
        ? [.xmm]
        : instruction.mnemonic.description == "vbroadcastsd"
          ? [.ymm, .zmm] : isOne ? [.xmm] : form == .blendByVector ? [.xmm, .ymm] : [.xmm, .ymm, .zmm]
      for length in lengths {
        add(instruction, form, length, to: &listing)
      }
    }
    #expect(listing.lines.count > 2000)
    let found = try Self.disassembly(of: listing.assembler.bytes)
    #expect(found.count == listing.lines.count)
    for (line, expected) in zip(found, listing.lines) where line != expected {
      Issue.record("objdump reads \(line), it should be \(expected)")
      return
    }
  }

  private func add(_ instruction: X86Instruction, _ form: Form, _ length: X86Length, to listing: inout Listing) {
    let v = { (r: UInt8) in "\(length)\(r)" }
    let name = instruction.mnemonic.description
    let size =
      instruction.memory == .one
      ? "QWORD" : ["XMMWORD", "YMMWORD", "ZMMWORD"][Int(length.rawValue)]
    let all: [UInt8] = form == .blendByVector ? [0, 7, 8, 15] : [0, 7, 8, 15, 16, 23, 31]
    func emit(
      _ text: String, _ d: UInt8, _ a: UInt8, _ b: X86Operand, _ immediate: UInt8? = nil, mask: UInt8 = 0,
      isMask: Bool = false
    ) {
      listing.emit(text) { $0.emit(instruction, length, d, a, b, immediate: immediate, mask: mask, isMask: isMask) }
    }
    for d in all {
      switch form {
      case .load, .move, .store:
        for (memory, text) in memories(size) {
          emit(form == .store ? "\(name) \(text),\(v(d))" : "\(name) \(v(d)),\(text)", d, 0, .memory(memory))
        }
        if form == .move { for b in all { emit("\(name) \(v(d)),\(v(b))", d, 0, .register(b)) } }
      case .arithmetic, .one:
        for a in all {
          for b in all { emit("\(name) \(v(d)),\(v(a)),\(v(b))", d, a, .register(b)) }
          for (memory, text) in memories(size) { emit("\(name) \(v(d)),\(v(a)),\(text)", d, a, .memory(memory)) }
        }
        if form == .arithmetic {
          for (memory, text) in memories("QWORD") {
            let text = text.replacing("PTR", with: "BCST")
            emit("\(name) \(v(d)),\(v(7)),\(text)", d, 7, .broadcast(memory))
          }
        }
      case .compare:
        let suffix = name.suffix(2)
        for (predicate, word) in Self.predicates {
          emit("vcmp\(word)\(suffix) k1,\(v(d)),\(v(9))", 1, d, .register(9), predicate.rawValue, isMask: true)
          let text = instruction.memory == .one ? "QWORD PTR [rdi+0x8]" : "QWORD BCST [rdi+0x8]"
          let memory = X86Memory.at(.rdi, 8)
          emit(
            "vcmp\(word)\(suffix) k1,\(v(d)),\(text)", 1, d,
            instruction.memory == .one ? .memory(memory) : .broadcast(memory), predicate.rawValue, isMask: true)
          if length != .zmm, d < 16 {
            emit("vcmp\(word)\(suffix) \(v(d)),\(v(3)),\(v(12))", d, 3, .register(12), predicate.rawValue)
          }
        }
      case .blendByVector:
        for a in all {
          for m in all { emit("\(name) \(v(d)),\(v(a)),\(v(5)),\(v(m))", d, a, .register(5), m << 4) }
          for (memory, text) in memories(size) {
            emit("\(name) \(v(d)),\(v(a)),\(text),\(v(13))", d, a, .memory(memory), 13 << 4)
          }
        }
      case .blendByMask:
        for a in all {
          for b in all { emit("\(name) \(v(d)){k1},\(v(a)),\(v(b))", d, a, .register(b), mask: 1) }
          for (memory, text) in memories(size) { emit("\(name) \(v(d)){k1},\(v(a)),\(text)", d, a, .memory(memory), mask: 1) }
        }
      }
    }
  }

  @Test func `general instructions mean what they are called`() throws {
    var listing = Listing()
    let registers: [X86Register] = [.rax, .rcx, .rdx, .rbx, .rsi, .rdi, .r12, .r14]
    for r in registers {
      listing.emit("push \(r)") { $0.push(r) }
      listing.emit("pop \(r)") { $0.pop(r) }
      listing.emit("add \(r),0x40") { $0.add(r, 64) }
      listing.emit("sub \(r),0x12345") { $0.subtract(r, 0x12345) }
      for s in registers { listing.emit("mov \(r),\(s)") { $0.move(r, s) } }
    }
    for r in [X86Register.rax, .rdi, .rsi, .rdx] {
      listing.emit("movabs \(r),0x123456789abcdef0") { $0.move(r, 0x1234_5678_9ABC_DEF0) }
      listing.emit("lea \(r),[r14+0x40]") { $0.loadAddress(r, .r14, 64) }
      listing.emit("lea \(r),[rdx+0x0]") { $0.loadAddress(r, .rdx, 0) }
    }
    listing.emit("call rax") { $0.callRAX() }
    listing.emit("vzeroupper") { $0.vzeroupper() }
    let start = listing.assembler.bytes.count
    listing.emit("jg 0x\(String(start, radix: 16))") { $0.jumpIfPositive(to: start) }
    listing.emit("ret") { $0.ret() }
    #expect(try Self.disassembly(of: listing.assembler.bytes) == listing.lines)
  }

  /// Constants are found where the code says they are.
  @Test func `a displacement to a constant counts from the instruction's end`() throws {
    var assembler = X86Assembler()
    let place = assembler.addConstant(1, copies: 2)
    assembler.emit(.addOne, .xmm, 3, 4, .memory(.constant(place + 8)))
    assembler.emit(.compareOne, .xmm, 1, 20, .memory(.constant(place)), immediate: 0x11, isMask: true)
    let (code, start) = assembler.finished(aligned: 8)
    #expect(start == 56 && code.count == 64 + 64 + 16 + 64)
    let lines = try Self.disassembly(of: Array(code[start...]), keepingTargets: true)
    // The constants begin at 128, the code at 56.
    #expect(lines[0].hasSuffix("# 0x50") && lines[1].hasSuffix("# 0x48"), "\(lines.prefix(2))")
  }

  static func disassembly(of code: [UInt8], keepingTargets: Bool = false) throws -> [String] {
    try Disassembly.lines(of: code, "objdump", "-m i386:x86-64 -M intel --insn-width=16").map { line in
      let words = line.split(separator: " ")
      let kept = keepingTargets ? words[...] : words.prefix { $0 != "#" }
      return kept.joined(separator: " ")
    }
  }
}
