internal import CKernels

/// The instruction sets that decide which of OpenBLAS's kernels are fastest: what CPUID and XGETBV say.
struct ProcessorFeatures: Hashable, Sendable {
  var leaf1ECX: UInt32 = 0
  var leaf7EBX: UInt32 = 0
  /// The low half of XCR0: which registers the operating system keeps when it switches threads.
  var enabledRegisters: UInt32 = 0

  /// This processor's; nothing where it is not an x86-64.
  static var current: ProcessorFeatures {
    let p = polyak_processor()
    return ProcessorFeatures(leaf1ECX: p.leaf1_ecx, leaf7EBX: p.leaf7_ebx, enabledRegisters: p.xcr0)
  }

  /// FMA and OSXSAVE in leaf 1; AVX2, and AVX-512 F, DQ, CD, BW, VL in leaf 7 (Intel's manual, volume 2, CPUID).
  private static let fma: UInt32 = 1 << 12 | 1 << 27
  private static let avx2: UInt32 = 1 << 5
  private static let avx512: UInt32 = 1 << 16 | 1 << 17 | 1 << 28 | 1 << 30 | 1 << 31
  /// XMM and YMM; and with them the mask registers and both parts of ZMM.
  private static let ymm: UInt32 = 0b110
  private static let zmm: UInt32 = 0b1110_0110

  var hasAVX2: Bool {
    leaf1ECX & Self.fma == Self.fma && leaf7EBX & Self.avx2 != 0 && enabledRegisters & Self.ymm == Self.ymm
  }

  var hasAVX512: Bool {
    hasAVX2 && leaf7EBX & Self.avx512 == Self.avx512 && enabledRegisters & Self.zmm == Self.zmm
  }

  /// What OPENBLAS_CORETYPE should be, nil to leave the choice to OpenBLAS.
  ///
  /// It knows processors by model, and takes its slowest kernels on one newer than itself. On one that it knows nothing
  /// is lost: Cooperlake's kernels for doubles are SkylakeX's, Zen's are Haswell's in other block sizes. Measured on an
  /// AMD EPYC with AVX-512 (0.3.21, one thread, 40×100 by 100×64): SkylakeX 8.9 µs, Cooperlake, its own choice there,
  /// 8.9, Haswell 11.3, Zen 12.0.
  var openBLASCoreType: String? { hasAVX512 ? "SkylakeX" : hasAVX2 ? "Haswell" : nil }
}
