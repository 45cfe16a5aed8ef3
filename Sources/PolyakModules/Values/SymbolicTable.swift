import HeavyBall
import LuaKit

/// Tables that hold symbolic values: `{b[1], 2 * b[2], 1}` is a vector of a formula's elements, a table of such rows a
/// matrix.
///
/// A formula's table has two levels at most: what lies below is not looked at, so that a table may contain itself.
enum SymbolicTable {
  /// The vector or matrix that a table is; nil where it holds no symbolic value, or something that is none of both.
  static func expression(_ table: LuaTable) -> Expression? { expression(table, holdsRows: true) }

  /// Whether it holds a symbolic value, in a row too.
  static func holdsSymbols(_ table: LuaTable) -> Bool {
    (1...max(table.count, 1)).contains { i in
      table[i].object(SymbolObject.self) != nil
        || table[i].table.map { row in (1...max(row.count, 1)).contains { row[$0].object(SymbolObject.self) != nil } } ?? false
    }
  }

  private static func expression(_ table: LuaTable, holdsRows: Bool) -> Expression? {
    let count = table.count
    guard count > 0, let graph = graph(of: table, count, holdsRows: holdsRows) else { return nil }
    var rows: [Expression] = []
    for i in 1...count {
      guard let row = part(table[i], graph, holdsRows: holdsRows) else { return nil }
      rows.append(row)
    }
    if rows.allSatisfy({ $0.shape == .scalar }) { return Expression.concatenation(rows) }
    guard case .vector(let columns) = rows[0].shape, columns > 0, rows.allSatisfy({ $0.shape == rows[0].shape }) else {
      return nil
    }
    return Expression.concatenation(rows).reshaped(.matrix(rows: count, columns: columns))
  }

  /// The graph of the first symbolic value, in a row too.
  private static func graph(of table: LuaTable, _ count: Int, holdsRows: Bool) -> Graph? {
    for i in 1...count {
      let value = table[i]
      if let symbol = value.object(SymbolObject.self) { return symbol.expression.graph }
      if holdsRows, let row = value.table {
        if row.count > 0, let graph = graph(of: row, row.count, holdsRows: false) { return graph }
      } else if value.number == nil, value.object(VectorObject.self) == nil {
        return nil
      }
    }
    return nil
  }

  private static func part(_ value: LuaValue, _ graph: Graph, holdsRows: Bool) -> Expression? {
    guard let row = value.table else { return Operand(value)?.expression(in: graph) }
    guard holdsRows else { return nil }
    if let numbers = row.numbers() { return graph.constant(Vector(numbers)) }
    guard let expression = expression(row, holdsRows: false), expression.graph === graph else { return nil }
    return expression
  }
}

extension ParameterType where Value == Expression {
  /// A ``SymbolObject``, or a table that holds some.
  static var symbolic: Self {
    Self(name: "symbolic value", annotation: "Symbol") { value in
      if let symbol = value.object(SymbolObject.self) { return symbol.expression }
      return value.table.flatMap(SymbolicTable.expression)
    }
  }
}
