internal import CLua

/// What an argument or an option may be, and the Swift value that it becomes.
///
///     static let vector = ParameterType<Vector>(name: "vector", annotation: "Vector|number[]") { value in
///       value.object(VectorObject.self)?.vector ?? value.table?.numbers().map { Vector($0) }    // nil: not a vector
///     }
public struct ParameterType<Value>: Sendable {
  /// Puts the value of what stands at an index of the stack into memory that holds none, or says why there is no value.
  ///
  /// Into memory, since code for any `Value` that returns one inside an enumeration looks that enumeration up at every call.
  typealias Decode = @Sendable (LuaState, Int32, UnsafeMutablePointer<Value>) throws -> Outcome

  /// Its words, and what help, completion and stubs know of it.
  public let type: LuaType
  let decode: Decode
  /// A value as Lua would have it, where it has a short form there.
  let literal: @Sendable (Value) -> LuaLiteral?

  init(_ type: LuaType, literal: @escaping @Sendable (Value) -> LuaLiteral? = { _ in nil }, decode: @escaping Decode) {
    (self.type, self.literal, self.decode) = (type, literal, decode)
  }

  /// A type whose check says all: what it has passed is read.
  init(
    _ type: LuaType, literal: @escaping @Sendable (Value) -> LuaLiteral? = { _ in nil },
    read: @escaping @Sendable (LuaState, Int32) throws(LuaError) -> Value
  ) {
    self.init(type, literal: literal) { state, index, place in
      let outcome = try type.check(state, index)
      if case .value = outcome { place.initialize(to: try read(state, index)) }
      return outcome
    }
  }

  /// A type of your own, declared once and used in many functions.
  ///
  /// - Parameters:
  ///   - name: With or without words behind it; error texts put an article before it.
  ///   - decode: The value, or nil where what came is of another kind. ``Mismatch`` says more.
  public init(
    name: String, description: String? = nil, annotation: String? = nil,
    decode: @escaping @Sendable (LuaValue) throws -> Value?
  ) {
    self.init(LuaType(name: name, description: description, annotation: annotation, decode: decode)) { state, index, place in
      try Outcome {
        guard let value = try decode(state.readValue(at: index)) else { return .refused() }
        place.initialize(to: value)
        return .value
      }
    }
  }

  /// What comes of each value; ``Mismatch`` refuses one.
  public func map<Other>(_ transform: @escaping @Sendable (Value) throws -> Other) -> ParameterType<Other> {
    let decode = decode
    return ParameterType<Other>(type) { state, index, place in
      try withUnsafeTemporaryAllocation(of: Value.self, capacity: 1) { room in
        let value = room.baseAddress.unsafelyUnwrapped
        let outcome = try decode(state, index, value)
        guard case .value = outcome else { return outcome }
        return try Outcome {
          place.initialize(to: try transform(value.move()))
          return .value
        }
      }
    }
  }

  /// Either; the first that fits decides.
  public func or(_ other: ParameterType<Value>) -> ParameterType<Value> {
    let (first, second) = (self, other)
    return ParameterType(type.or(other.type), literal: { first.literal($0) ?? second.literal($0) }) { state, index, place in
      let outcome = try first.decode(state, index, place)
      switch outcome {
      case .value: return outcome
      case .flawed(let flaw):
        // It is of this kind, unless the other takes it or finds what is wrong deeper inside.
        let last = try second.decode(state, index, place)
        switch last {
        case .value: return last
        case .flawed(let other): return other.path.count > flaw.path.count ? last : outcome
        case .refused: return outcome
        }
      case .refused(let reason):
        let last = try second.decode(state, index, place)
        return last.isOfAnotherKind ? .refused(reason: reason) : last
      }
    }
  }

  /// The same with a short cut for objects of a class, tried first: it goes around a value of any kind.
  ///
  ///     static var vector: Self {
  ///       Self(name: "vector") { $0.table?.numbers().map { Vector($0) } }.quick(VectorObject.self) { $0.vector }
  ///     }
  public func quick<Object: LuaObject>(
    _ object: Object.Type, _ value: @escaping @Sendable (Object) -> Value
  ) -> ParameterType {
    let decode = decode
    return ParameterType(type, literal: literal) { state, index, place in
      guard let object = state.object(at: index, as: Object.self) else { return try decode(state, index, place) }
      place.initialize(to: value(object))
      return .value
    }
  }

  /// The same with a short cut for numbers.
  public func quick(number value: @escaping @Sendable (Double) -> Value) -> ParameterType {
    let decode = decode
    return ParameterType(type, literal: literal) { state, index, place in
      guard lua_type(state.L, index) == LUA_TNUMBER else { return try decode(state, index, place) }
      place.initialize(to: value(lua_tonumberx(state.L, index, nil)))
      return .value
    }
  }

  /// The same under other words.
  public func named(
    _ name: @autoclosure @escaping @Sendable () -> String,
    description: @autoclosure @escaping @Sendable () -> String? = nil, annotation: String? = nil
  ) -> ParameterType {
    ParameterType(
      type.named(name(), description: description(), annotation: annotation), literal: literal, decode: decode)
  }

  /// The same with the literal that stands for a value, for defaults.
  public func literal(_ literal: @escaping @Sendable (Value) -> LuaLiteral?) -> ParameterType {
    ParameterType(type, literal: literal, decode: decode)
  }
}

/// Thrown by a decoder to say why not: "argument 'b' must be a vector, but element 3 is a string".
public struct Mismatch: Error {
  public let reason: String
  private let isDescription: Bool

  /// - Parameter reason: A sentence, "element 3 is a string".
  public init(_ reason: String) { (self.reason, isDescription) = (reason, false) }

  /// - Parameter description: What came, "one with a NUL in it".
  public init(got description: String) { (reason, isDescription) = (description, true) }

  var words: String { (isDescription ? "got " : "but ") + reason }
}
