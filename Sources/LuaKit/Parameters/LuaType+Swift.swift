extension LuaType {
  /// The type in Lua of a Swift type: of `UInt8` "integer in [0, 255]", of a class that class; any value of what is only made
  /// into a Lua value and never out of one.
  public static func of<Value: LuaRepresentable>(_ type: Value.Type) -> LuaType {
    switch type {
    case is Double.Type, is Float.Type: .number
    case is Int.Type: .integer
    case is Bool.Type: .boolean
    case is String.Type, is LuaString.Type: .string
    case is LuaTable.Type: .table
    case is LuaFunction.Type: .function
    case is LuaValue.Type: .any
    case let object as any LuaObject.Type: .instance(of: object)
    case let decodable as any LuaDecodable.Type: .converted(to: decodable, annotation: { annotation(of: type) })
    default: .any
    }
  }

  private static func instance<Object: LuaObject>(of type: Object.Type) -> LuaType { object(type) }

  private static func annotation(of type: any LuaRepresentable.Type) -> String {
    switch type {
    case is any FixedWidthInteger.Type: "integer"
    case is [UInt8].Type: "string"
    case let optional as any WrappingType.Type: annotation(ofWrapped: optional)
    default: "any"
    }
  }

  private static func annotation<Wrapping: WrappingType>(ofWrapped type: Wrapping.Type) -> String {
    of(Wrapping.Inner.self).annotation + Wrapping.suffix
  }

  /// Words are found late: a class may have itself as the type of a field.
  private static func converted<Value: LuaDecodable>(to type: Value.Type, annotation: @escaping @Sendable () -> String) -> LuaType
  {
    LuaType(kind: .custom { Value.fromLua($0) }) {
      let description = Value.luaDescription
      let article = ["a ", "an "].first { description.hasPrefix($0) } ?? ""
      return Words(String(description.dropFirst(article.count)), description: description, annotation: annotation())
    }
  }
}

/// A type around another, whose annotation follows from that one's.
private protocol WrappingType {
  associatedtype Inner: LuaRepresentable
  static var suffix: String { get }
}

extension Optional: WrappingType where Wrapped: LuaRepresentable {
  typealias Inner = Wrapped
  static var suffix: String { "|nil" }
}

extension Array: WrappingType where Element: LuaRepresentable {
  typealias Inner = Element
  static var suffix: String { "[]" }
}
