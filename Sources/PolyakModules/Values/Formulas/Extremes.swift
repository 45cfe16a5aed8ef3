import HeavyBall
import LuaKit

extension ValueFunction {
  private static let values = Parameter("x", .operand, "a vector, or the first of several values")

  static let largest = extremum("max", "largest", .larger, "3.0")
  static let smallest = extremum("min", "smallest", .smaller, "1.0")

  private static let more = VariadicParameter("more", Further.type, "further values, or \"rows\" or \"columns\"")

  private static func extremum(_ name: String, _ word: String, _ operation: Arithmetic, _ ofSample: String) -> ValueFunction {
    var function = ValueFunction(
      name,
      "The \(word) of all numbers, or of several values, element by element; with \"rows\" the vector of each row's, with "
        + "\"columns\" of each column's. Of equal ones the last has the derivatives.",
      values, variadic: more, sample: Sample(operand: "{2, 3, 1}", value: ofSample)
    ) { first, call in
      let further = try call[more], state = try call.state
      if further.count == 1, case .along(let axis) = further[0] { return try extrema(of: first, axis, operation, call) }
      if !further.isEmpty {
        return try further.enumerated().reduce(first) { result, next in
          guard case .value(let operand) = next.element else {
            throw call.fault(at: more, number: next.offset, complaint: "is an axis, which goes with one value alone")
          }
          return try operation(result, operand, in: state)
        }
      }
      guard first.shape.count > 0 else { throw call.fault(at: values, complaint: "must have at least one number") }
      switch first {
      case .number: return first
      case .vector, .matrix:
        let elements = first.elements
        return .number(try elements.reduce(elements[0], poll: state.checkInterrupt, operation.numbers))
      case .symbol(let e):
        return try (1..<e.shape.count).reduce(.symbol(e.slice(from: 0, .scalar))) {
          try operation($0, .symbol(e.slice(from: $1, .scalar)), in: state)
        }
      }
    }
    function.quick = operation.numbers
    return function
  }

  /// Of each row or column: the vector of the first numbers with those of the second, and so on.
  private static func extrema(of x: Operand, _ axis: Axis, _ operation: Arithmetic, _ call: Call) throws -> Operand {
    let state = try call.state
    let (rows, columns) = try call.matrixShape(x)
    let (count, each) = axis == .rows ? (rows, columns) : (columns, rows)
    guard each > 0 else { throw call.fault(at: values, complaint: "must have at least one number in each") }
    try call.checkRoom(for: 3 * count)
    func numbers(_ k: Int) throws -> Operand {
      let indices = (0..<count).map { axis == .rows ? $0 * columns + k : k * columns + $0 }
      return try x.gathered(indices, .vector(count), poll: state.checkInterrupt)
    }
    return try (1..<each).reduce(numbers(0)) { try operation($0, numbers($1), in: state) }
  }
}

/// What may stand behind the first value of max and min.
private enum Further {
  case value(Operand)
  case along(Axis)

  static let type = ParameterType<Operand>.operand.map { Further.value($0) }
    .or(ParameterType<Axis>.choice(of: Axis.self).map { Further.along($0) })
}
