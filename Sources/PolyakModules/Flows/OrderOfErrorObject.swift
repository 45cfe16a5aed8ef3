import HeavyBall
import LuaKit

/// A measured order in Lua's hands: prints itself as a table.
final class OrderOfErrorObject: LuaObject {
  private let measured: OrderOfError
  private let title: String
  private lazy var etas = VectorObject(Vector(measured.stepSizes))
  private lazy var errors = VectorObject(Vector(measured.errors))
  private lazy var slopes = VectorObject(Vector(measured.slopes))
  private let remark: String?

  init(_ measured: OrderOfError, title: String, remark: String? = nil) {
    self.measured = measured
    self.title = title
    self.remark = remark
  }

  static var luaClass: ClassDeclaration {
    ClassDeclaration(
      OrderOfErrorObject.self, "OrderOfError", "How the discretization error falls with the step size.",
      instanceName: "order",
      [
        .length { $0.measured.errors.count },
        .tostring { $0.text },
        .property("etas", "The step sizes.", .object(VectorObject.self)) { $0.etas },
        .property(
          "errors", "The norm of epsilon at the end, for each; NaN where the method or the flow did not get there.",
          .object(VectorObject.self)
        ) { $0.errors },
        .property(
          "slopes",
          "The order between each step size and the next; NaN where an error is 0 or NaN, or two step sizes are equal.",
          .object(VectorObject.self)
        ) {
          $0.slopes
        },
      ])
  }

  private var text: String {
    var lines = ["Order of error  \(title)", "  eta          error      slope"]
    for (i, (η, error)) in zip(measured.stepSizes, measured.errors).enumerated() {
      let slope = i == 0 ? "" : cell(measured.slopes[i - 1], "%9.2f")
      lines.append("  " + formatted(η, "%.3e") + "  " + cell(error, "%9.2e") + slope)
    }
    if let remark { lines.append("  " + remark) }
    return lines.joined(separator: "\n")
  }

  /// A number, or a dash as wide where there is none.
  private func cell(_ x: Double, _ format: String) -> String { x.isFinite ? formatted(x, format) : "        -" }
}
