import HeavyBall
import LuaKit

/// Losses add and scale: `L1 + L2`, `2 * L`, `L / 2`, `-L`.
extension LossObject {
  static func operators<L: LossObject>(of type: L.Type) -> [ClassMember<L>] {
    [
      .add { a, b, _ in try sum(a, b, sign: 1) }, .subtract { a, b, _ in try sum(a, b, sign: -1) },
      .multiply { a, b, _ in try product(a, b) }, .divide { a, b, _ in try quotient(a, b) },
      .power { _, _, _ -> LuaValue in
        throw LuaError("^: a loss has no powers; write losses.define(L.dimension, function(b) return L(b)^2 end)")
      },
      .negate { loss, _ in loss.scaled(by: -1) },
    ]
  }

  private static func sum(_ a: LuaValue, _ b: LuaValue, sign: Double) throws -> LossObject {
    let symbol = sign > 0 ? "+" : "-"
    guard let x = a.object(LossObject.self), let y = b.object(LossObject.self) else {
      let other = a.object(LossObject.self) == nil ? a : b
      throw LuaError("\(symbol): a loss goes together with another loss, got \(other.briefly)")
    }
    guard x.objective.dimension == y.objective.dimension else {
      throw LuaError(
        "\(symbol): a loss of \(counted(x.objective.dimension, "parameter")) and one of \(y.objective.dimension) do not go together"
      )
    }
    let name = brief("\(x.objective.name) \(symbol) \(sign > 0 ? y.objective.name : y.factorName)")
    let names = x.names == y.names || y.names == nil ? x.names : x.names == nil ? y.names : nil
    return LossObject(Objective(name: name, sumOf: [(1, x.objective), (sign, y.objective)]), names: names)
  }

  private static func product(_ a: LuaValue, _ b: LuaValue) throws -> LossObject {
    let (loss, other) = a.object(LossObject.self).map { ($0, b) } ?? (b.object(LossObject.self)!, a)
    guard let factor = other.number, factor.isFinite else {
      throw LuaError("*: a loss is multiplied by a finite number, got \(other.briefly)")
    }
    return loss.scaled(by: factor)
  }

  private static func quotient(_ a: LuaValue, _ b: LuaValue) throws -> LossObject {
    guard let loss = a.object(LossObject.self) else { throw LuaError("/: a loss does not divide, got \(a.briefly) / Loss") }
    guard let divisor = b.number, (1 / divisor).isFinite, divisor.isFinite else {
      throw LuaError("/: a loss is divided by a finite number other than 0, got \(b.briefly)")
    }
    return loss.scaled(by: 1 / divisor)
  }

  private func scaled(by factor: Double) -> LossObject {
    let name = factor == -1 ? "-\(factorName)" : "\(formatted(factor)) \(factorName)"
    return LossObject(Objective(name: Self.brief(name), sumOf: [(factor, objective)]), names: names)
  }

  /// The name in a product.
  private var factorName: String {
    objective.name.contains(" ") || objective.name.hasPrefix("-") ? "(\(objective.name))" : objective.name
  }

  private static func brief(_ name: String) -> String { name.count <= 60 ? name : "combined" }
}
