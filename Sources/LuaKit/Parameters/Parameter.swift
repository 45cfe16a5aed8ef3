/// A parameter of any type, as lists hold it; every one is a ``Parameter`` or a ``VariadicParameter``.
public class AnyParameter: @unchecked Sendable {
  /// As help and errors call it, and as an option is written.
  public let name: String
  /// What help says of it: a few words.
  public let summary: String
  /// What it may be.
  public let type: LuaType
  /// What it is where it is left out.
  public let absence: Absence
  /// How much room a value takes in a call.
  let size: Int

  /// What an absent parameter, or a nil, reads as.
  public enum Absence: Sendable, Equatable {
    /// It must be given.
    case required
    /// Nil.
    case optional
    case literal(LuaLiteral)
    /// Worked out from the other parameters; in words, "from rtol".
    case computed(String)
  }

  init(_ name: String, _ type: LuaType, _ summary: String, _ absence: Absence, size: Int) {
    (self.name, self.type, self.summary, self.absence, self.size) = (name, type, summary, absence, size)
  }

  /// One of a function that is only documented here.
  package convenience init(_ name: String, _ type: LuaType, _ summary: String, _ absence: Absence) {
    self.init(name, type, summary, absence, size: 0)
  }

  /// Reads the value at an index of the stack as one of any type.
  func decode(_ state: LuaState, _ index: Int32, as any: inout Any?) throws -> Outcome {
    let outcome = try type.check(state, index)
    if case .value = outcome { any = state.readValue(at: index) }
    return outcome
  }

  // A call keeps values where no value of any type stands around each: in memory of its own, of `size` bytes each.

  /// Whether a value needs no end.
  var isTrivial: Bool { true }

  /// Makes the room ready for what is decoded into it, where it holds many.
  func begin(_ room: UnsafeMutableRawPointer) {}

  /// Puts the value at an index of the stack into its room, or says why there is none.
  func decode(_ state: LuaState, _ index: Int32, into room: UnsafeMutableRawPointer) throws -> Outcome {
    try type.check(state, index)
  }

  /// Ends the life of what is in the room.
  func end(_ room: UnsafeMutableRawPointer) {}
}

/// A parameter with the type of its value: declared once, by itself or in several functions, and read as `call[mu]`.
///
///     enum Momentum {
///       static let mu = Parameter("mu", .number(in: 0..<1), "momentum")
///       static let nu = Parameter("nu", .finiteNumber, "lookahead", default: 0)
///     }
///     Function("radius", "The largest step.", [Momentum.mu, Momentum.nu], returns: .number) { call in
///       try Radius.value(momentum: call[Momentum.mu], lookahead: call[Momentum.nu])
///     }
///
/// Whether it is an argument by position or an option by name is the function's to say.
public final class Parameter<Value>: AnyParameter, @unchecked Sendable {
  private let decoding: ParameterType<Value>.Decode
  private let standIn: StandIn?

  /// Puts what an absent one reads as into memory that holds nothing; nil where it is required.
  typealias StandIn = @Sendable (any ParameterValues, UnsafeMutablePointer<Value>) throws -> Void

  private init(
    _ name: String, _ type: LuaType, _ summary: String, _ absence: Absence,
    decode: @escaping ParameterType<Value>.Decode, standIn: StandIn?
  ) {
    decoding = decode
    self.standIn = standIn
    super.init(name, type, summary, absence, size: MemoryLayout<Value>.size)
  }

  /// One that must be given.
  public convenience init(_ name: String, _ type: ParameterType<Value>, _ summary: String = "") {
    self.init(name, type.type, summary, .required, decode: type.decode, standIn: nil)
  }

  /// One that reads as a value where it is absent.
  public convenience init(
    _ name: String, _ type: ParameterType<Value>, _ summary: String = "", default value: Value
  ) where Value: Sendable {
    let absence = type.literal(value).map { Absence.literal($0) } ?? .computed("\(value)")
    self.init(name, type.type, summary, absence, decode: type.decode) { _, place in place.initialize(to: value) }
  }

  /// One that is worked out from the others where it is absent.
  ///
  ///     static let terms = Parameter("taylor_order", .integer(in: 2...60), "terms", default: "from rtol") { values in
  ///       TaylorSeries.order(for: try values[rtol])
  ///     }
  public convenience init(
    _ name: String, _ type: ParameterType<Value>, _ summary: String = "", default words: String,
    _ value: @escaping @Sendable (any ParameterValues) throws -> Value
  ) {
    self.init(name, type.type, summary, .computed(words), decode: type.decode) { values, place in
      place.initialize(to: try value(values))
    }
  }

