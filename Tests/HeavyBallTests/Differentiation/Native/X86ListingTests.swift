import PolyakPlatform
import Testing

@testable import HeavyBall

/// Whole functions, read back by another program.
@Suite("x86-64 listings", .enabled(if: access("/usr/bin/objdump", X_OK) == 0, "binutils' objdump is not installed"))
struct X86ListingTests {
  /// Heavy ball on (ab − y)²/2: the state and the constants in registers, nothing else in the loop.
  @Test func `a step of heavy ball is the code one would write`() throws {
    let iteration = Iteration(HeavyBallMethod(stepSize: 1e-4, momentum: 0.7), on: Objective(ProductLoss(y: 0.6)))
    let code = try #require(iteration.program.scalarCode)
    let assembled = NativeCode.assembled(
      code, stateCount: 4, isStep: true, shape: .point, isFused: false, for: .avx2)
    let lines = try X86EncodingTests.disassembly(of: Array(assembled.code.code[assembled.code.start...]))
    let loop = lines[7..<21].map { $0.replacing(#/jg 0x[0-9a-f]+/#, with: "jg LOOP") }
    #expect(
      loop == [
        "vmulsd xmm7,xmm0,xmm1", "vmulsd xmm8,xmm2,xmm4", "vmulsd xmm9,xmm3,xmm4", "vsubsd xmm7,xmm7,xmm6",
        "vmulsd xmm10,xmm1,xmm7", "vmulsd xmm7,xmm0,xmm7", "vmulsd xmm10,xmm10,xmm5", "vmulsd xmm7,xmm7,xmm5",
        "vsubsd xmm2,xmm8,xmm10", "vsubsd xmm3,xmm9,xmm7", "vaddsd xmm0,xmm0,xmm2", "vaddsd xmm1,xmm1,xmm3",
        "sub rsi,0x1", "jg LOOP",
      ])
    #expect(
      lines[21..<26] == [
        "vmovsd QWORD PTR [rdi],xmm0", "vmovsd QWORD PTR [rdi+0x8],xmm1", "vmovsd QWORD PTR [rdi+0x10],xmm2",
        "vmovsd QWORD PTR [rdi+0x18],xmm3", "ret",
      ])
    #expect((assembled.code.code.count - assembled.code.start) < 512)
  }

