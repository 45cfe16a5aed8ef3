/// A Lua value in Swift. Integers and floats are kept apart, as Lua keeps them.
public enum LuaValue {
  case `nil`
  case boolean(Bool)
  case integer(Int)
  case number(Double)
  case string(LuaString)
  case table(LuaTable)
  case function(LuaFunction)
  /// A Swift object.
  case object(any LuaObject)
  case coroutine(LuaCoroutine)
  /// Userdata that is not ours.
  case other(LuaReference)

  /// A string of text.
  public init(_ text: String) { self = .string(LuaString(text)) }

  /// Whether there is nothing.
  public var isNil: Bool {
    if case .nil = self { true } else { false }
  }

  /// Everything but nil and false.
  public var isTrue: Bool {
    switch self {
    case .nil, .boolean(false): false
    default: true
    }
  }

  /// A number as Double, whether Lua holds it as a float or as an integer.
  public var number: Double? {
    switch self {
    case .number(let x): x
    case .integer(let i): Double(i)
    default: nil
    }
  }

  /// An integer, or a float of integral value, as Lua accepts it.
  public var integer: Int? {
    switch self {
    case .integer(let i): i
    case .number(let x): Int(exactly: x)
    default: nil
    }
  }

  /// True or false; nil of everything else.
  public var boolean: Bool? {
    if case .boolean(let b) = self { b } else { nil }
  }

  /// A string as text; nil where its bytes are not UTF-8.
  public var text: String? {
    if case .string(let s) = self { s.utf8 } else { nil }
  }

  /// The table; nil of everything else.
  public var table: LuaTable? {
    if case .table(let t) = self { t } else { nil }
  }

  /// The function; nil of everything else.
  public var function: LuaFunction? {
    if case .function(let f) = self { f } else { nil }
  }

  /// The coroutine; nil of everything else.
  public var coroutine: LuaCoroutine? {
    if case .coroutine(let c) = self { c } else { nil }
  }

  /// The handle behind what lives in Lua alone.
  var reference: LuaReference? {
    switch self {
    case .nil, .boolean, .integer, .number, .string, .object: nil
    case .table(let table): table
    case .function(let function): function
    case .coroutine(let coroutine): coroutine
    case .other(let reference): reference
    }
  }

  /// The object, where it is of that class.
  public func object<T: LuaObject>(_ type: T.Type = T.self) -> T? {
    if case .object(let o) = self { o as? T } else { nil }
  }

  /// As Lua's `type`; "userdata" for objects.
  public var typeName: String {
    switch self {
    case .nil: "nil"
    case .boolean: "boolean"
    case .integer, .number: "number"
    case .string: "string"
    case .table: "table"
    case .function: "function"
    case .object: "userdata"
    case .coroutine: "thread"
    case .other(let reference): reference.typeName
    }
  }
}

extension LuaValue: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByFloatLiteral, ExpressibleByStringLiteral
{
  public init(nilLiteral: ()) { self = .nil }
  public init(booleanLiteral value: Bool) { self = .boolean(value) }
  public init(integerLiteral value: Int) { self = .integer(value) }
  public init(floatLiteral value: Double) { self = .number(value) }
  public init(stringLiteral value: String) { self = .string(LuaString(value)) }
}

extension LuaValue: Equatable {
  /// As Lua's `rawequal`: 1 equals 1.0, NaN nothing, tables and functions by identity.
  public static func == (a: LuaValue, b: LuaValue) -> Bool {
    switch (a, b) {
    case (.nil, .nil): true
    case (.boolean(let x), .boolean(let y)): x == y
    case (.integer(let x), .integer(let y)): x == y
    case (.number(let x), .number(let y)): x == y
    case (.integer(let i), .number(let x)), (.number(let x), .integer(let i)): Int(exactly: x) == i
    case (.string(let x), .string(let y)): x == y
    case (.table(let x), .table(let y)): x.isSame(as: y)
    case (.function(let x), .function(let y)): x.isSame(as: y)
    case (.object(let x), .object(let y)): x === y
    case (.coroutine(let x), .coroutine(let y)): x.isSame(as: y)
    case (.other(let x), .other(let y)): x.isSame(as: y)
    default: false
    }
  }
}
