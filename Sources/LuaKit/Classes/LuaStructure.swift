/// A value type whose values Lua has as objects with fields and methods, each a copy of its own.
///
///     struct Point: LuaStructure {
///       var x = 0.0, y = 0.0
///       static var luaClass: ClassDeclaration {
///         ClassDeclaration(LuaCopy<Point>.self, "Point", "A place.", [
///           .variable("x", "To the right.", \.value.x), .variable("y", "Upwards.", \.value.y),
///           .method("length", "How far from the origin.", returns: .number) { point in hypot(point.value.x, point.value.y) },
///         ])
///       }
///     }
///
/// Every way into Lua makes an object of its own, and every way out a copy of what it is then: `point.x = 2` in Lua changes what
/// Lua has, for all that refer to that object there, and no value in Swift. A type that is to be shared is a class that is a
/// ``LuaObject``. For plain data, tables by ``LuaEncoder`` may do.
public protocol LuaStructure: LuaRepresentable, LuaDecodable {
  /// The members, of ``LuaCopy``.
  static var luaClass: ClassDeclaration { get }
}

/// The object that Lua has of a value: see ``LuaStructure``.
public final class LuaCopy<Value: LuaStructure>: LuaObject {
  /// What Lua has now.
  public var value: Value

  /// A copy for Lua.
  public init(_ value: Value) { self.value = value }

  public static var luaClass: ClassDeclaration { Value.luaClass }
}

extension LuaStructure {
  public func luaValue(in state: LuaState) -> LuaValue { .object(LuaCopy(self)) }
  public static func fromLua(_ value: LuaValue) -> Self? { value.object(LuaCopy<Self>.self)?.value }
  public static var luaDescription: String { withArticle(luaClass.name) }
}

extension ParameterType where Value: LuaStructure {
  /// A value that Lua has as an object: a copy of what it is at the call.
  public static func structure(_ type: Value.Type) -> Self {
    let object = ParameterType<LuaCopy<Value>>.object(LuaCopy<Value>.self)
    return object.map { $0.value }
  }
}

extension LuaType {
  /// A value that Lua has as an object.
  public static func structure<Value: LuaStructure>(_ type: Value.Type) -> LuaType { object(LuaCopy<Value>.self) }
}
