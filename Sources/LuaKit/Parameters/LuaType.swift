internal import CLua
internal import CLuaShim

/// What a value in Lua may be: a property, a result, an argument: its check, its words in error texts and help.
///
/// Of parameters, whose values Swift reads, it is the part of ``ParameterType`` that knows no Swift type.
public struct LuaType: Sendable {
  /// As help shows it: "number in [0, 1)".
  public var name: String { words().name }
  /// As errors say it: "a number in [0, 1)".
  public var description: String { words().description }
  /// As the annotations that editors read name it: "number".
  public var annotation: String { words().annotation }
  package let kind: Kind
  private let words: @Sendable () -> Words

  struct Words {
    let name: String, description: String, annotation: String

    init(_ name: String, description: String? = nil, annotation: String) {
      (self.name, self.description, self.annotation) = (name, description ?? withArticle(name), annotation)
    }
  }

  package enum Kind: Sendable {
    case number(Bounds?)
    case integer(ClosedRange<Int>?)
    case boolean, string, table, function, any
    case oneOf([String])
    case object(@Sendable (AnyObject) -> Bool)
    case union([LuaType])
    case custom(@Sendable (LuaValue) throws -> Any?)
    /// The last are what fields of other names may be, at most one: a list, since a type cannot hold itself. (An `indirect`
    /// case would have its number in the pointer, which tools that look for leaks take for none.)
    case options([AnyParameter], others: [LuaType])
    /// A table of what a function takes as options that is declared elsewhere, in Lua.
    case optionsOf(String)
  }

