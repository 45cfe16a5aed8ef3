import HeavyBall
import LuaKit

/// Where a run begins.
enum Start {
  case point(Vector)
  case rows(Matrix)
  case trajectory(Trajectory)

  /// How many steps have been made.
  var step: Int { if case .trajectory(let t) = self { t.steps[t.steps.count - 1] } else { 0 } }

  /// The points, a row each.
  var rows: Matrix {
    switch self {
    case .point(let v): Matrix(rows: 1, columns: v.count, elements: v.elements)
    case .rows(let a): a
    case .trajectory(let t): Matrix(rows: 1, columns: t.end.count, elements: t.end.elements)
    }
  }
}

extension ParameterType where Value == Start {
  /// A starting point, a matrix of them, a row each, or a trajectory to go on from.
  static var points: Self {
    Self(name: "vector, matrix or Trajectory", annotation: "Vector|number[]|Matrix|number[][]|Trajectory") { value in
      if let t = value.object(TrajectoryObject.self) { return .trajectory(t.trajectory) }
      return switch try VectorOrMatrix(value) {
      case .vector(let v)?: .point(v)
      case .matrix(let a)?: .rows(a)
      case nil: nil
      }
    }
  }
}

extension Call {
  /// The starting point of a run: as many numbers as the loss has parameters, all finite.
  func start(_ parameter: Parameter<Start>, for objective: Objective) throws -> Start {
    let start = try self[parameter]
    try check(start, parameter, objective)
    return start
  }

  /// The same where it may be left out.
  func start(_ parameter: Parameter<Start?>, for objective: Objective) throws -> Start? {
    guard let start = try self[parameter] else { return nil }
    try check(start, parameter, objective)
    return start
  }

  private func check(_ start: Start, _ parameter: AnyParameter, _ objective: Objective) throws {
    switch start {
    case .point(let v):
      if v.count != objective.dimension {
        throw fault(at: parameter, complaint: "must have \(parameters(objective)), got \(v.count)")
      }
      try checkFinite(v, parameter)
    case .rows(let a):
      if a.columns != objective.dimension {
        throw fault(at: parameter, complaint: "must have rows of \(parameters(objective)), got rows of \(a.columns)")
      }
      try checkFinite(a, parameter)
      if a.rows == 0 { throw fault(at: parameter, complaint: "must have at least one row") }
    case .trajectory(let t):
      if t.points.columns != objective.dimension {
        throw fault(at: parameter, complaint: "must have \(parameters(objective)), got a trajectory of \(t.points.columns)")
      }
    }
  }
}
