import HeavyBall
import LuaKit

extension ParameterType {
  /// A matrix in either precision.
  static let inputs = ParameterType(
    name: "matrix or FloatMatrix", annotation: "Matrix|FloatMatrix|number[][]"
  ) { value in
    if let a = value.object(FloatMatrixObject.self) { return NetworkData.Rows.single(a.matrix) }
    if let a = value.object(MatrixObject.self) { return NetworkData.Rows.double(a.matrix) }
    return try value.table.map { NetworkData.Rows.double(try ParameterType.matrix(of: $0)) }
  }

  /// Class numbers from 0.
  static let labels = ParameterType(name: "list of integers", annotation: "integer[]|Vector|number[]") { value in
    if let v = value.object(VectorObject.self) { return try NetworkData.whole(v.vector.elements) }
    guard let table = value.table else { return nil }
    switch table.numbersOrFirstOther() {
    case .success(let numbers): return try NetworkData.whole(numbers)
    case .failure(let other): throw Mismatch("element \(other.index) is \(table[other.index].briefly)")
    }
  }
}

/// The data of a network, from the options of a call.
enum NetworkData {
  enum Rows {
    case single(FloatMatrix)
    case double(Matrix)

    var precision: Precision {
      switch self {
      case .single: .single
      case .double: .double
      }
    }
  }

  struct Inputs {
    let numbers: SharedNumbers
    let rows: Int
    let columns: Int
  }

  /// The inputs, in a precision, or that in which they come.
  static func inputs(_ call: Call, precision: Precision? = nil) throws -> Inputs {
    let given = try call.value("inputs", as: Rows.self)
    let finite = { (isFinite: Bool) throws in
      if !isFinite { throw call.error("option 'inputs' must hold finite numbers") }
    }
    switch given {
    case .single(let a):
      try finite(a.isFinite)
      try check(call, a.rows, a.columns)
      let numbers = precision == .double ? SharedNumbers(Matrix(a).elements) : SharedNumbers(a.elements)
      return Inputs(numbers: numbers, rows: a.rows, columns: a.columns)
    case .double(let a):
      try finite(a.isFinite)
      try check(call, a.rows, a.columns)
      let numbers = precision == .single ? SharedNumbers(FloatMatrix(a).elements) : SharedNumbers(a.elements)
      return Inputs(numbers: numbers, rows: a.rows, columns: a.columns)
    }
  }

  private static func check(_ call: Call, _ rows: Int, _ columns: Int) throws {
    guard rows > 0, columns > 0 else { throw call.error("option 'inputs' must have at least one row and column") }
  }

  /// The labels, and how many classes there are.
  static func labels(_ call: Call, rows: Int, classes: Int? = nil) throws -> (labels: [Int], classes: Int) {
    let labels = try call.value("labels", as: [Int].self)
    guard labels.count == rows else {
      throw call.error("option 'labels' must have \(rows) elements, one for each row of inputs, got \(labels.count)")
    }
    let classes = classes ?? max((labels.max() ?? 0) + 1, 2)
    if let i = labels.firstIndex(where: { !(0..<classes).contains($0) }) {
      throw call.error("option 'labels' must hold classes 0 to \(classes - 1), got \(labels[i]) in place \(i + 1)")
    }
    return (labels, classes)
  }

  static func whole(_ numbers: [Double]) throws -> [Int] {
    try numbers.enumerated().map { i, x in
      guard let n = Int(exactly: x) else {
        throw ParameterType.Mismatch("element \(i + 1) is \(LuaValue.number(x).briefly)")
      }
      return n
    }
  }
}
