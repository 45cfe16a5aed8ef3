/// A Swift class whose instances Lua can hold.
///
///     final class Counter: LuaObject {
///       var value = 0
///       static var luaClass: ClassDeclaration {
///         ClassDeclaration(Counter.self, "Counter", "Counts.", [
///           .method("increment", "One more.", returns: .integer) { counter, call in
///             counter.value += 1
///             return counter.value
///           },
///         ])
///       }
///     }
///
/// Lua keeps a reference: the object lives until the collector has finalised its userdata. Of that there is one for each
/// object and state, so that an object is a key, and itself to `rawequal`, for as long as Lua holds it; a weak table forgets
/// an object that Swift alone holds. `==` compares the objects unless the class declares otherwise.
public protocol LuaObject: AnyObject, LuaRepresentable, LuaDecodable {
  /// Read once for each state, when the first instance (or the module that lists the class) gets there.
  static var luaClass: ClassDeclaration { get }
  /// Bytes of memory the object owns outside Lua, so that the collector keeps pace. Read whenever the object is pushed.
  var externalBytes: Int { get }
}

extension LuaObject {
  public var externalBytes: Int { 0 }
  public func luaValue(in state: LuaState) -> LuaValue { .object(self) }
  public func push(to state: LuaState) throws(LuaError) { try state.push(object: self) }
  public static func fromLua(_ value: LuaValue) -> Self? {
    if case .object(let object) = value { object as? Self } else { nil }
  }
  public static var luaDescription: String { withArticle(luaClass.name) }
}
