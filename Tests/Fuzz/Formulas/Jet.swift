import PolyakPlatform

/// A cubic in t, c₀ + c₁t + c₂t² + c₃t³, and everything beyond left out: what a formula makes of a path, by the textbook's
/// recurrences (Griewank and Walther, "Evaluating Derivatives", 2nd ed., section 13.2), number by number.
struct Jet {
  var c: [Measured]

  static let order = 3

  init(_ c: [Measured]) { self.c = c }
  init(constant: Measured) { c = [constant] + Array(repeating: Measured(0), count: Self.order) }

  /// Thrown where the formula has a kink, a jump or a pole, or so near to one that rounding decides.
  struct Singular: Error {}

  static func + (a: Jet, b: Jet) -> Jet { Jet(zip(a.c, b.c).map { $0 + $1 }) }
  static func - (a: Jet, b: Jet) -> Jet { Jet(zip(a.c, b.c).map { $0 - $1 }) }
  static prefix func - (a: Jet) -> Jet { Jet(a.c.map { -$0 }) }

  static func * (a: Jet, b: Jet) -> Jet {
    Jet((0...order).map { k in (0...k).map { a.c[$0] * b.c[k - $0] }.reduce(Measured(0), +) })
  }

  static func / (a: Jet, b: Jet) throws -> Jet {
    guard b.c[0].value != 0 else { throw Singular() }
    var q: [Measured] = []
    for k in 0...order { q.append(((0..<k).map { q[$0] * b.c[k - $0] }.reduce(a.c[k]) { $0 - $1 }) / b.c[0]) }
    return Jet(q)
  }

  /// y with y' = f'(x) x', from y₀ and the coefficients of f'(x): those up to k − 1 are asked for once y has them.
  private func integrated(_ first: Measured, _ slope: (Jet) throws -> Jet) rethrows -> Jet {
    var y = Jet(constant: first)
    for k in 1...Self.order {
      let s = try slope(y)
      let sum = (1...k).map { Measured(Double($0)) * c[$0] * s.c[k - $0] }.reduce(Measured(0), +)
      y.c[k] = sum / Measured(Double(k))
    }
    return y
  }

  private var first: Double { c[0].value }

  func exp() -> Jet {
    let e = PolyakPlatform.exp(first)
    return integrated(c[0].applied(e, derivative: e)) { $0 }
  }

  func log() throws -> Jet {
    guard first > 0 else { throw Singular() }
    return try integrated(c[0].applied(PolyakPlatform.log(first), derivative: 1 / first)) { _ in
      try Jet(constant: Measured(1)) / self
    }
  }

  func sqrt() throws -> Jet {
    guard first > 0 else { throw Singular() }
    let root = first.squareRoot()
    return try integrated(c[0].applied(root, derivative: 0.5 / root)) { try Jet(constant: Measured(0.5)) / $0 }
  }

  func sine() -> Jet { circular(cosine: false) }
  func cosine() -> Jet { circular(cosine: true) }

  private func circular(cosine isCosine: Bool) -> Jet {
    let (sin0, cos0) = (PolyakPlatform.sin(first), PolyakPlatform.cos(first))
    var s = Jet(constant: c[0].applied(sin0, derivative: cos0))
    var k = Jet(constant: c[0].applied(cos0, derivative: sin0))
    for n in 1...Self.order {
      let terms = { (y: Jet) in (1...n).map { Measured(Double($0)) * c[$0] * y.c[n - $0] }.reduce(Measured(0), +) }
      let (next, other) = (terms(k) / Measured(Double(n)), -terms(s) / Measured(Double(n)))
      (s.c[n], k.c[n]) = (next, other)
    }
    return isCosine ? k : s
  }

  func tanh() -> Jet {
    let t = PolyakPlatform.tanh(first), slope = 1 / pow(cosh(first), 2)
    return integrated(c[0].applied(t, derivative: slope)) { y in Jet(constant: Measured(1)) - y * y }
  }

  func arctangent() throws -> Jet {
    let one = Jet(constant: Measured(1)), slope = try one / (one + self * self)
    return integrated(c[0].applied(PolyakPlatform.atan(first), derivative: slope.first)) { _ in slope }
  }

  func inverseHyperbolicSine() throws -> Jet {
    let one = Jet(constant: Measured(1)), slope = try one / (one + self * self).sqrt()
    return integrated(c[0].applied(PolyakPlatform.asinh(first), derivative: slope.first)) { _ in slope }
  }

  func errorFunction() -> Jet {
    let slope = (-(self * self)).exp() * Jet(constant: Measured(rounded: 2 / Double.pi.squareRoot()))
    return integrated(c[0].applied(PolyakPlatform.erf(first), derivative: slope.first)) { _ in slope }
  }

  func sigmoid() -> Jet {
    let s = 1 / (1 + PolyakPlatform.exp(-first))
    return integrated(c[0].applied(s, derivative: s * (1 - s))) { y in y * (Jet(constant: Measured(1)) - y) }
  }

  func softplus() -> Jet {
    let value = max(first, 0) + log1p(PolyakPlatform.exp(-first.magnitude))
    return integrated(c[0].applied(value, derivative: 1 / (1 + PolyakPlatform.exp(-first)))) { _ in sigmoid() }
  }

  /// −1 or 1.
  func sign(unitRoundoff: Double) throws -> Double {
    guard first.magnitude > 1e4 * unitRoundoff * c[0].error, first != 0 else { throw Singular() }
    return first < 0 ? -1 : 1
  }

  func scaled(_ factor: Double) -> Jet { Jet(c.map { Measured($0.value * factor, error: $0.error * factor.magnitude) }) }

  /// Whole powers by products, others by the logarithm.
  func raised(to exponent: Jet, isConstant: Bool) throws -> Jet {
    let p = exponent.first
    guard isConstant, p == p.rounded(), p.magnitude <= 32 else { return try (exponent * log()).exp() }
    var power = Jet(constant: Measured(1))
    for _ in 0..<Int(p.magnitude) { power = power * self }
    return p < 0 ? try Jet(constant: Measured(1)) / power : power
  }
}
