import Testing

@testable import HeavyBall

@Suite("What makes a matrix product") struct LinearAlgebraLibraryTests {
  @Test(
    "is chosen by size and by whether there is a library",
    arguments: [
      // rows, inner, columns, whether there is a library
      (40, 100, 1, true, MatrixProductRoute.builtIn),
      (1, 100, 40, true, .builtIn),
      (500, 500, 1, true, .builtIn),
      (1, 500, 500, true, .builtIn),
      (16, 16, 16, true, .builtIn),
      (40, 100, 2, true, .library),
      (40, 100, 2, false, .builtIn),
      (100, 104, 100, true, .library),
      (128, 64, 128, true, .panels),
      (1024, 1024, 1024, false, .builtIn),
      (1 << 32, 2, 2, true, .builtIn),
      (1 << 30, 1 << 30, 1 << 30, true, .panels),
      (0, 1000, 1000, true, .builtIn),
      (1000, 0, 1000, true, .builtIn),
    ])
  func route(_ rows: Int, _ inner: Int, _ columns: Int, _ hasLibrary: Bool, _ expected: MatrixProductRoute) {
    let shape = MatrixProductShape(rows: rows, inner: inner, columns: columns)
    #expect(MatrixProductRoute.choose(shape, hasLibrary: hasLibrary) == expected)
  }

  @Test("is decided without loading anything where a product is small")
  func small() {
    var asked = false
    func hasLibrary() -> Bool {
      asked = true
      return true
    }
    _ = MatrixProductRoute.choose(MatrixProductShape(rows: 19, inner: 20, columns: 21), hasLibrary: hasLibrary())
    #expect(!asked)
  }

  private static let fma: UInt32 = 1 << 12
  private static let osxsave: UInt32 = 1 << 27
  private static let avx2: UInt32 = 1 << 5
  /// F, DQ, CD, BW, VL.
  private static let avx512: [UInt32] = [1 << 16, 1 << 17, 1 << 28, 1 << 30, 1 << 31]
  private static let all512 = avx512.reduce(0, |)

  struct Processor: CustomTestStringConvertible {
    let testDescription: String
    let features: ProcessorFeatures
    let core: String?

    init(_ name: String, _ leaf1: UInt32, _ leaf7: UInt32, _ registers: UInt32, _ core: String?) {
      testDescription = name
      features = ProcessorFeatures(leaf1ECX: leaf1, leaf7EBX: leaf7, enabledRegisters: registers)
      self.core = core
    }
  }

  @Test(
    "are kernels of OpenBLAS that the processor and the system can run",
    arguments: [
      Processor("not x86-64", 0, 0, 0, nil),
      Processor("SSE alone", 0, 0, 0b11, nil),
      Processor("AVX2 and FMA", fma | osxsave, avx2, 0b111, "Haswell"),
      Processor("AVX2 without FMA", osxsave, avx2, 0b111, nil),
      Processor("FMA without AVX2", fma | osxsave, 0, 0b111, nil),
      Processor("AVX2, YMM not kept by the system", fma | osxsave, avx2, 0b11, nil),
      Processor("AVX2, no XGETBV", fma, avx2, 0, nil),
      Processor("AVX-512", fma | osxsave, avx2 | all512, 0b1110_0111, "SkylakeX"),
      Processor("AVX-512, ZMM not kept by the system", fma | osxsave, avx2 | all512, 0b111, "Haswell"),
      Processor("AVX-512, upper ZMM not kept", fma | osxsave, avx2 | all512, 0b0110_0111, "Haswell"),
    ] + avx512.map { Processor("AVX-512 without bit \($0)", fma | osxsave, avx2 | all512 & ~$0, 0b1110_0111, "Haswell") })
  func coreType(_ processor: Processor) {
    #expect(processor.features.openBLASCoreType == processor.core)
    // What native code is written in asks for the same.
    let sets: [String: InstructionSet] = ["Haswell": .avx2, "SkylakeX": .avx512]
    #expect(InstructionSet.best(of: processor.features) == processor.core.flatMap { sets[$0] })
  }

  @Test(
    "has as many threads as the user wants",
    arguments: [
      ([:], nil),
      (["OPENBLAS_NUM_THREADS": "3", "OMP_NUM_THREADS": "2"], 3),
      (["GOTO_NUM_THREADS": "4"], 4),
      (["OMP_NUM_THREADS": "2"], 2),
      (["OPENBLAS_NUM_THREADS": "0", "OMP_NUM_THREADS": "2"], 2),
      (["OPENBLAS_NUM_THREADS": "many"], nil),
    ] as [([String: String], Int?)])
  func threads(_ environment: [String: String], _ expected: Int?) {
    #expect(OpenBLAS.wantedThreads { environment[$0] } == expected)
  }
}
