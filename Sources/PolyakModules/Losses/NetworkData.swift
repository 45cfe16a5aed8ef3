import HeavyBall
import LuaKit

extension ParameterType where Value == NetworkData.Rows {
  /// A matrix in either precision.
  static var rows: Self {
    Self(name: "matrix or FloatMatrix", annotation: "Matrix|FloatMatrix|number[][]") { value in
      if let a = value.object(FloatMatrixObject.self) { return NetworkData.Rows.single(a.matrix) }
      if let a = value.object(MatrixObject.self) { return NetworkData.Rows.double(a.matrix) }
      return try value.table.map { NetworkData.Rows.double(try $0.rows()) }
    }
  }
}

extension ParameterType where Value == [Int] {
  static var integers: Self {
    Self(name: "list of integers", annotation: "integer[]|Vector|number[]") { value in
      if let v = value.object(VectorObject.self) { return try NetworkData.whole(v.vector.elements) }
      guard let table = value.table else { return nil }
      return try NetworkData.whole(table.elements())
    }
  }
}

/// The data of a network, from the options of a call.
enum NetworkData {
  static let inputs = Parameter("inputs", .rows, "a row each")
  static let labels = Parameter("labels", .integers, "the class of each row")

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

  /// The inputs that a parameter of a call is, in a precision.
  static func converted(
    _ given: Rows, to precision: Precision, _ parameter: AnyParameter, _ call: Call
  ) throws -> Inputs {
    /// The first number that is not finite, or becomes so in single precision, is named.
    func checkNumbers<Number: BinaryFloatingPoint>(_ numbers: [Number], columns: Int, single: Bool) throws {
      let limit = single ? Number(Float.greatestFiniteMagnitude) : .greatestFiniteMagnitude
      guard let i = numbers.firstIndex(where: { !($0.magnitude <= limit) }) else { return }
      let must = numbers[i].isFinite ? "must fit in single precision" : "must be a finite number"
      throw call.fault(
        at: parameter, "\(i / columns + 1)", "\(i % columns + 1)",
        complaint: "\(must), got \(LuaValue.number(Double(numbers[i])).briefly)")
    }
    func checkShape(_ rows: Int, _ columns: Int) throws {
      guard rows > 0, columns > 0 else { throw call.fault(at: parameter, complaint: "must have at least one row and column") }
    }
    switch given {
    case .single(let a):
      try checkShape(a.rows, a.columns)
      try checkNumbers(a.elements, columns: a.columns, single: true)
      let numbers = precision == .double ? SharedNumbers(Matrix(a).elements) : SharedNumbers(a.elements)
      return Inputs(numbers: numbers, rows: a.rows, columns: a.columns)
    case .double(let a):
      try checkShape(a.rows, a.columns)
      try checkNumbers(a.elements, columns: a.columns, single: precision == .single)
      let numbers = precision == .single ? SharedNumbers(FloatMatrix(a).elements) : SharedNumbers(a.elements)
      return Inputs(numbers: numbers, rows: a.rows, columns: a.columns)
    }
  }

  static let maximumClasses = 100_000

  /// How many classes labels are of, where nobody says.
  static func classes(of labels: [Int]) -> Int {
    let highest = min(labels.max() ?? 0, maximumClasses - 1)
    return max(highest + 1, 2)
  }

  /// Throws unless the labels that a parameter of a call is are such of so many rows and classes.
  static func check(_ labels: [Int], rows: Int, classes: Int, _ parameter: AnyParameter, _ call: Call) throws {
    guard labels.count == rows else {
      throw call.fault(
        at: parameter, complaint: "must have \(elements(rows)), one for each row of inputs, got \(labels.count)")
    }
    if let i = labels.firstIndex(where: { !(0..<classes).contains($0) }) {
      throw call.fault(
        at: parameter, "\(i + 1)", complaint: "must be a class in [0, \(classes - 1)], got \(labels[i])")
    }
  }

  static func whole(_ numbers: [Double]) throws -> [Int] {
    try numbers.enumerated().map { i, x in
      guard let n = Int(exactly: x) else {
        throw Flaw(element: i + 1, complaint: "must be an integer, got \(LuaValue.number(x).briefly)")
      }
      return n
    }
  }
}