  package struct Bounds: Sendable {
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

  package init(name: String, description: String? = nil, annotation: String, kind: Kind) {
    self.init(kind: kind) { Words(name, description: description, annotation: annotation) }
  }

  /// Words are found when they are asked for: a program that starts declares some hundred types and needs the words of none.
  /// Those of a type that mentions a class could not be found sooner: the class's declaration may mention the type.
  init(kind: Kind, words: @escaping @Sendable () -> Words) {
    self.kind = kind
    self.words = words
  }

  /// A type of your own.
  ///
  /// - Parameters:
  ///   - name: With or without words behind it; error texts put an article before it.
  ///   - decode: Any value, or nil where what came is of another kind. ``Mismatch`` says more.
  public init(
    name: String, description: String? = nil, annotation: String? = nil,
    decode: @escaping @Sendable (LuaValue) throws -> Any?
  ) {
    self.init(name: name, description: description, annotation: annotation ?? name, kind: .custom(decode))
  }

  // MARK: The built-in types

  /// Every value, nil too.
  public static let any = LuaType(name: "any value", annotation: "any", kind: .any)
  /// True or false, and nothing that counts as such.
  public static let boolean = LuaType(name: "boolean", description: "true or false", annotation: "boolean", kind: .boolean)
  /// Any string, UTF-8 or not.
  public static let string = LuaType(name: "string", annotation: "string", kind: .string)
  /// Any table.
  public static let table = LuaType(name: "table", annotation: "table", kind: .table)
  /// A function; what has `__call` is none.
  public static let function = LuaType(name: "function", annotation: "function", kind: .function)

  /// Any number, NaN and the infinities too.
  public static let number = LuaType(name: "number", annotation: "number", kind: .number(nil))
  /// > 0
  public static let positiveNumber = number(above: 0)
  /// >= 0
  public static let nonNegativeNumber = number(in: 0...)
  /// Neither NaN nor infinite.
  public static let finiteNumber = LuaType(name: "finite number", annotation: "number", kind: .number(Bounds()))

  private static func number(_ bounds: Bounds) -> LuaType {
    LuaType(kind: .number(bounds)) { Words("number " + bounds.words, annotation: "number") }
  }

  /// `.number(in: 0..<1)`
  public static func number(in range: Range<Double>) -> LuaType {
    number(Bounds(lower: range.lowerBound, upper: range.upperBound, includesUpper: false))
  }
  /// `.number(in: 0...1)`
  public static func number(in range: ClosedRange<Double>) -> LuaType {
    number(Bounds(lower: range.lowerBound, upper: range.upperBound))
  }
  /// `.number(in: 0...)`
  public static func number(in range: PartialRangeFrom<Double>) -> LuaType {
    number(Bounds(lower: range.lowerBound))
  }
  /// `.number(in: ...1)`
  public static func number(in range: PartialRangeThrough<Double>) -> LuaType {
    number(Bounds(upper: range.upperBound))
  }
  /// `.number(in: ..<1)`
  public static func number(in range: PartialRangeUpTo<Double>) -> LuaType {
    number(Bounds(upper: range.upperBound, includesUpper: false))
  }
  /// Lower bound excluded, and so is the upper one.
  public static func number(above lower: Double, below upper: Double = .infinity) -> LuaType {
    number(Bounds(lower: lower, upper: upper, includesLower: false, includesUpper: false))
  }

  /// An integer, or a float of integral value.
  public static let integer = LuaType(name: "integer", annotation: "integer", kind: .integer(nil))
  /// >= 1
  public static let positiveInteger = integer(in: 1...)

  /// `.integer(in: 1...12)`
  public static func integer(in range: ClosedRange<Int>) -> LuaType {
    LuaType(kind: .integer(range)) {
      let bounds = range.upperBound == .max ? ">= \(range.lowerBound)" : "in [\(range.lowerBound), \(range.upperBound)]"
      return Words("integer " + bounds, annotation: "integer")
    }
  }
  /// `.integer(in: 1...)`
  public static func integer(in range: PartialRangeFrom<Int>) -> LuaType { integer(in: range.lowerBound...Int.max) }
  /// `.integer(in: 0..<10)`
  public static func integer(in range: Range<Int>) -> LuaType { integer(in: ClosedRange(range)) }

  /// One of some words; a misspelt one is answered with the nearest.
  public static func string(oneOf words: [String]) -> LuaType {
    LuaType(kind: .oneOf(words)) {
      let list = alternatives(words)
      return Words(list, description: list, annotation: words.map { "\"\($0)\"" }.joined(separator: "|"))
    }
  }
  /// `.string(oneOf: "limit", "phase")`
  public static func string(oneOf words: String...) -> LuaType { string(oneOf: words) }

  /// An object of a Swift class.
  public static func object<T: LuaObject>(_ type: T.Type) -> LuaType {
    LuaType(kind: .object { $0 is T }) {
      let name = T.luaClass.name
      return Words(name, annotation: name)
    }
  }

  /// Either.
  public func or(_ other: LuaType) -> LuaType {
    LuaType(kind: .union([self, other])) {
      // "a, b or c"
      func joined(_ words: (LuaType) -> String) -> String {
        let first = words(self)
        guard case .union(let parts) = kind, let last = parts.last.map(words), first.hasSuffix(" or " + last) else {
          return "\(first) or \(words(other))"
        }
        return "\(first.dropLast(last.count + 4)), \(last) or \(words(other))"
      }
      return Words(
        joined(\.name), description: joined(\.description), annotation: "\(annotation)|\(other.annotation)")
    }
  }

  /// The words of a type that takes only some, or takes some words besides what is no text.
  package var choices: [String]? {
    switch kind {
    case .oneOf(let words): words
    case .union(let types): types.compactMap(\.choices).first
    default: nil
    }
  }

  /// The same check under another name, as in `.table.named("table of options", ...)`.
  public func named(
    _ name: @autoclosure @escaping @Sendable () -> String,
    description: @autoclosure @escaping @Sendable () -> String? = nil, annotation: String? = nil
  ) -> LuaType {
    LuaType(kind: kind) { Words(name(), description: description(), annotation: annotation ?? self.annotation) }
  }
}
