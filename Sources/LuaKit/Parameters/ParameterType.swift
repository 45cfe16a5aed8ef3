/// Checks what stands at an index of the stack.
typealias ParameterCheck = @Sendable (LuaState, Int32) throws -> LuaType.Outcome

/// What an argument or an option may be, and the Swift value that it becomes.
///
///     static let vector = ParameterType<Vector>(name: "vector", annotation: "Vector|number[]") { value in
///       value.object(VectorObject.self)?.vector ?? value.table?.numbers().map { Vector($0) }    // nil: not a vector
///     }
public struct ParameterType<Value>: Sendable {
  /// The value at an index that the check has passed, or what the check has decoded.
  typealias Read = @Sendable (LuaState, Int32, Any?) throws(LuaError) -> Value

  /// Its words, and what help, completion and stubs know of it.
  public let type: LuaType
  let check: ParameterCheck
  let read: Read
  /// A value as Lua would have it, where it has a short form there.
  let literal: @Sendable (Value) -> LuaLiteral?

  init(
    _ type: LuaType, check: ParameterCheck? = nil, literal: @escaping @Sendable (Value) -> LuaLiteral? = { _ in nil },
    read: @escaping Read
  ) {
    self.type = type
    self.check = check ?? { state, index in try type.check(state, index) }
    self.literal = literal
    self.read = read
  }

  /// A type that its check decodes.
  init(
    _ type: LuaType, literal: @escaping @Sendable (Value) -> LuaLiteral? = { _ in nil }, decoding check: @escaping ParameterCheck
  ) {
    self.init(type, check: check, literal: literal) { _, _, decoded throws(LuaError) in
      guard let value = decoded as? Value else { throw .ended }
      return value
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
    self.init(LuaType(name: name, description: description, annotation: annotation, decode: decode), literal: { _ in nil }) {
      state, index in try LuaType.outcome { try decode(state.readValue(at: index)) }
    }
  }

  /// What comes of each value; ``Mismatch`` refuses one.
  public func map<Other>(_ transform: @escaping @Sendable (Value) throws -> Other) -> ParameterType<Other> {
    let (check, read) = (check, read)
    return ParameterType<Other>(type) { state, index in
      let outcome = try check(state, index)
      switch outcome {
      case .accepted: return try LuaType.outcome { try transform(try read(state, index, nil)) }
      case .decoded(let value): return try LuaType.outcome { try transform(try read(state, index, value)) }
      case .refused, .flawed: return outcome
      }
    }
  }

  /// Either; the first that fits decides.
  public func or(_ other: ParameterType<Value>) -> ParameterType<Value> {
    let (first, second) = (self, other)
    return ParameterType(type.or(other.type), literal: { first.literal($0) ?? second.literal($0) }) { state, index in
      let outcome = try first.decoded(state, index)
      switch outcome {
      case .decoded, .accepted: return outcome
      case .flawed(let flaw):
        // It is of this kind, unless the other takes it or finds what is wrong deeper inside.
        let last = try second.decoded(state, index)
        switch last {
        case .decoded, .accepted: return last
        case .flawed(let other): return other.path.count > flaw.path.count ? last : outcome
        case .refused: return outcome
        }
      case .refused(let reason):
        let last = try second.decoded(state, index)
        if case .refused(nil) = last { return .refused(reason: reason) }
        return last
      }
    }
  }

  /// The same under other words.
  public func named(
    _ name: @autoclosure @escaping @Sendable () -> String,
    description: @autoclosure @escaping @Sendable () -> String? = nil, annotation: String? = nil
  ) -> ParameterType {
    ParameterType(
      type.named(name(), description: description(), annotation: annotation), check: check, literal: literal, read: read)
  }

  /// The same with the literal that stands for a value, for defaults.
  public func literal(_ literal: @escaping @Sendable (Value) -> LuaLiteral?) -> ParameterType {
    ParameterType(type, check: check, literal: literal, read: read)
  }

  /// The check's outcome with the value read.
  private func decoded(_ state: LuaState, _ index: Int32) throws -> LuaType.Outcome {
    let outcome = try check(state, index)
    if case .accepted = outcome { return .decoded(try read(state, index, nil)) }
    return outcome
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