  /// The same parameter where it may be left out: then it reads as nil. Keep it: a parameter is known by its identity.
  public var optional: Parameter<Value?> { optional(.optional) }

  /// The same where it may be left out: then it reads as nil, and the function works the value out.
  ///
  /// - Parameter words: What that value is, for help: "the problem's".
  public func optional(default words: String) -> Parameter<Value?> { optional(.computed(words)) }

  private func optional(_ absence: Absence) -> Parameter<Value?> {
    let decoding = decoding
    return Parameter<Value?>(
      name, type, summary, absence,
      decode: { state, index, place in
        try withUnsafeTemporaryAllocation(of: Value.self, capacity: 1) { room in
          let value = room.baseAddress.unsafelyUnwrapped
          let outcome = try decoding(state, index, value)
          if case .value = outcome { place.initialize(to: value.move()) }
          return outcome
        }
      },
      standIn: Self.constant(nil as Value?))
  }

  /// A function of its own, so that what it makes knows the type of the value, which need not be looked up in each call.
  private static func constant<Constant>(_ value: Constant) -> Parameter<Constant>.StandIn where Constant: SendableMetatype {
    nonisolated(unsafe) let value = value
    return { _, place in place.initialize(to: value) }
  }

  /// The same under other words, for a function where it means something a little different.
  public func described(_ summary: String) -> Parameter<Value> {
    Parameter(name, type, summary, absence, decode: decoding, standIn: standIn)
  }

  override func decode(_ state: LuaState, _ index: Int32, as any: inout Any?) throws -> Outcome {
    try ParameterType.read(decoding, state, index, as: &any)
  }

  override var isTrivial: Bool { _isPOD(Value.self) }

  override func decode(_ state: LuaState, _ index: Int32, into room: UnsafeMutableRawPointer) throws -> Outcome {
    try decoding(state, index, room.bindMemory(to: Value.self, capacity: 1))
  }

  override func end(_ room: UnsafeMutableRawPointer) { room.assumingMemoryBound(to: Value.self).deinitialize(count: 1) }

  /// Puts what it reads as where it is absent into memory that holds nothing, or answers that there is no such value.
  func standIn(among values: any ParameterValues, into place: UnsafeMutablePointer<Value>) throws(LuaError) -> Bool {
    guard let standIn else { return false }
    do { try standIn(values, place) } catch let error as LuaError { throw error } catch { throw LuaError("\(error)") }
    return true
  }
}

/// Any number of arguments behind the others, as `call[rest]`, an array.
public final class VariadicParameter<Element>: AnyParameter, @unchecked Sendable {
  private let decoding: ParameterType<Element>.Decode

  /// Each argument is of the type.
  ///
  ///     static let parts = VariadicParameter("part", .string, "what is joined")
  ///     Function("join", "All of them.", variadic: parts, returns: .string) { call in try call[parts].joined() }
  public init(_ name: String, _ type: ParameterType<Element>, _ summary: String = "") {
    decoding = type.decode
    super.init(name, type.type, summary, .optional, size: MemoryLayout<[Element]>.size)
  }

  override var isTrivial: Bool { false }

  override func begin(_ room: UnsafeMutableRawPointer) { room.initializeMemory(as: [Element].self, to: []) }

  /// Each behind the others.
  override func decode(_ state: LuaState, _ index: Int32, into room: UnsafeMutableRawPointer) throws -> Outcome {
    try withUnsafeTemporaryAllocation(of: Element.self, capacity: 1) { place in
      let element = place.baseAddress.unsafelyUnwrapped
      let outcome = try decoding(state, index, element)
      if case .value = outcome { room.assumingMemoryBound(to: [Element].self).pointee.append(element.move()) }
      return outcome
    }
  }

  override func end(_ room: UnsafeMutableRawPointer) { room.assumingMemoryBound(to: [Element].self).deinitialize(count: 1) }
}

/// Where the values of parameters are read: a call, or a table of options in one.
public protocol ParameterValues {
  /// The parameter's value. Throws where it is not declared here, or the call has ended.
  subscript<Value>(_ parameter: Parameter<Value>) -> Value { get throws(LuaError) }
}

extension Parameter where Value == Double {
  /// `Parameter("mu", in: 0..<1, "momentum")`
  public convenience init(_ name: String, in range: Range<Double>, _ summary: String = "") {
    self.init(name, .number(in: range), summary)
  }
}
