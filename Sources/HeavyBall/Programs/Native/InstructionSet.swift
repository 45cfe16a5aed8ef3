/// The instructions that native code is written in.
enum InstructionSet: Hashable, Sendable, CaseIterable {
  case avx2, avx512
  /// What every aarch64 has.
  case neon

  /// In print.
  var title: String {
    switch self {
    case .avx2: "AVX2"
    case .avx512: "AVX-512"
    case .neon: "NEON"
    }
  }

  /// The doubles in a vector register.
  var width: Int {
    switch self {
    case .avx2: 4
    case .avx512: 8
    case .neon: 2
    }
  }

  /// The vector registers there are.
  var registerCount: Int {
    switch self {
    case .avx2: 16
    case .avx512, .neon: 32
    }
  }

  /// The best that this processor and its operating system offer; nil where the interpreter has to serve.
  #if arch(arm64)
  static let available: InstructionSet? = .neon
  #else
  static let available: InstructionSet? = best(of: .current)
  #endif

  /// Of an x86-64.
  static func best(of features: ProcessorFeatures) -> InstructionSet? {
    features.hasAVX512 ? .avx512 : features.hasAVX2 ? .avx2 : nil
  }
}
