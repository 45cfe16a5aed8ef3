import HeavyBall
import LuaKit

/// A vector in Lua's hands: `vec{3, 4}`.
final class VectorObject: LuaObject {
  // Unchecked: no access of it lasts while Lua or another of its accesses runs.
  @exclusivity(unchecked) var vector: Vector

  init(_ vector: Vector) { self.vector = vector }

  var externalBytes: Int { 8 * vector.count }

  static var luaClass: ClassDeclaration {
    ClassDeclaration(
      VectorObject.self, "Vector", "Numbers in a row; operators act on each of them.", instanceName: "v",
      Arithmetic.members(of: VectorObject.self) + ValueFunction.methods(of: VectorObject.self, taking: .vector) + [
        .negate { v, state in
          try state.checkRoom(for: v.vector.count)
          return VectorObject(try v.vector.mapped(poll: state.checkInterrupt) { -$0 })
        },
        .length { $0.vector.count },
        .numberIndex { v, i in
          if (1...v.vector.count + 1).contains(i) {
            // One past the end is where ipairs stops.
            return i <= v.vector.count ? v.vector[i - 1] : nil
          }
          throw LuaError("Vector: no element \(i), it has \(v.vector.count)")
        },
        .listIndex { v, list, state in try elements(list, of: .vector(v.vector), in: "Vector", state) },
        .setNumberIndex { v, i, x in
          guard i >= 1, i <= v.vector.count else { throw LuaError("Vector: no element \(i), it has \(v.vector.count)") }
          v.vector[i - 1] = x
        },
        .operator(.equal) { a, b, _ in a.object(VectorObject.self)?.vector == b.object(VectorObject.self)?.vector },
        .tostring { "Vector(\($0.vector.count))  \(summary(of: $0.vector))" },
        .method(
          "totable", "The numbers as a Lua table.", [], returns: .table, example: "#vec{3, 4}:totable()  --> 2"
        ) { v, call in
          try call.checkRoom(for: v.vector.count, bytes: 16)
          return v.vector.elements
        },
        .method("copy", "A copy that changes on its own.", [], returns: .object(VectorObject.self)) { v, _ in
          VectorObject(v.vector)
        },
        .method(
          "size", "How many numbers.", [], returns: .integer, example: "vec{3, 4}:size()  --> 2"
        ) { v, _ in v.vector.count },
        .method(
          "map", "The vector of f of each number.", [ElementParameters.f], returns: .object(VectorObject.self),
          example: "vec{3, 4}:map(function(x) return x * x end)[2]  --> 16.0"
        ) { v, call in
          let f = try call[ElementParameters.f]
          try call.checkRoom(for: v.vector.count)
          return VectorObject(try v.vector.mapped { try f.number($0) })
        },
      ])
  }
}
