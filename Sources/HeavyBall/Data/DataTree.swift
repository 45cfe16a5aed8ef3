/// Values by name, arrays of numbers among them: what a file holds that keeps all of something. ``JSONWriter`` and
/// ``NPZArchive`` write it, ``JSONReader`` and ``NPZArchive`` read it.
package enum DataTree: Equatable {
  case none
  case boolean(Bool)
  case integer(Int)
  case number(Double)
  case text(String)
  case array(NPYArray)
  case list([DataTree])
  case group([Field])

  package struct Field: Equatable {
    package let name: String
    package var value: DataTree

    package init(_ name: String, _ value: DataTree) { (self.name, self.value) = (name, value) }
  }

  /// The value of a name in a group; nil where there is none, or null.
  package subscript(name: String) -> DataTree? {
    guard case .group(let fields) = self, let value = fields.first(where: { $0.name == name })?.value, value != .none else {
      return nil
    }
    return value
  }

  package var fields: [Field]? { if case .group(let fields) = self { fields } else { nil } }
  package var text: String? { if case .text(let text) = self { text } else { nil } }
  package var boolean: Bool? { if case .boolean(let x) = self { x } else { nil } }
  package var integer: Int? { if case .integer(let n) = self { n } else { nil } }

  var number: Double? {
    switch self {
    case .number(let x): x
    case .integer(let n): Double(n)
    // In an archive a number may be an array of no dimension.
    case .array(let array):
      switch (array.shape.count, array.elements) {
      case (0, .doubles(let numbers)): numbers.first
      case (0, .integers(let numbers)): numbers.first.map(Double.init)
      default: nil
      }
    default: nil
    }
  }

  /// Numbers of one dimension.
  var vector: Vector? {
    guard case .array(let array) = self, array.shape.count == 1 else { return nil }
    switch array.elements {
    case .doubles(let numbers): return Vector(numbers)
    case .floats(let numbers): return Vector(numbers.map(Double.init))
    case .integers(let numbers): return Vector(numbers.map(Double.init))
    }
  }

  /// Whole numbers of one dimension.
  var integers: [Int]? {
    guard case .array(let array) = self, array.shape.count == 1 else { return nil }
    if case .integers(let numbers) = array.elements { return numbers }
    return array.shape == [0] ? [] : nil
  }

  /// Numbers of two dimensions.
  var matrix: Matrix? {
    guard case .array(let array) = self, array.shape.count == 2, case .doubles(let numbers) = array.elements else { return nil }
    return Matrix(rows: array.shape[0], columns: array.shape[1], elements: numbers)
  }
}
