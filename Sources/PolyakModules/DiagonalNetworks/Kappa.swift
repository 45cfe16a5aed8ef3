import HeavyBall
import LuaKit

/// κ of every component, or one for all.
enum Kappa {
  case one(Double)
  case each(Vector)
}

extension ParameterType where Value == Kappa {
  static var kappa: Self {
    ParameterType<Vector>.vector.map { Kappa.each($0) }
      .or(ParameterType<Double>.positiveNumber.map { Kappa.one($0) })
      .named("number > 0 or vector of such", annotation: "number|Vector|number[]")
  }
}

extension Call {
  /// A κ for each of `count` components, all positive and finite.
  func kappa(_ parameter: Parameter<Kappa>, count: Int) throws -> Vector {
    switch try self[parameter] {
    case .one(let x): return Vector(repeating: x, count: count)
    case .each(let κ):
      guard κ.count == count else {
        throw fault(at: parameter, complaint: "must have \(elements(count)), got \(κ.count)")
      }
      try checkFinite(κ, parameter)
      if let j = κ.firstIndex(where: { !($0 > 0) }) {
        throw fault(
          at: parameter, "\(j + 1)",
          complaint: "must be a number > 0, got \(LuaValue.number(κ[j]).briefly)"
            + (κ[j] < 0 ? ": a component of w+ or w- changed sign, where the theory is silent" : ""))
      }
      return κ
    }
  }
}
