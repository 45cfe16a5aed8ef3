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
    case .success(let numbers):
      try requireList(table, numbers.count)
      return try NetworkData.whole(numbers)
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
    /// The first number that is not finite, or becomes so in single precision, is named.
    func checkNumbers<Number: BinaryFloatingPoint>(_ numbers: [Number], columns: Int, single: Bool) throws {
      let limit = single ? Number(Float.greatestFiniteMagnitude) : .greatestFiniteMagnitude
      guard let i = numbers.firstIndex(where: { !($0.magnitude <= limit) }) else { return }
      let place = "row \(i / columns + 1), column \(i % columns + 1) is \(LuaValue.number(Double(numbers[i])).briefly)"
      throw call.error(
        numbers[i].isFinite
          ? "option 'inputs' must fit in single precision, but \(place)"
          : "option 'inputs' must hold finite numbers, but \(place)")
    }
    switch given {
    case .single(let a):
      try check(call, a.rows, a.columns)
      try checkNumbers(a.elements, columns: a.columns, single: true)
      let numbers = precision == .double ? SharedNumbers(Matrix(a).elements) : SharedNumbers(a.elements)
      return Inputs(numbers: numbers, rows: a.rows, columns: a.columns)
    case .double(let a):
      try check(call, a.rows, a.columns)
      try checkNumbers(a.elements, columns: a.columns, single: precision == .single)
      let numbers = precision == .single ? SharedNumbers(FloatMatrix(a).elements) : SharedNumbers(a.elements)
      return Inputs(numbers: numbers, rows: a.rows, columns: a.columns)
    }
  }

  static let maximumClasses = 100_000

  private static func check(_ call: Call, _ rows: Int, _ columns: Int) throws {
    guard rows > 0, columns > 0 else { throw call.error("option 'inputs' must have at least one row and column") }
  }

  /// The labels, and how many classes there are.
  static func labels(_ call: Call, rows: Int, classes: Int? = nil) throws -> (labels: [Int], classes: Int) {
    let labels = try call.value("labels", as: [Int].self)
    guard labels.count == rows else {
      throw call.error("option 'labels' must have \(rows) elements, one for each row of inputs, got \(labels.count)")
    }
    let classes = classes ?? min(max((labels.max() ?? 0) + 1, 2), maximumClasses)
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
