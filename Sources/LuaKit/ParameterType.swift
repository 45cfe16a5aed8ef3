internal import CLua
internal import CLuaShim

/// What an argument, an option, a property or a result may be: its check, its words in error texts and help.
public struct ParameterType: Sendable {
  /// As help shows it: "number in [0, 1)".
  public var name: String { words().name }
  /// As errors say it: "a number in [0, 1)".
  public var description: String { words().description }
  /// As the annotations that editors read name it: "number".
  public var annotation: String { words().annotation }
  let kind: Kind
  private let words: @Sendable () -> Words

  struct Words {
    let name: String, description: String, annotation: String
  }

  enum Kind: Sendable {
    case number(Bounds?)
    case integer(ClosedRange<Int>?)
    case boolean, string, table, function, any
    case oneOf([String])
    case object(@Sendable (AnyObject) -> Bool)
    case union([ParameterType])
    case custom(@Sendable (LuaValue) throws -> Any?)
  }

  struct Bounds: Sendable {
    var lower = -Double.infinity, upper = Double.infinity
    var includesLower = true, includesUpper = true

    /// NaN and the infinities are in no bounds.
    func contains(_ x: Double) -> Bool {
      x.isFinite && (includesLower ? x >= lower : x > lower) && (includesUpper ? x <= upper : x < upper)
    }

    var words: String {
      if upper == .infinity { return (includesLower ? ">= " : "> ") + formatNumber(lower) }
      if lower == -.infinity { return (includesUpper ? "<= " : "< ") + formatNumber(upper) }
      return "in \(includesLower ? "[" : "(")\(formatNumber(lower)), \(formatNumber(upper))\(includesUpper ? "]" : ")")"
    }
  }

  init(name: String, description: String? = nil, annotation: String, kind: Kind) {
    let words = Words(name: name, description: description ?? withArticle(name), annotation: annotation)
    self.init(kind: kind) { words }
  }

  /// The words of a type that mentions a class are asked for late: the class's declaration may mention the type.
  private init(kind: Kind, words: @escaping @Sendable () -> Words) {
    self.kind = kind
    self.words = words
  }

  /// A type of your own, declared once and used in many functions.
  ///
  ///     static let vector = ParameterType(name: "vector", annotation: "Vector|number[]") { value in
  ///       value.object(Vector.self)?.elements ?? value.table?.numbers()     // nil: not a vector
  ///     }
  ///
  /// - Parameters:
  ///   - name: With or without words behind it; error texts put an article before it.
  ///   - decode: The value that ``Call/value(_:as:)`` gives, or nil where it is of another kind. ``Mismatch`` says more.
  public init(
    name: String, description: String? = nil, annotation: String? = nil,
    decode: @escaping @Sendable (LuaValue) throws -> Any?
  ) {
    self.init(name: name, description: description, annotation: annotation ?? name, kind: .custom(decode))
  }

  /// Thrown by a decoder to say why not: "argument 'b' must be a vector, but element 3 is a string".
  public struct Mismatch: Error {
    public let reason: String
    public init(_ reason: String) { self.reason = reason }
  }

  // MARK: The built-in types

  public static let any = ParameterType(name: "any value", annotation: "any", kind: .any)
  public static let boolean = ParameterType(name: "boolean", description: "true or false", annotation: "boolean", kind: .boolean)
  public static let string = ParameterType(name: "string", annotation: "string", kind: .string)
  public static let table = ParameterType(name: "table", annotation: "table", kind: .table)
  public static let function = ParameterType(name: "function", annotation: "function", kind: .function)

  /// Any number, NaN and the infinities too.
  public static let number = ParameterType(name: "number", annotation: "number", kind: .number(nil))
  /// > 0
  public static let positiveNumber = number(above: 0)
  /// >= 0
  public static let nonNegativeNumber = number(in: 0...)
  public static let finiteNumber = ParameterType(name: "finite number", annotation: "number", kind: .number(Bounds()))

  private static func number(_ bounds: Bounds) -> ParameterType {
    ParameterType(name: "number " + bounds.words, annotation: "number", kind: .number(bounds))
  }

  public static func number(in range: Range<Double>) -> ParameterType {
    number(Bounds(lower: range.lowerBound, upper: range.upperBound, includesUpper: false))
  }
  public static func number(in range: ClosedRange<Double>) -> ParameterType {
    number(Bounds(lower: range.lowerBound, upper: range.upperBound))
  }
  public static func number(in range: PartialRangeFrom<Double>) -> ParameterType {
    number(Bounds(lower: range.lowerBound))
  }
  public static func number(in range: PartialRangeThrough<Double>) -> ParameterType {
    number(Bounds(upper: range.upperBound))
  }
  public static func number(in range: PartialRangeUpTo<Double>) -> ParameterType {
    number(Bounds(upper: range.upperBound, includesUpper: false))
  }
  /// Lower bound excluded, and so is the upper one.
  public static func number(above lower: Double, below upper: Double = .infinity) -> ParameterType {
    number(Bounds(lower: lower, upper: upper, includesLower: false, includesUpper: false))
  }

  /// An integer, or a float of integral value.
  public static let integer = ParameterType(name: "integer", annotation: "integer", kind: .integer(nil))
  /// >= 1
  public static let positiveInteger = integer(in: 1...)

  public static func integer(in range: ClosedRange<Int>) -> ParameterType {
    let words = range.upperBound == .max ? ">= \(range.lowerBound)" : "in [\(range.lowerBound), \(range.upperBound)]"
    return ParameterType(name: "integer " + words, annotation: "integer", kind: .integer(range))
  }
  public static func integer(in range: PartialRangeFrom<Int>) -> ParameterType { integer(in: range.lowerBound...Int.max) }
  public static func integer(in range: Range<Int>) -> ParameterType { integer(in: ClosedRange(range)) }

  /// One of some words; a misspelt one is answered with the nearest.
  public static func string(oneOf words: [String]) -> ParameterType {
    let quoted = words.map { "'\($0)'" }
    let list = quoted.count < 2
      ? quoted.joined() : quoted.dropLast().joined(separator: ", ") + " or " + (quoted.last ?? "")
    return ParameterType(
      name: list, description: list, annotation: words.map { "\"\($0)\"" }.joined(separator: "|"), kind: .oneOf(words))
  }
  public static func string(oneOf words: String...) -> ParameterType { string(oneOf: words) }

  /// An object of a Swift class.
  public static func object<T: LuaObject>(_ type: T.Type) -> ParameterType {
    ParameterType(kind: .object { $0 is T }) {
      let name = T.luaClass.name
      return Words(name: name, description: withArticle(name), annotation: name)
    }
  }

  /// Either.
  public func or(_ other: ParameterType) -> ParameterType {
    ParameterType(kind: .union([self, other])) {
      Words(
        name: "\(name) or \(other.name)", description: "\(description) or \(other.description)",
        annotation: "\(annotation)|\(other.annotation)")
    }
  }

  /// The same check under another name, as in `.table.named("table of options", ...)`.
  public func named(_ name: String, description: String? = nil, annotation: String? = nil) -> ParameterType {
    ParameterType(name: name, description: description, annotation: annotation ?? self.annotation, kind: kind)
  }
}
