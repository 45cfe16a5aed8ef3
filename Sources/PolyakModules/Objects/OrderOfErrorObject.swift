import HeavyBall
import LuaKit

/// A measured order in Lua's hands: prints itself as a table.
final class OrderOfErrorObject: LuaObject {
  private let measured: OrderOfError
  private let title: String

  init(_ measured: OrderOfError, title: String) {
    self.measured = measured
    self.title = title
  }

  static var luaClass: ClassDeclaration {
    ClassDeclaration(
      OrderOfErrorObject.self, "OrderOfError", "How the discretization error falls with the step size.",
      instanceName: "order",
      [
        .length { $0.measured.errors.count },
        .tostring { $0.text },
        .property("etas", "The step sizes.", .object(VectorObject.self)) { VectorObject(Vector($0.measured.stepSizes)) },
        .property("errors", "The norm of epsilon at the end, for each.", .object(VectorObject.self)) {
          VectorObject(Vector($0.measured.errors))
        },
        .property("slopes", "The order between each step size and the next.", .object(VectorObject.self)) {
          VectorObject(Vector($0.measured.slopes))
        },
      ])
  }

  private var text: String {
    var lines = ["Order of error  \(title)", "  eta          error      slope"]
    for (i, (η, error)) in zip(measured.stepSizes, measured.errors).enumerated() {
      let slope = i == 0 ? "" : formatted(measured.slopes[i - 1], "%9.2f")
      lines.append("  " + formatted(η, "%.3e") + "  " + formatted(error, "%9.2e") + slope)
    }
    return lines.joined(separator: "\n")
  }
}
