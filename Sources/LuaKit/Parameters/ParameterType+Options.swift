extension ParameterType {
  /// A table of options, each declared as a parameter is: checked, completed and explained by its declaration.
  ///
  ///     static let loss = Parameter("loss", .nonNegativeNumber, "at a loss this low").optional
  ///     static let steps = Parameter("steps", .positiveInteger, "after so many steps").optional
  ///     static let type = ParameterType.options(loss, steps) { StopRule(loss: try $0[loss], steps: try $0[steps]) }
  public static func options(
    _ parameters: AnyParameter..., make: @escaping @Sendable (OptionValues) throws -> Value
  ) -> Self {
    fields(parameters, make: make)
  }

  /// A table of known options, and of fields of any other name and one type.
  ///
  /// - Parameter others: What fields may be that are not declared; ``OptionValues/others(_:)`` reads them.
  public static func fields<Other>(
    _ parameters: [AnyParameter], others: ParameterType<Other>, make: @escaping @Sendable (OptionValues) throws -> Value
  ) -> Self {
    options(LuaType.options(parameters, others: others.type), parameters, others.decodeAny, make)
  }

  /// A table of known options, made from a list.
  public static func fields(
    _ parameters: [AnyParameter], make: @escaping @Sendable (OptionValues) throws -> Value
  ) -> Self {
    options(LuaType.options(parameters, others: nil), parameters, nil, make)
  }

  private static func options(
    _ type: LuaType, _ parameters: [AnyParameter], _ others: OptionValues.Other?,
    _ make: @escaping @Sendable (OptionValues) throws -> Value
  ) -> Self {
    Self(type) { state, index, place in
      var values = OptionValues(parameters)
      let outcome = try values.decode(others: others, of: type.otherOptions, state, index)
      guard case .value = outcome else { return outcome }
      return try Outcome {
        place.initialize(to: try make(values))
        return .value
      }
    }
  }

  /// The same for values of any type.
  private var decodeAny: OptionValues.Other {
    let decode = decode
    return { state, index, any in try Self.read(decode, state, index, as: &any) }
  }

  /// Reads a value as one of any type.
  static func read(_ decode: Decode, _ state: LuaState, _ index: Int32, as any: inout Any?) throws -> Outcome {
    try withUnsafeTemporaryAllocation(of: Value.self, capacity: 1) { room in
      let value = room.baseAddress.unsafelyUnwrapped
      let outcome = try decode(state, index, value)
      if case .value = outcome { any = value.move() }
      return outcome
    }
  }
}

extension ParameterType where Value == LuaTable {
  /// A table of the options of another function, such as a module's that is written in Lua: completion offers them, and
  /// that function checks them.
  ///
  /// - Parameter annotation: As annotations name such a table, "plot.Options".
  public static func table(ofOptionsOf function: String, annotation: String = "table") -> Self {
    Self(
      LuaType(
        name: "options of \(function)", description: "a table of \(function)'s options", annotation: annotation,
        kind: .optionsOf(function))
    ) { state, index throws(LuaError) in
      guard let table = state.readValue(at: index).table else { throw .ended }
      return table
    }
  }
}

extension LuaType {
  static func options(_ parameters: [AnyParameter], others: LuaType?) -> LuaType {
    let names = parameters.map(\.name) + (others == nil ? [] : [".."])
    let list = "{\(names.joined(separator: ", "))}"
    let fields = parameters.map { "\($0.name)\($0.absence == .required ? "" : "?"): \($0.type.annotation)" }
    let rest = others.map { ["[string]: \($0.annotation)"] } ?? []
    return LuaType(
      name: list.count <= 40 ? list : "table of options", description: "a table of options",
      annotation: "{\((fields + rest).joined(separator: ", "))}",
      kind: .options(parameters, others: others.map { [$0] } ?? []))
  }

  /// The options of the table that a value may be.
  public var options: [AnyParameter] {
    switch kind {
    case .options(let parameters, _): parameters
    case .union(let types): types.lazy.map(\.options).first { !$0.isEmpty } ?? []
    default: []
    }
  }

  /// What fields may be that are not among the options.
  public var otherOptions: LuaType? {
    switch kind {
    case .options(_, let others): others.first
    case .union(let types): types.lazy.compactMap(\.otherOptions).first
    default: nil
    }
  }

  /// The function whose options the value may be a table of.
  package var optionsFunction: String? {
    switch kind {
    case .optionsOf(let function): function
    case .union(let types): types.lazy.compactMap(\.optionsFunction).first
    default: nil
    }
  }
}
