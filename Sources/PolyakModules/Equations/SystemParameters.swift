import HeavyBall
import LuaKit

/// The parameters of a system in Lua's hands: a table of numbers, vectors and matrices by name.
enum SystemParameters {
  /// What `ode.define` takes, in the order of the names: Lua's tables keep none.
  static let declared = Parameter(
    "parameters", type,
    "what the function may be given others of without being traced again: numbers, vectors and "
      + "matrices by name, a table that is the function's third argument"
  ).optional
  /// What `system:integrate` takes.
  static let given = Parameter("parameters", type, "other values of some of the parameters").optional

  private static let type = ParameterType<[EquationSystem.Parameter]>.fields([], others: value) { values in
    values.others(Operand.self).map { .init($0.name, $0.value.shape, $0.value.elements) }
  }

  private static let value = ParameterType<Operand>(
    name: "number, vector or matrix", annotation: "number|Vector|number[]|Matrix|number[][]"
  ) { value in
    if let x = value.number { return .number(x) }
    return try VectorOrMatrix(value)?.operand
  }

  /// All of a system's numbers: those given, of others those of the solution that is gone on from, or of the system.
  static func values(of system: EquationSystem, after before: [String: Vector] = [:], _ call: Call) throws -> [Double]? {
    let given = try call[given] ?? []
    for parameter in given {
      guard let own = system.parameters.first(where: { $0.name == parameter.name }) else {
        let names = system.parameters.map(\.name)
        let known = names.isEmpty ? "none" : names.map { "'\($0)'" }.joined(separator: ", ")
        throw call.error(
          "option 'parameters' has an unknown parameter '\(parameter.name)'"
            + "\(suggestion(for: parameter.name, among: names)) (the system's: \(known))", at: Self.given, parameter.name)
      }
      guard own.shape == parameter.shape else {
        throw call.fault(at: Self.given, parameter.name, complaint: "must be \(own.shape), got \(parameter.shape)")
      }
      guard parameter.values.allSatisfy(\.isFinite) else {
        throw call.fault(at: Self.given, parameter.name, complaint: "must be finite")
      }
    }
    return system.parameters.flatMap { own in
      let before = before[own.name].flatMap { $0.count == own.shape.count ? $0.elements : nil }
      return given.first { $0.name == own.name }?.values ?? before ?? own.values
    }
  }

  /// The table that the function is called with.
  static func table(_ parameters: [(name: String, value: Operand)], _ state: LuaState) throws -> LuaTable {
    try state.table(of: parameters.map { ($0.name, $0.value.luaValue(in: state)) }, each: "parameter", in: "ode.define")
  }
}

extension EquationSystem.Parameter {
  /// The value, or another of its shape.
  func operand(_ numbers: [Double]? = nil) -> Operand {
    Operand(numbers ?? values, shape)
  }
}
