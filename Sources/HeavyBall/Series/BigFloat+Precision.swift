internal import PolyakPlatform

extension BigFloat {
  /// How many bits keep a double right of a sum whose terms are larger than it by powers of small numbers.
  ///
  ///     BigFloat.precision(4, powersOf: 0.001)     // 168: four times the ten bits of 1000, and 128
  ///
  /// - Parameter numbers: 0 and what is 1 or more cost nothing.
  static func precision(_ count: Int, powersOf numbers: Double...) -> Int {
    numbers.reduce(128) { sum, x in
      let size = x.magnitude
      return size == 0 || size >= 1 ? sum : sum + count * Int((-log2(size)).rounded(.up))
    }
  }
}
