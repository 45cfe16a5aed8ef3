import Testing

@testable import HeavyBall

@Suite("What makes a matrix product") struct LinearAlgebraLibraryTests {
  @Test(
    "is chosen by size and by the library's threads",
    arguments: [
      // rows, inner, columns, threads: 0 without a library
      (40, 100, 1, 8, MatrixProductRoute.builtIn),
      (1, 100, 40, 8, .builtIn),
      (499, 500, 1, 8, .builtIn),
      (500, 500, 1, 8, .threads),
      (1, 500, 500, 2, .threads),
      (500, 500, 1, 1, .builtIn),
      (500, 500, 1, 0, .builtIn),
      (16, 16, 16, 8, .builtIn),
      (40, 100, 2, 8, .library),
      (40, 100, 2, 1, .library),
      (40, 100, 2, 0, .builtIn),
      (100, 104, 100, 8, .library),
      (128, 64, 128, 8, .threads),
      (1024, 1024, 1024, 0, .builtIn),
      (1 << 32, 2, 2, 8, .builtIn),
      (1 << 30, 1 << 30, 1 << 30, 8, .threads),
      (0, 1000, 1000, 8, .builtIn),
      (1000, 0, 1000, 8, .builtIn),
    ])
  func route(_ rows: Int, _ inner: Int, _ columns: Int, _ threads: Int, _ expected: MatrixProductRoute) {
    let shape = MatrixProductShape(rows: rows, inner: inner, columns: columns)
    #expect(MatrixProductRoute.choose(shape, libraryThreads: threads) == expected)
  }

  @Test("is decided without loading anything where a product is small")
  func small() {
    var asked = false
    func threads() -> Int {
      asked = true
      return 8
    }
    _ = MatrixProductRoute.choose(MatrixProductShape(rows: 40, inner: 100, columns: 1), libraryThreads: threads())
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