  struct Golden: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let instructions: [ScalarInstruction]
    let stateCount: Int
    var registers: Int?
    let shape: NativeCode.Shape
    let set: InstructionSet
    let lines: [String]
  }

  /// Written by hand from what the values are and the manual's forms.
  static let golden: [Golden] = [
    Golden(
      testDescription: "an ensemble with AVX-512: a += b·b",
      instructions: [
        ScalarInstruction(opcode: .multiply, result: 2, a: 1, b: 1, c: 1),
        ScalarInstruction(opcode: .add, result: 0, a: 0, b: 2, c: 2),
      ],
      stateCount: 2, shape: .ensemble, set: .avx512,
      lines: [
        "vmovupd zmm0,ZMMWORD PTR [rdi+0xc00]", "vmulpd zmm0,zmm0,zmm0", "vaddpd zmm0,zmm0,ZMMWORD PTR [rdi]",
        "vmovupd ZMMWORD PTR [rdi],zmm0", "add rdi,0x40", "sub rsi,0x8", "jg LOOP", "vzeroupper", "ret",
      ]),
    Golden(
      testDescription: "a call of one number",
      instructions: [ScalarInstruction(opcode: .unary, result: 0, a: 0, b: 0, c: 0)],
      stateCount: 1, shape: .point, set: .avx2,
      lines: [
        "push rbx", "push r12", "push r14", "mov rbx,rdi", "mov r12,rsi", "mov r14,rdx",
        "vmovsd xmm0,QWORD PTR [rbx]", "movabs rax,EXP", "call rax", "sub r12,0x1", "jg LOOP",
        "vmovsd QWORD PTR [rbx],xmm0", "pop r14", "pop r12", "pop rbx", "ret",
      ]),
    Golden(
      testDescription: "a choice with AVX2",
      instructions: [ScalarInstruction(opcode: .select, result: 0, a: 0, b: 1, c: 2)],
      stateCount: 3, shape: .point, set: .avx2,
      lines: [
        "vmovsd xmm0,QWORD PTR [rdi]", "vmovsd xmm1,QWORD PTR [rdi+0x8]", "vmovsd xmm2,QWORD PTR [rdi+0x10]",
        "vcmple_oqsd xmm14,xmm0,ZERO", "vblendvpd xmm15,xmm0,xmm2,xmm14", "vcmpgt_oqsd xmm14,xmm0,ZERO",
        "vblendvpd xmm0,xmm15,xmm1,xmm14", "sub rsi,0x1", "jg LOOP", "vmovsd QWORD PTR [rdi],xmm0",
        "vmovsd QWORD PTR [rdi+0x8],xmm1", "vmovsd QWORD PTR [rdi+0x10],xmm2", "ret",
      ]),
    Golden(
      testDescription: "five results alive in four registers",
      instructions: [
        ScalarInstruction(opcode: .add, result: 1, a: 0, b: 0, c: 0),
        ScalarInstruction(opcode: .multiply, result: 2, a: 1, b: 1, c: 0),
        ScalarInstruction(opcode: .multiply, result: 3, a: 2, b: 1, c: 0),
        ScalarInstruction(opcode: .multiply, result: 4, a: 3, b: 2, c: 0),
        ScalarInstruction(opcode: .multiply, result: 5, a: 4, b: 3, c: 0),
        ScalarInstruction(opcode: .subtract, result: 0, a: 5, b: 4, c: 0),
        ScalarInstruction(opcode: .subtract, result: 0, a: 0, b: 3, c: 0),
        ScalarInstruction(opcode: .subtract, result: 0, a: 0, b: 2, c: 0),
        ScalarInstruction(opcode: .subtract, result: 0, a: 0, b: 1, c: 0),
      ],
      stateCount: 1, registers: 6, shape: .point, set: .avx2,
      lines: [
        "vmovsd xmm0,QWORD PTR [rdi]", "vaddsd xmm0,xmm0,xmm0", "vmulsd xmm1,xmm0,xmm0", "vmulsd xmm2,xmm1,xmm0",
        "vmulsd xmm3,xmm2,xmm1", "vmovsd QWORD PTR [rdx],xmm0", "vmulsd xmm0,xmm3,xmm2", "vsubsd xmm0,xmm0,xmm3",
        "vsubsd xmm0,xmm0,xmm2", "vsubsd xmm0,xmm0,xmm1", "vsubsd xmm0,xmm0,QWORD PTR [rdx]",
        "vmovsd QWORD PTR [rdi],xmm0", "sub rsi,0x1", "jg LOOP", "ret",
      ]),
  ]

  @Test(arguments: golden)
  func `code is what one would write by hand`(_ golden: Golden) throws {
    var code = ScalarCode()
    code.registerCount = 8
    code.instructions = golden.instructions
    if case .unary(let primitive) = Exponential.primitive { code.unary = [primitive] }
    let assembled = NativeCode.assembled(
      code, stateCount: golden.stateCount, isStep: true, shape: golden.shape, isFused: false, for: golden.set,
      registers: golden.registers)
    let all = try X86EncodingTests.disassembly(of: Array(assembled.code.code[assembled.code.start...]))
    let end = try #require(all.firstIndex(of: "ret"))
    let lines = all[...end].map {
      $0.replacing(#/jg 0x[0-9a-f]+/#, with: "jg LOOP").replacing(#/movabs rax,0x[0-9a-f]+/#, with: "movabs rax,EXP")
        .replacing(#/QWORD PTR \[rip\+0x[0-9a-f]+\]/#, with: "ZERO")
    }
    #expect(lines == golden.lines)
  }
}

extension Program {
  fileprivate var scalarCode: ScalarCode? {
    if case .scalar(let code) = code { return code }
    return nil
  }
}
