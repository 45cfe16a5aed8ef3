internal import CLua
internal import CLuaShim

// The types that Lua has, each read straight off the stack.

extension ParameterType where Value == Double {
  /// Any number, NaN and the infinities too.
  public static var number: Self { number(.number) }
  /// > 0
  public static var positiveNumber: Self { number(.positiveNumber) }
  /// >= 0
  public static var nonNegativeNumber: Self { number(.nonNegativeNumber) }
  /// Neither NaN nor infinite.
  public static var finiteNumber: Self { number(.finiteNumber) }
  /// `.number(in: 0..<1)`
  public static func number(in range: Range<Double>) -> Self { number(.number(in: range)) }
  /// `.number(in: 0...1)`
  public static func number(in range: ClosedRange<Double>) -> Self { number(.number(in: range)) }
  /// `.number(in: 0...)`
  public static func number(in range: PartialRangeFrom<Double>) -> Self { number(.number(in: range)) }
  /// `.number(in: ...1)`
  public static func number(in range: PartialRangeThrough<Double>) -> Self { number(.number(in: range)) }
  /// `.number(in: ..<1)`
  public static func number(in range: PartialRangeUpTo<Double>) -> Self { number(.number(in: range)) }
  /// Lower bound excluded, and so is the upper one.
  public static func number(above lower: Double, below upper: Double = .infinity) -> Self {
    number(.number(above: lower, below: upper))
  }

  private static func number(_ type: LuaType) -> Self {
    Self(type, literal: { .number($0) }) { state, index throws(LuaError) in lua_tonumberx(state.L, index, nil) }
  }
}

extension ParameterType where Value == Int {
  /// An integer, or a float of integral value.
  public static var integer: Self { integer(.integer) }
  /// >= 1
  public static var positiveInteger: Self { integer(.positiveInteger) }
  /// `.integer(in: 1...12)`
  public static func integer(in range: ClosedRange<Int>) -> Self { integer(.integer(in: range)) }
  /// `.integer(in: 1...)`
  public static func integer(in range: PartialRangeFrom<Int>) -> Self { integer(.integer(in: range)) }
  /// `.integer(in: 0..<10)`
  public static func integer(in range: Range<Int>) -> Self { integer(.integer(in: range)) }

  private static func integer(_ type: LuaType) -> Self {
    Self(type, literal: { .integer($0) }) { state, index throws(LuaError) in Int(lua_tointegerx(state.L, index, nil)) }
  }
}

extension ParameterType where Value == Bool {
  /// True or false.
  public static var boolean: Self {
    Self(.boolean, literal: { .boolean($0) }) { state, index throws(LuaError) in lua_toboolean(state.L, index) != 0 }
  }
}

extension ParameterType where Value == String {
  /// Text in UTF-8; ``bytes`` takes any string.
  public static var string: Self {
    Self(.string, literal: { .string($0) }) { state, index, place in
      guard lua_type(state.L, index) == LUA_TSTRING else { return .refused() }
      guard let text = String(validating: state.bytes(at: index), as: UTF8.self) else {
        return .refused(reason: "but it is not text in UTF-8")
      }
      place.initialize(to: text)
      return .value
    }
  }

  /// One of some words; a misspelt one is answered with the nearest.
  public static func string(oneOf words: [String]) -> Self {
    Self(.string(oneOf: words), literal: { .string($0) }) { state, index throws(LuaError) in state.string(at: index) }
  }
  /// `.string(oneOf: "limit", "phase")`
  public static func string(oneOf words: String...) -> Self { string(oneOf: words) }
}

extension ParameterType where Value == LuaString {
  /// Any string, UTF-8 or not.
  public static var bytes: Self {
    Self(.string, literal: { .string($0.description) }) { state, index throws(LuaError) in
      LuaString(bytes: Array(state.bytes(at: index)))
    }
  }
}

extension ParameterType where Value == LuaTable {
  /// Any table.
  public static var table: Self { value(.table) { $0.table } }
}

extension ParameterType where Value == LuaFunction {
  /// A function.
  public static var function: Self { value(.function) { $0.function } }
}

extension ParameterType where Value == LuaValue {
  /// Every value as it comes; nil reads as absent.
  public static var any: Self { Self(.any) { state, index throws(LuaError) in state.readValue(at: index) } }
}

extension ParameterType where Value: LuaObject {
  /// An object of a Swift class.
  public static func object(_ type: Value.Type) -> Self {
    Self(.object(type)) { state, index, place in
      guard let reference = lk_to_box(state.L, index)?.pointee.object,
        let object = Unmanaged<AnyObject>.fromOpaque(reference).takeUnretainedValue() as? Value
      else { return .refused() }
      place.initialize(to: object)
      return .value
    }
  }
}

extension ParameterType where Value: RawRepresentable & CaseIterable & Sendable, Value.RawValue == String {
  /// One of an enumeration's words.
  public static func choice(of type: Value.Type) -> Self {
    Self(.string(oneOf: type.allCases.map { $0.rawValue }), literal: { .string($0.rawValue) }) { state, index throws(LuaError) in
      guard let value = Value(rawValue: state.string(at: index)) else { throw .ended }
      return value
    }
  }
}

extension ParameterType {
  /// What a type's check has passed, taken out of the value.
  private static func value(_ type: LuaType, _ get: @escaping @Sendable (LuaValue) -> Value?) -> Self {
    Self(type) { state, index throws(LuaError) in
      guard let value = get(state.readValue(at: index)) else { throw .ended }
      return value
    }
  }
}
