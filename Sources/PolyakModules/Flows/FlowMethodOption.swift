import HeavyBall
import LuaKit

/// The option `method` of a flow, which stands for ν, and for µ where the method has its own.
enum FlowMethodOption {
  static let parameter = Parameter(
    "method", ParameterType<Name>.choice(of: Name.self).map { Method.named($0) }.or(twoStep),
    "in place of nu: \"hb\" (nu = 0), \"nag\" (nu = mu), and, in place of mu too, \"gd\" (mu = 0) or a linear two-step method's "
      + "numbers, beta_{k+1} = a1 beta_k + a2 beta_{k-1} - eta (b1 grad L(beta_k) + b2 grad L(beta_{k-1})), which is "
      + "optim.two_step, with a1 + a2 = 1, a2 in (-1, 0] and b1 + b2 = 1, which the step size is for"
  ).optional

  enum Name: String, CaseIterable, Sendable {
    case heavyBall = "hb", nesterov = "nag", gradientDescent = "gd"
  }

  enum Method {
    case named(Name)
    case twoStep(a1: Double, a2: Double, b1: Double, b2: Double)

    var words: String {
      switch self {
      case .named(let name): "'\(name.rawValue)'"
      case .twoStep: "{a2 = ..}"
      }
    }
  }

  private static let a1 = Parameter("a1", .finiteNumber, "of beta_k").optional(default: "1 - a2")
  private static let a2 = Parameter("a2", .finiteNumber, "of beta_{k-1}: the momentum with its sign turned", default: 0)
  private static let b1 = Parameter("b1", .finiteNumber, "of the gradient at beta_k").optional(default: "1 - b2")
  private static let b2 = Parameter("b2", .finiteNumber, "of the gradient at beta_{k-1}", default: 0)

  private static let twoStep = ParameterType<Method>.options(a1, a2, b1, b2) { values in
    let (oldPoint, oldGradient) = (try values[a2], try values[b2])
    return Method.twoStep(
      a1: try values[a1] ?? 1 - oldPoint, a2: oldPoint, b1: try values[b1] ?? 1 - oldGradient, b2: oldGradient)
  }

  /// What a flow is of: µ, ν, and whether gradients are combined.
  struct Numbers<Value> {
    let momentum: Value
    let lookahead: Value
    var combinesGradients = false
  }

  /// - Parameter constant: A number as the parameters have it.
  /// - Throws: Where options exclude each other, or the numbers are of no method that has a flow.
  static func numbers<Value>(
    _ call: Call, momentum: Parameter<Value?>, lookahead: Parameter<Value?>, constant: (Double) -> Value
  ) throws -> Numbers<Value> {
    guard let method = try call[parameter] else {
      return Numbers(momentum: try call.required(momentum), lookahead: try call[lookahead] ?? constant(0))
    }
    if try call.has(lookahead) {
      throw call.error("options 'nu' and 'method' exclude each other, got method = \(method.words)", at: lookahead)
    }
    switch method {
    case .named(.heavyBall): return Numbers(momentum: try call.required(momentum), lookahead: constant(0))
    case .named(.nesterov):
      let µ = try call.required(momentum)
      return Numbers(momentum: µ, lookahead: µ)
    case .named(.gradientDescent), .twoStep:
      if try call.has(momentum) {
        throw call.fault(at: momentum, complaint: "is not for method \(method.words), which has its own")
      }
    }
    guard case .twoStep(let a1, let a2, let b1, let b2) = method else {
      return Numbers(momentum: constant(0), lookahead: constant(0))
    }
    for (name, first, second) in [("a", a1, a2), ("b", b1, b2)] where (first + second - 1).magnitude > 1e-12 {
      throw call.fault(
        at: parameter, "\(name)1",
        complaint: "must be 1 - \(name)2 = \(formatted(1 - second)), got \(formatted(first))"
          + (name == "b" ? ": what both have in common is eta's" : ""))
    }
    guard (0..<1).contains(-a2) else {
      throw call.fault(at: parameter, "a2", complaint: "must be in (-1, 0], got \(formatted(a2))")
    }
    return Numbers(momentum: constant(0 - a2), lookahead: constant(0 - b2), combinesGradients: b2 != 0)
  }
}
