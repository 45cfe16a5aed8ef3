import HeavyBall
import LuaKit

extension ValueFunction {
  static let sort: ValueFunction = {
    var function = ValueFunction(
      "sort", "A vector's numbers from the smallest to the largest, NaN last; of numbers alone, not of symbolic values.",
      of: [.vector], Operands.vector, returns: .object(VectorObject.self),
      sample: Sample(operand: "{3, 1, 2}", part: "[1]", value: "1.0")
    ) { x, call in
      if x.symbol != nil {
        throw call.error(
          "a symbolic value has no order while a loss is traced: which of its numbers is the smallest changes with the parameters"
        )
      }
      try call.checkRoom(for: 2 * call.vectorCount(x))
      let poll = try call.state.checkInterrupt
      var comparisons = 0
      return .vector(
        Vector(
          try x.elements.sorted { a, b in
            comparisons &+= 1
            if comparisons % 65536 == 0 { try poll() }
            return a < b || b.isNaN && !a.isNaN
          }))
    }
    function.isSymbolic = false
    return function
  }()
}
