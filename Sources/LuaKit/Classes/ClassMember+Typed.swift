extension ClassMember {
  /// A method of arguments by position alone, whose body gets the object and their values.
  ///
  ///     .method("deposit", "Adds to it.", amount, returns: .number) { account, amount in
  ///       account.balance += amount
  ///       return account.balance
  ///     }
  ///
  /// Several results are ``Results``.
  public static func method<each Argument, R: LuaReturnable>(
    _ name: String, _ summary: String, _ parameter: repeat Parameter<each Argument>, returns: LuaType? = nil,
    example: String? = nil, body: @escaping @Sendable (T, repeat each Argument) throws -> R
  ) -> ClassMember {
    var parameters: [AnyParameter] = []
    repeat parameters.append(each parameter)
    return method(name, summary, parameters, returns, example, body) { try $0.pushResults(to: $1) }
  }

  /// The same with nothing as result.
  public static func method<each Argument>(
    _ name: String, _ summary: String, _ parameter: repeat Parameter<each Argument>, example: String? = nil,
    body: @escaping @Sendable (T, repeat each Argument) throws -> Void
  ) -> ClassMember {
    var parameters: [AnyParameter] = []
    repeat parameters.append(each parameter)
    return method(name, summary, parameters, nil, example, body) { _, _ in 0 }
  }

  private static func method<each Argument, R>(
    _ name: String, _ summary: String, _ parameters: [AnyParameter], _ returns: LuaType?, _ example: String?,
    _ body: @escaping @Sendable (T, repeat each Argument) throws -> R, push: @escaping @Sendable (R, LuaState) throws -> Int
  ) -> ClassMember {
    let function = Function(
      name, summary, Function.declarations(parameters, nil, []), returns: returns, example: example
    ) { call in
      var arguments = TypedArguments(call, parameters)
      return try push(body(call.selfObject(as: T.self), repeat try arguments.next((each Argument).self)), call.state)
    }
    return ClassMember { $0.add(method: function) }
  }
}
