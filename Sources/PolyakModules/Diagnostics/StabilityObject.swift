import HeavyBall
import LuaKit

/// How far a method is from its edge of stability, in Lua's hands: prints itself.
final class StabilityObject: LuaObject {
  private let found: Stability
  private let method: MomentumFamily
  private let fraction: Double
  private lazy var values = VectorObject(Vector(found.modes.values))
  private let vectors: MatrixObject?

  init(_ found: Stability, _ method: MomentumFamily, fraction: Double, hasVectors: Bool) {
    (self.found, self.method, self.fraction) = (found, method, fraction)
    vectors = hasVectors ? MatrixObject(found.modes.vectors) : nil
  }

  static var luaClass: ClassDeclaration {
    ClassDeclaration(
      StabilityObject.self, "Stability", "How far a method is from its edge of stability at a point.",
      instanceName: "stability",
      [
        .tostring { $0.text },
        .property("threshold", "The curvature up to which the method is stable.", .number) {
          $0.found.threshold.curvature
        },
        .property(
          "exit",
          "How a direction beyond it moves away: \"alternating\", from side to side at every step, or \"rotating\", by a pair of complex roots.",
          .string
        ) { $0.found.threshold.exit.rawValue },
        .property("sharpness", "The Hessian's largest eigenvalue; NaN where it is not finite.", .number) { $0.found.sharpness },
        .property("ratio", "The sharpness over the threshold.", .number) { $0.found.ratio },
        .property(
          "values", "The eigenvalues above the fraction of the threshold, the largest first.", .object(VectorObject.self)
        ) { $0.values },
        .computed(
          "vectors", "Their unit eigenvectors, a row each, where option vectors asked for them.", .object(MatrixObject.self)
        ) { s, _ -> MatrixObject? in s.vectors },
        .property(
          "rate", "How fast the sharpness changes along the rescaled gradient flow -grad L/(1 - mu), in a unit of time.", .number
        ) { $0.found.rate },
        .property(
          "time", "Until the sharpness is at the threshold at this rate: 0 where it is beyond, infinite where it does not rise.",
          .number
        ) { $0.found.time },
        .property("steps", "The same in steps, of which 1/eta make a unit of time.", .number) { $0.found.steps },
        .property("residual", "The largest |H v - lambda v| of those values, over the largest |lambda|.", .number) {
          $0.found.modes.residual
        },
        .property("converged", "Whether the residual is as small as it should be.", .boolean) { $0.found.modes.isConverged },
        .property("complete", "Whether none above the fraction was left out, as the option most may have it.", .boolean) {
          $0.found.modes.isComplete
        },
      ])
  }

  private var text: String {
    var lines = ["Stability  \(name)"]
    let formula =
      switch found.threshold.exit {
      case .alternating where method.lookahead != 0: "2 (1 + mu)/((1 + 2 nu) eta)"
      case .alternating: method.momentum == 0 ? "2/eta" : "2 (1 + mu)/eta"
      case .rotating: "-(1 - mu)/(nu eta)"
      }
    lines.append("  threshold  \(formatted(found.threshold.curvature)) = \(formula), beyond it \(found.threshold.exit.rawValue)")
    lines.append("  sharpness  \(formatted(found.sharpness)), \(formatted(found.ratio, "%.3g")) of the threshold")
    if found.sharpness.isNaN { return lines.joined(separator: "\n") }
    let values = found.modes.values
    lines.append(
      "  above \(formatted(fraction)) of it  "
        + (values.isEmpty ? "none" : "\(values.count)\(found.modes.isComplete ? "" : " or more"): \(summary(of: values))"))
    lines.append("  " + outlook)
    return lines.joined(separator: "\n")
  }

  private var name: String {
    let words = method.lookahead == 0 ? "" : ", nu = \(formatted(method.lookahead))"
    return "eta = \(formatted(method.stepSize)), mu = \(formatted(method.momentum))\(words)"
  }

  private var outlook: String {
    let rate = "\(formatted(found.rate.magnitude, "%.3g")) a unit of time"
    if found.rate.isNaN { return "changes at a rate that is not finite" }
    if found.time == 0 { return (found.rate > 0 ? "beyond, and rises by " : "beyond, and falls by ") + rate }
    if found.rate > 0 {
      return "rises by \(rate): met in \(formatted(found.steps, "%.3g")) steps, t = \(formatted(found.time, "%.3g"))"
    }
    return found.rate < 0 ? "falls by \(rate)" : "neither rises nor falls"
  }
}
