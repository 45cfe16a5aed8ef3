import HeavyBall
import LuaKit

/// A symbolic value: what the function of `losses.define` is called with, and what it computes from that.
///
/// It has the operators and methods of vectors, matrices and numbers. What needs its value, which it has not, is
/// refused with what to write instead.
final class SymbolObject: LuaObject {
  let expression: Expression

  init(_ expression: Expression) { self.expression = expression }

  private static let comparison: @Sendable (LuaValue, LuaValue, LuaState) throws -> Bool = { _, _, _ in
    throw LuaError(
      "comparing a symbolic value: a formula is traced before its values are known; "
        + "write where(k - 50, a, b) for a where k > 50 and b elsewhere, or relu(x), abs(x), max(a, b), min(a, b)")
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
          "map", "f of each number, in the same shape.", [ElementParameters.f], returns: .object(SymbolObject.self)
        ) { s, call in
          let f = try call[ElementParameters.f]
          _ = try s.count
          let parts = try (0..<s.expression.shape.count).map { i -> Expression in
            let value = try f.call([.object(SymbolObject(s.expression.slice(from: i, .scalar)))]).first ?? .nil
            guard let operand = Operand(value), let part = operand.expression(in: s.expression.graph), part.shape == .scalar
            else { throw call.error("the function must return a number, got \(value.briefly)") }
            return part
          }
          return SymbolObject(parts.isEmpty ? s.expression : Expression.concatenation(parts).reshaped(s.expression.shape))
        },
        .method("t", "The transpose of a matrix.", [], returns: .object(SymbolObject.self)) { s, call in
          _ = try call.matrixShape(s.operand)
          return SymbolObject(try s.expression.transposed())
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
          let (rows, columns) = try call.matrixShape(s.operand)
          guard i <= rows, j <= columns else { throw call.error("no element (\(i), \(j)) in \(s.expression.shape)") }
          return SymbolObject(s.expression.slice(from: (i - 1) * columns + j - 1, .scalar))
        },
        .method("copy", "The same value: symbols do not change.", [], returns: .object(SymbolObject.self)) { s, _ in s },
        .method(
          "column", "Column j of a matrix as a vector.", [ElementParameters.column], returns: .object(SymbolObject.self)
        ) { s, call in
          let j = try call[ElementParameters.column]
          let columns = try call.matrixShape(s.operand).columns
          guard j <= columns else {
            throw call.fault(at: ElementParameters.column, complaint: "must be at most \(columns), got \(j)")
          }
          return SymbolObject(try s.expression.transposed().row(j - 1))
        },
        .method("totable", "The numbers as a Lua table of symbols; of a matrix a table of rows.", [], returns: .table) {
          s, call in
          let count = try s.count
          func list(_ range: Range<Int>) throws -> LuaTable {
            let table = try call.state.makeTable(array: range.count)
            for i in range { try table.set(i - range.lowerBound + 1, SymbolObject(s.expression.slice(from: i, .scalar))) }
            return table
          }
          guard case .matrix(_, let columns) = s.expression.shape else { return try list(0..<count) }
          let table = try call.state.makeTable(array: count)
          for i in 0..<count { try table.set(i + 1, list(i * columns..<(i + 1) * columns)) }
          return table
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
    if case .scalar = expression.shape { throw LuaError("Symbol: no element \(i) in a number") }
    let n = try count, isMatrix = expression.shape.isMatrix
    if i == n + 1 { return nil }
    guard (1...max(n, 1)).contains(i) else {
      throw LuaError("Symbol: no \(isMatrix ? "row" : "element") \(i), it has \(n)")
    }
    return SymbolObject(isMatrix ? expression.row(i - 1) : expression[i - 1])
  }
}
