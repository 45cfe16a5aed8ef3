// Members by key path: their types in Lua follow from Swift's.
extension ClassMember {
  /// A field that reads by a key path; assigning to it is an error.
  ///
  ///     .property("balance", "What is there.", \.balance)
  ///
  /// - Parameter type: For help and stubs; nil is the type's own (``LuaType/of(_:)``).
  public static func property<Value: LuaRepresentable>(
    _ name: String, _ summary: String, _ keyPath: any KeyPath<T, Value> & Sendable, type: LuaType? = nil
  ) -> ClassMember {
    property(name, summary, type ?? .of(Value.self)) { $0[keyPath: keyPath] }
  }

  /// A field that reads and writes by a key path.
  ///
  ///     .variable("owner", "Whose it is.", \.owner)
  ///     .variable("rate", "Interest in a year.", \.rate, type: .number(in: 0..<1))
  ///
  /// What is assigned must be of the type; what the key path's setter does with it is its own affair.
  public static func variable<Value: LuaConvertible>(
    _ name: String, _ summary: String, _ keyPath: any ReferenceWritableKeyPath<T, Value> & Sendable, type: LuaType? = nil
  ) -> ClassMember {
    property(name, summary, type ?? .of(Value.self)) {
      $0[keyPath: keyPath]
    } set: { object, value in
      guard let value = Value.fromLua(value) else {
        throw LuaError("field '\(name)' must be \(Value.luaDescription), got \(value.briefly)")
      }
      object[keyPath: keyPath] = value
    }
  }
}
