extension ClassMember {
  /// An asynchronous method; see <doc:CoroutinesAndAsync>. The object is held until the body ends.
  ///
  ///     .method(async: "fetch", "What the server has.", [key], returns: .string) { server, call, _ in
  ///       try await server.client.value(of: try call[key])
  ///     }
  public static func method<R: LuaReturnable>(
    async name: String, _ summary: String, _ arguments: [AnyParameter] = [], variadic: AnyParameter? = nil,
    options: [AnyParameter] = [], returns: LuaType? = nil, example: String? = nil,
    body: @escaping @Sendable (T, Call, isolated (any Actor)?) async throws -> R
  ) -> ClassMember {
    let function = Function(
      async: name, summary, arguments, variadic: variadic, options: options, returns: returns, example: example
    ) { call, isolation in try await body(call.selfObject(as: T.self), call, isolation) }
    return ClassMember { $0.add(method: function) }
  }

  public static func method(
    async name: String, _ summary: String, _ arguments: [AnyParameter] = [], variadic: AnyParameter? = nil,
    options: [AnyParameter] = [], returns: LuaType? = nil, example: String? = nil,
    body: @escaping @Sendable (T, Call, isolated (any Actor)?) async throws -> Void
  ) -> ClassMember {
    method(
      async: name, summary, arguments, variadic: variadic, options: options, returns: returns, example: example
    ) { object, call, isolation in
      try await body(object, call, isolation)
      return Results()
    }
  }
}
