import HeavyBall
import LuaKit

/// What arithmetic takes: a number, a vector (or a table of numbers), a matrix (or a table of rows), or a symbolic value.
enum Operand {
  case number(Double)
  case vector(Vector)
  case matrix(Matrix)
  case symbol(Expression)

  init?(_ value: LuaValue) {
    switch value {
    case .number, .integer: self = .number(value.number ?? .nan)
    case .table(let table):
      if let numbers = table.numbers() {
        // What stands under other keys would be lost.
        guard table.keyBesides(listOf: numbers.count) == nil else { return nil }
        self = .vector(Vector(numbers))
      } else if let expression = SymbolicTable.expression(table) {
        self = .symbol(expression)
      } else if table.holdsRows, let rows = try? table.rows() {
        self = .matrix(rows)
      } else {
        return nil
      }
    default:
      if let v = value.object(VectorObject.self) {
        self = .vector(v.vector)
      } else if let a = value.object(MatrixObject.self) {
        self = .matrix(a.matrix)
      } else if let s = value.object(SymbolObject.self) {
        self = .symbol(s.expression)
      } else {
        return nil
      }
    }
  }

  /// How many numbers it has; a symbolic value has none.
  var count: Int {
    switch self {
    case .number: 1
    case .vector(let v): v.count
    case .matrix(let a): a.elements.count
    case .symbol: 0
    }
  }

  /// As errors name it.
  var description: String {
    switch self {
    case .number: Shape.scalar.description
    case .vector(let v): Shape.vector(v.count).description
    case .matrix(let a): Shape.matrix(rows: a.rows, columns: a.columns).description
    case .symbol(let e): "\(e.shape) (symbolic)"
    }
  }

  /// The same as an expression of a graph; nil where it belongs to another.
  func expression(in graph: Graph) -> Expression? {
    switch self {
    case .number(let x): graph.constant(x)
    case .vector(let v): graph.constant(v)
    case .matrix(let a): graph.constant(a)
    case .symbol(let e): e.graph === graph ? e : nil
    }
  }
}

extension ParameterType where Value == Operand {
  static var operand: Self {
    Self(name: "number, vector or matrix", annotation: "number|Vector|number[]|Matrix|number[][]|Symbol") { value in
      if let operand = Operand(value) { return operand }
      // What is wrong in a list that begins with a number or a row of them.
      if let table = value.table, !table.beginsWithNumbers || SymbolicTable.holdsSymbols(table) { return nil }
      return try VectorOrMatrix(value)?.operand
    }
    .quick(SymbolObject.self) { .symbol($0.expression) }
    .quick(VectorObject.self) { .vector($0.vector) }
    .quick { .number($0) }
  }
}

extension Operand: LuaRepresentable {
  func push(to state: LuaState) throws(LuaError) {
    if case .number(let x) = self { x.push(to: state) } else { try state.push(luaValue(in: state)) }
  }

  func luaValue(in state: LuaState) -> LuaValue {
    switch self {
    case .number(let x): .number(x)
    case .vector(let v): .object(VectorObject(v))
    case .matrix(let a): .object(MatrixObject(a))
    case .symbol(let e): .object(SymbolObject(e))
    }
  }
}
