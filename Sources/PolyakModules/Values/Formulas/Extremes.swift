import HeavyBall
import LuaKit

extension ValueFunction {
  private static let values = Parameter("x", .operand, "a vector, or the first of several values")

  static let largest = extremum("max", "largest", .larger, "3.0")
  static let smallest = extremum("min", "smallest", .smaller, "1.0")

  private static func extremum(_ name: String, _ word: String, _ operation: Arithmetic, _ ofSample: String) -> ValueFunction {
    var function = ValueFunction(
      name, "The \(word) of a vector's numbers, or of several values, element by element.", values, variadic: Operands.more,
      sample: Sample(operand: "{2, 3, 1}", value: ofSample)
    ) { first, call in
      let more = try call[Operands.more], state = try call.state
      if !more.isEmpty { return try more.reduce(first) { try operation($0, $1, in: state) } }
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
}
