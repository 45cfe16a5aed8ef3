extension Polynomial: CustomStringConvertible {
  /// `(1 + 10 mu + mu^2)/12`, `mu/2`, `-1/720`, `0`.
  public var description: String { text { $0 == 1 ? "mu" : "mu^\($0)" } }

  /// The same with another way to write a power of µ, of exponent at least 1.
  func text(power: (Int) -> String) -> String {
    let sum = sum(power: power)
    if denominator == 1 { return sum }
    return numerators.count { $0 != 0 } > 1 ? "(\(sum))/\(denominator)" : "\(sum)/\(denominator)"
  }

  /// Whether it prints as a sum with nothing below.
  var isWholeSum: Bool { denominator == 1 && numerators.count { $0 != 0 } > 1 }

  /// The common denominator of the coefficients.
  var denominatorText: String { "\(denominator)" }

  /// The numerators alone: `1 + 10 mu - mu^2`.
  func sum(power: (Int) -> String) -> String {
    var text = ""
    for (i, c) in numerators.enumerated() where c != 0 {
      let magnitude = c.magnitude
      text += text.isEmpty ? (c < 0 ? "-" : "") : c < 0 ? " - " : " + "
      if i == 0 || magnitude != 1 { text += "\(magnitude)" }
      if i > 0 { text += (magnitude == 1 ? "" : " ") + power(i) }
    }
    return text.isEmpty ? "0" : text
  }
}
