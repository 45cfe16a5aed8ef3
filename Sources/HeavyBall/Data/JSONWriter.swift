/// Writes values as JSON (RFC 8259), each field of the outermost group on a line, each row of a matrix too. Numbers that JSON
/// has no word for are written as Python's json does: NaN, Infinity, -Infinity; others with as many digits as it takes to
/// read the same double back.
package struct JSONWriter {
  private let write: ([UInt8]) throws -> Void
  private var text = ""

  /// - Parameter write: Takes the bytes, some at a time.
  init(_ write: @escaping ([UInt8]) throws -> Void) { self.write = write }

  /// The text of a value, without an end of line.
  package static func text(of value: DataTree) -> String {
    var writer = JSONWriter { _ in }
    // What writes nowhere throws nothing.
    try? writer.add(value, isOutermost: false)
    return writer.text
  }

  /// Writes a value and an end of line.
  mutating func write(_ value: DataTree) throws {
    try add(value, isOutermost: true)
    text += "\n"
    try write(Array(text.utf8))
    text = ""
  }

  private mutating func add(_ value: DataTree, isOutermost: Bool) throws {
    switch value {
    case .none: text += "null"
    case .boolean(let x): text += x ? "true" : "false"
    case .integer(let n): text += "\(n)"
    case .number(let x): add(x)
    case .text(let quoted): add(quoted)
    case .array(let array): try add(array)
    case .list(let values):
      text += "["
      for (i, value) in values.enumerated() {
        if i > 0 { text += "," }
        try add(value, isOutermost: false)
      }
      text += "]"
    case .group(let fields):
      text += "{"
      for (i, field) in fields.enumerated() {
        if i > 0 { text += isOutermost ? ",\n" : "," }
        add(field.name)
        text += ":"
        try add(field.value, isOutermost: false)
        if isOutermost { try passOn() }
      }
      text += "}"
    }
  }

  private mutating func add(_ array: NPYArray) throws {
    switch array.elements {
    case .doubles(let numbers): try add(numbers, array.shape) { $0.add($1) }
    case .floats(let numbers): try add(numbers, array.shape) { $0.add(Double($1)) }
    case .integers(let numbers): try add(numbers, array.shape) { $0.text += "\($1)" }
    }
  }

  private mutating func add<Number>(
    _ numbers: [Number], _ shape: [Int], _ add: (inout JSONWriter, Number) -> Void
  ) throws {
    guard let first = shape.first else { return add(&self, numbers[0]) }
    let columns = shape.count > 1 ? shape[1] : first
    if shape.count > 1 { text += "[" }
    for row in 0..<(shape.count > 1 ? first : 1) {
      if row > 0 { text += ",\n" }
      text += "["
      for j in 0..<columns {
        if j > 0 { text += "," }
        add(&self, numbers[row * columns + j])
      }
      text += "]"
      try passOn()
    }
    if shape.count > 1 { text += "]" }
  }

  private mutating func add(_ x: Double) {
    text += x.isFinite ? "\(x)" : x.isNaN ? "NaN" : x < 0 ? "-Infinity" : "Infinity"
  }

  private mutating func add(_ quoted: String) {
    text += "\""
    for scalar in quoted.unicodeScalars {
      switch scalar {
      case "\"", "\\": text += "\\\(scalar)"
      case "\n": text += "\\n"
      case "\0"..<" ":
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }

  /// Writes what there is once it is much.
  private mutating func passOn() throws {
    guard text.utf8.count > Supervision.chunk else { return }
    try write(Array(text.utf8))
    text = ""
  }
}
