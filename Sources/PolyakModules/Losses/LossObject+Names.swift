import HeavyBall
import LuaKit

/// Parameters by name: `L:pack{W = ..}`, `L:unpack(beta)`.
extension LossObject {
  private static let values = Parameter("values", .table, "a value for each name")

  static func named<L: LossObject>(_ type: L.Type) -> [ClassMember<L>] {
    [
      .method(
        "pack", "The vector of parameters that named values make, matrices row after row.", [values],
        returns: .object(VectorObject.self),
        example: example + "L:pack{W = {{1, 2}, {3, 4}}, s = 5}  --> Vector(5)  1  2  3  4  5"
      ) { loss, call in try loss.pack(call) },
      .method(
        "unpack", "The named values in a vector of parameters, or in a symbolic one.", [argument], returns: .table,
        example: example + "L:unpack{1, 2, 3, 4, 5}.W:get(2, 1)  --> 3.0"
      ) { loss, call in
        let names = try loss.requiredNames(call)
        let β: Operand =
          switch try loss.argument(argument, call) {
          case .point(let v): .vector(v)
          case .symbol(let e): .symbol(e)
          }
        return Dictionary(uniqueKeysWithValues: names.parts.map { ($0.name, β.part($0)) })
      },
    ]
  }

  private static let example = """
    L = losses.define{parameters = {{"W", 2, 2}, {"s"}}, f = function(p) return p.s * sum(p.W) end}

    """

  private func requiredNames(_ call: Call) throws -> NamedParameters {
    guard let names else {
      throw call.error(
        "the loss's parameters have no names; losses.define{parameters = {{\"W\", 20, 64}, ..}, f = ..} gives some")
    }
    return names
  }

  private func pack(_ call: Call) throws -> Operand {
    let names = try requiredNames(call)
    let table = try call[Self.values]
    for (key, _) in table where !names.parts.contains(where: { $0.name == key.text }) {
      let name = key.text ?? key.briefly
      throw call.error(
        "the loss has no parameter '\(name)'\(suggestion(for: name, among: names.parts.map(\.name)))", at: Self.values, name)
    }
    let values = try names.parts.map { try value(of: $0, in: table, call) }
    var symbol: Expression?
    for case .symbol(let e) in values { symbol = e }
    guard let graph = symbol?.graph else { return .vector(Vector(values.flatMap(\.elements))) }
    let parts = try zip(names.parts, values).map { part, value in
      guard let e = value.expression(in: graph) else {
        throw call.fault(at: Self.values, part.name, complaint: "is a symbolic value kept from another loss")
      }
      return e
    }
    return .symbol(.concatenation(parts))
  }

  private func value(of part: NamedParameters.Part, in table: LuaTable, _ call: Call) throws -> Operand {
    let value = table[part.name]
    if value.isNil { throw call.fault(at: Self.values, part.name, complaint: "is missing (\(part.shape))") }
    let operand: Operand?
    do {
      operand = try Operand(value) ?? VectorOrMatrix(value)?.operand
    } catch let mismatch as Mismatch {
      throw call.fault(at: Self.values, part.name, complaint: "must be \(part.shape), but \(mismatch.reason)")
    } catch let flaw as Flaw {
      throw call.fault(at: Self.values, part.name, complaint: "must be \(part.shape), but \(flaw)")
    }
    guard let operand, operand.shape == part.shape else {
      throw call.fault(
        at: Self.values, part.name, complaint: "must be \(part.shape), got \(operand.map { "\($0.shape)" } ?? value.briefly)")
    }
    return operand
  }
}
