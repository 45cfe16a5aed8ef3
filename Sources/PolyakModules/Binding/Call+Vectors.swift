import HeavyBall
import LuaKit

extension Call {
  /// A vector that must have a loss's number of parameters.
  func point(_ parameter: Parameter<Vector>, for objective: Objective) throws -> Vector {
    let v = try self[parameter]
    try checkCount(v, parameter, for: objective)
    return v
  }

  /// Throws where a vector does not have a loss's number of parameters.
  func checkCount(_ v: Vector, _ parameter: AnyParameter, for objective: Objective) throws {
    if v.count != objective.dimension {
      throw fault(at: parameter, complaint: "must have \(parameters(objective)), got \(v.count)")
    }
  }

  func parameters(_ objective: Objective) -> String {
    objective.dimension == 1 ? "1 element, the loss's parameter" : "\(objective.dimension) elements, the loss's parameters"
  }

  func checkFinite(_ v: Vector, _ parameter: AnyParameter) throws {
    if let i = v.firstIndex(where: { !$0.isFinite }) { throw notFinite(v[i], parameter, "\(i + 1)") }
  }

  func checkFinite(_ a: Matrix, _ parameter: AnyParameter) throws {
    guard let i = a.elements.firstIndex(where: { !$0.isFinite }) else { return }
    throw notFinite(a.elements[i], parameter, "\(i / a.columns + 1)", "\(i % a.columns + 1)")
  }

  private func notFinite(_ x: Double, _ parameter: AnyParameter, _ path: String...) -> LuaError {
    fault(at: parameter, path, complaint: "must be a finite number, got \(LuaValue.number(x).briefly)")
  }

  /// A vector of so many finite numbers.
  func vector(_ parameter: Parameter<Vector>, count: Int) throws -> Vector {
    let v = try self[parameter]
    try check(v, count, parameter)
    return v
  }

  /// The same, nil where it was left out.
  func vector(_ parameter: Parameter<Vector?>, count: Int) throws -> Vector? {
    guard let v = try self[parameter] else { return nil }
    try check(v, count, parameter)
    return v
  }

  private func check(_ v: Vector, _ count: Int, _ parameter: AnyParameter) throws {
    guard v.count == count else { throw fault(at: parameter, complaint: "must have \(elements(count)), got \(v.count)") }
    try checkFinite(v, parameter)
  }

  /// A vector of finite numbers, as many as there are.
  func finite(_ parameter: Parameter<Vector>) throws -> Vector {
    let v = try self[parameter]
    try checkFinite(v, parameter)
    return v
  }

  /// A matrix of finite numbers.
  func finite(_ parameter: Parameter<Matrix>) throws -> Matrix {
    let a = try self[parameter]
    try checkFinite(a, parameter)
    return a
  }
}

/// "1 element", "3 elements".
func elements(_ count: Int) -> String { counted(count, "element") }
