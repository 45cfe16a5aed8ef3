import HeavyBall
import LuaKit

/// A symbolic value: what the function of `losses.define` is called with, and what it computes from that.
///
/// It has the operators and methods of vectors, matrices and numbers. What needs its value, which it has not, is
/// refused with what to write instead.
final class SymbolObject: LuaObject {
  let expression: Expression

  init(_ expression: Expression) { self.expression = expression }

  private static let exponent = Parameter("p", .integer(in: 1...2), "1 or 2", default: 2)

  private static let comparison: @Sendable (LuaValue, LuaValue, LuaState) throws -> Bool = { _, _, _ in
    throw LuaError(
      "comparing a symbolic value: a loss is traced before its parameters have values; "
        + "write relu(x), abs(x), max(a, b) or min(a, b) where the formula changes")
  }

  static var luaClass: ClassDeclaration {
    ClassDeclaration(
      SymbolObject.self, "Symbol", "A number, vector or matrix as a formula of a loss's parameters.", instanceName: "s",
      Arithmetic.members(of: SymbolObject.self) + ValueFunction.methods(of: SymbolObject.self) + [
        .negate { symbol, _ in SymbolObject(-symbol.expression) },
        .operator(.less, comparison), .operator(.lessOrEqual, comparison),
        .length { try $0.count },
        .index { s, i in try s.element(i) },
        .listIndex { s, list, state in try elements(list, of: .symbol(s.expression), in: "Symbol", state) },
        .tostring { "Symbol, \($0.expression.shape)" },
        .operator(.concat) { _, _, _ -> LuaValue in
          throw LuaError("a symbolic value has no digits to write while a loss is traced")
        },
        .method(
          "norm", "The Euclidean norm, or the sum of moduli for p = 1.", [exponent], returns: .object(SymbolObject.self)
        ) { s, call in
          let e = s.expression
          return SymbolObject(
            try call[exponent] == 1 ? Expression.abs(e).sum() : Expression.sqrt(e.squared().sum()))
        },
        .method(
          "map", "The vector of f of each number.", [ElementParameters.f], returns: .object(SymbolObject.self)
        ) { s, call in
          let f = try call[ElementParameters.f]
          let parts = try (0..<s.count).map { i -> Expression in
            let value = try f.call([.object(SymbolObject(s.expression[i]))]).first ?? .nil
            guard let operand = Operand(value), let part = operand.expression(in: s.expression.graph), part.shape == .scalar
            else { throw call.error("the function must return a number, got \(value.briefly)") }
            return part
          }
          return SymbolObject(parts.isEmpty ? s.expression : Expression.concatenation(parts))
        },
        .method("t", "The transpose.", [], returns: .object(SymbolObject.self)) { s, _ in
          SymbolObject(try s.expression.transposed())
        },
        .method(
          "size", "How many rows and how many columns a matrix has; of a vector how many elements.", [], returns: .integer
        ) { s, _ in
          if case .matrix(let rows, let columns) = s.expression.shape { return Results(rows, columns) }
          return Results(try s.count)
        },
        .method(
          "get", "The number in row i, column j of a matrix.", [ElementParameters.row, ElementParameters.column],
          returns: .object(SymbolObject.self)
        ) { s, call in
          let (i, j) = (try call[ElementParameters.row], try call[ElementParameters.column])
          guard case .matrix(let rows, let columns) = s.expression.shape, i <= rows, j <= columns else {
            throw call.error("no element (\(i), \(j)) in \(s.expression.shape)")
          }
          return SymbolObject(s.expression.slice(from: (i - 1) * columns + j - 1, .scalar))
        },
        .method("copy", "The same value: symbols do not change.", [], returns: .object(SymbolObject.self)) { s, _ in s },
        .method("totable", "The numbers as a Lua table of symbols.", [], returns: .table) { s, _ in
          try (0..<s.count).map { SymbolObject(s.expression.slice(from: $0, .scalar)) }
        },
      ])
  }

  /// Elements of a vector, rows of a matrix.
  private var count: Int {
    get throws {
      switch expression.shape {
      case .scalar: throw LuaError("a symbolic number has no length")
      case .vector(let n): n
      case .matrix(let rows, _): rows
      }
    }
  }

  private func element(_ i: Int) throws -> SymbolObject? {
    let n: Int
    switch expression.shape {
    case .scalar: throw LuaError("Symbol: no element \(i) in a number")
    case .vector(let count), .matrix(let count, _): n = count
    }
    if i == n + 1 { return nil }
    guard (1...max(n, 1)).contains(i) else { throw LuaError("Symbol: no element \(i) in \(expression.shape)") }
    if case .matrix = expression.shape { return SymbolObject(expression.row(i - 1)) }
    return SymbolObject(expression[i - 1])
  }
}
