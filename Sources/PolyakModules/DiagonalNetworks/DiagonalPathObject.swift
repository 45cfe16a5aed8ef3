import HeavyBall
import LuaKit

/// What Theorem 3.1 is made of along a run, in Lua's hands: `dln.path{...}`.
final class DiagonalPathObject: LuaObject {
  private let path: DiagonalPath
  private let title: String
  private lazy var times = VectorObject(path.times)
  private lazy var potential = VectorObject(path.potential)
  private lazy var lambda = VectorObject(path.potential + path.coupling)
  private lazy var residuals = [
    "kappa": VectorObject(path.residuals.kappa), "predictor": VectorObject(path.residuals.predictor),
    "dynamics": VectorObject(path.residuals.dynamics),
  ]
  private lazy var kappa = MatrixObject(path.kappa)
  private lazy var epsilon = MatrixObject(path.epsilon)
  private lazy var phi = MatrixObject(path.phi)
  private lazy var epsilonRate = MatrixObject(path.epsilonRate)
  private lazy var phiRate = MatrixObject(path.phiRate)

  init(_ path: DiagonalPath, title: String) {
    self.path = path
    self.title = title
  }

  var externalBytes: Int { 40 * path.kappa.elements.count }

  static var luaClass: ClassDeclaration {
    ClassDeclaration(
      DiagonalPathObject.self, "DiagonalPath", "kappa, epsilon, phi and the potential along a run or a flow.",
      instanceName: "path",
      [
        .length { $0.path.times.count },
        .property("t", "The times of the kept steps.", .object(VectorObject.self)) { $0.times },
        .property("kappa", "w+ w-, a row for each kept step.", .object(MatrixObject.self)) { $0.kappa },
        .property(
          "epsilon",
          "The integral of gamma+/w+ + gamma-/w-, a row for each kept step: kappa(t) = kappa(0) exp(-eta epsilon) (76), (77).",
          .object(MatrixObject.self)
        ) { $0.epsilon },
        .property(
          "phi", "eta/4 times the integral of gamma+/w+ - gamma-/w-, a row for each kept step (26).", .object(MatrixObject.self)
        ) { $0.phi },
        .property(
          "epsilon_rate",
          "The derivative of epsilon by the flow's field, a row for each kept step: ln kappa changes by -eta times it.",
          .object(MatrixObject.self)
        ) { $0.epsilonRate },
        .property("phi_rate", "That of phi.", .object(MatrixObject.self)) { $0.phiRate },
        .property("potential", "The potential of gradient flow at w(t) and kappa(t).", .object(VectorObject.self)) {
          $0.potential
        },
        .property("lambda", "Lambda(t): the potential and w phi.", .object(VectorObject.self)) {
          $0.lambda
        },
        .property(
          "residuals",
          "How far each kept step is from what the flow says of it: kappa, |ln(kappa/kappa(0)) + eta epsilon| (76), (77); "
            + "predictor, the change of w with v = sqrt(w^2 + 4 kappa^2) (88), relative; dynamics, that of the "
            + "potential's gradient (84), relative. Of the flow's own solution the errors of integration.", .table
        ) { $0.residuals },
        .property(
          "sign_changes", "How many components of kappa were not positive at a kept step; the theory says nothing of them.",
          .integer
        ) { $0.path.signChanges },
        .tostring { $0.text },
      ])
  }

  private var text: String {
    let p = path
    let last = p.times.count - 1
    var text = "DiagonalPath  \(title), \(p.times.count) \(last == 0 ? "point" : "points"), t = \(formatted(p.times[0]))"
    if last > 0 { text += " .. \(formatted(p.times[last]))" }
    let (κ0, κ) = (p.kappa.row(0), p.kappa.row(last))
    text += "\n  kappa  \(range(of: κ0)) -> \(range(of: κ))"
    text += "\n  Lambda  \(formatted(p.potential[0] + p.coupling[0], "%.4g")) -> "
    text += formatted(p.potential[last] + p.coupling[last], "%.4g")
    let r = p.residuals
    text += "\n  residuals  kappa \(formatted(r.kappa.norm(.infinity), "%.1e"))"
    text += ", predictor \(formatted(r.predictor.norm(.infinity), "%.1e"))"
    text += ", dynamics \(formatted(r.dynamics.norm(.infinity), "%.1e"))"
    if p.signChanges > 0 {
      let one = p.signChanges == 1
      text +=
        "\n  \(p.signChanges) \(one ? "component" : "components") of kappa did not stay positive: the theory is silent there"
    }
    return text
  }

  private func range(of v: Vector) -> String {
    let (least, most) = (v.min() ?? .nan, v.max() ?? .nan)
    return least == most ? formatted(least) : "\(formatted(least, "%.4g")) to \(formatted(most, "%.4g"))"
  }
}
