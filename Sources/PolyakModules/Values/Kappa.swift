import HeavyBall
import LuaKit

extension ParameterType {
  /// κ of every component, or one for all.
  static let kappa = ParameterType.vector.or(.positiveNumber).named(
    "number > 0 or vector of such", annotation: "number|Vector|number[]")
}

extension Call {
  /// A κ for each of `count` components, all positive and finite.
  func kappa(_ name: String, count: Int) throws -> Vector {
    if let x = raw(name).number { return Vector(repeating: x, count: count) }
    let κ = try vector(name, count: count)
    if let j = κ.firstIndex(where: { !($0 > 0 && $0.isFinite) }) {
      throw error(
        "\(label(name)) must hold numbers > 0, got \(LuaValue.number(κ[j]).briefly) in place \(j + 1)"
          + (κ[j] < 0 ? ": a component of w+ or w- changed sign, where the theory is silent" : ""))
    }
    return κ
  }

  /// A vector of so many finite numbers.
  func vector(_ name: String, count: Int) throws -> Vector {
    let v = try value(name, as: Vector.self)
    guard v.count == count else { throw error("\(label(name)) must have \(elements(count)), got \(v.count)") }
    if let j = v.firstIndex(where: { !$0.isFinite }) {
      throw error("\(label(name)) must be finite, but element \(j + 1) is \(LuaValue.number(v[j]).briefly)")
    }
    return v
  }

  /// A vector of finite numbers, as many as there are.
  func finiteVector(_ name: String) throws -> Vector { try vector(name, count: try value(name, as: Vector.self).count) }

  /// The same, nil where it was left out.
  func vectorIfPresent(_ name: String, count: Int) throws -> Vector? {
    has(name) ? try vector(name, count: count) : nil
  }
}
