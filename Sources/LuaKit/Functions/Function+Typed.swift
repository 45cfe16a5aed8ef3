// Declarations whose bodies get the arguments themselves, each of its parameter's type. Of the forms of results there is an
// overload each: the compiler does not compile closures over functions that return packs.
extension Function {
  /// A function of arguments by position alone, whose body gets their values.
  ///
  ///     static let a = Parameter("a", .number, "one number"), b = Parameter("b", .number, "another", default: 1)
  ///     Function("sum", "Both together.", a, b, returns: .number) { a, b in a + b }
  ///
  /// All else is as in a declaration whose body gets a ``Call``. A tuple of two or three is as many results.
  public init<each Argument, R: LuaReturnable>(
    _ name: String, _ summary: String, _ parameter: repeat Parameter<each Argument>, returns: LuaType? = nil,
    example: String? = nil, body: @escaping @Sendable (repeat each Argument) throws -> R
  ) {
    var parameters: [AnyParameter] = []
    repeat parameters.append(each parameter)
    self.init(name, summary, parameters, returns, example, body) { try $0.pushResults(to: $1) }
  }

  /// The same with nothing as result.
  public init<each Argument>(
    _ name: String, _ summary: String, _ parameter: repeat Parameter<each Argument>, example: String? = nil,
    body: @escaping @Sendable (repeat each Argument) throws -> Void
  ) {
    var parameters: [AnyParameter] = []
    repeat parameters.append(each parameter)
    self.init(name, summary, parameters, nil, example, body) { _, _ in 0 }
  }

  /// The same with two results.
  public init<each Argument, A: LuaRepresentable, B: LuaRepresentable>(
    _ name: String, _ summary: String, _ parameter: repeat Parameter<each Argument>, returns: LuaType? = nil,
    example: String? = nil, body: @escaping @Sendable (repeat each Argument) throws -> (A, B)
  ) {
    var parameters: [AnyParameter] = []
    repeat parameters.append(each parameter)
    self.init(name, summary, parameters, returns, example, body) { try Results($0.0, $0.1).pushResults(to: $1) }
  }

  /// The same with three results.
  public init<each Argument, A: LuaRepresentable, B: LuaRepresentable, C: LuaRepresentable>(
    _ name: String, _ summary: String, _ parameter: repeat Parameter<each Argument>, returns: LuaType? = nil,
    example: String? = nil, body: @escaping @Sendable (repeat each Argument) throws -> (A, B, C)
  ) {
    var parameters: [AnyParameter] = []
    repeat parameters.append(each parameter)
    self.init(name, summary, parameters, returns, example, body) { try Results($0.0, $0.1, $0.2).pushResults(to: $1) }
  }

  private init<each Argument, R>(
    _ name: String, _ summary: String, _ parameters: [AnyParameter], _ returns: LuaType?, _ example: String?,
    _ body: @escaping @Sendable (repeat each Argument) throws -> R, push: @escaping @Sendable (R, LuaState) throws -> Int
  ) {
    self.init(
      name, summary, Self.declarations(parameters, nil, []), returns: returns, example: example
    ) { call in
      var arguments = TypedArguments(call, parameters)
      return try push(body(repeat try arguments.next((each Argument).self)), call.state)
    }
  }
}

/// A call's arguments one after another, each of its parameter's type: a closure cannot keep a pack of parameters.
struct TypedArguments {
  let call: Call
  let parameters: [AnyParameter]
  private var position = 0

  init(_ call: Call, _ parameters: [AnyParameter]) { (self.call, self.parameters) = (call, parameters) }

  mutating func next<Value>(_ type: Value.Type) throws -> Value {
    defer { position += 1 }
    guard let parameter = parameters[position] as? Parameter<Value> else { throw LuaError.ended }
    return try call[parameter]
  }
}
