internal import CLua

/// One member of a class declaration.
public struct ClassMember<T: LuaObject>: Sendable {
  let add: @Sendable (inout ClassDeclaration) -> Void

  // MARK: Methods and properties

  /// A method whose body gets the object and the call, with arguments of every role.
  ///
  ///     .method("grow", "What becomes of it.", [years], options: [rate], returns: .number) { account, call in
  ///       account.balance * pow(1 + (try call[rate]), Double(try call[years]))
  ///     }
  ///
  /// Parameters as ``Function`` has them.
  public static func method<R: LuaReturnable>(
    _ name: String, _ summary: String, _ arguments: [AnyParameter] = [], variadic: AnyParameter? = nil,
    options: [AnyParameter] = [],
    returns: LuaType? = nil, example: String? = nil, body: @escaping @Sendable (T, Call) throws -> R
  ) -> ClassMember {
    let function = Function(
      name, summary, arguments, variadic: variadic, options: options, returns: returns, example: example
    ) { call in try body(call.selfObject(as: T.self), call) }
    return ClassMember { $0.add(method: function) }
  }

  /// The same with nothing as result.
  public static func method(
    _ name: String, _ summary: String, _ arguments: [AnyParameter] = [], variadic: AnyParameter? = nil,
    options: [AnyParameter] = [],
    returns: LuaType? = nil, example: String? = nil, body: @escaping @Sendable (T, Call) throws -> Void
  ) -> ClassMember {
    let function = Function(
      name, summary, arguments, variadic: variadic, options: options, returns: returns, example: example
    ) { call in try body(call.selfObject(as: T.self), call) }
    return ClassMember { $0.add(method: function) }
  }

  /// A field that takes long to read the first time: what computes it gets the state to ask whether to go on.
  public static func computed<R: LuaRepresentable>(
    _ name: String, _ summary: String, _ type: LuaType, get: @escaping @Sendable (T, LuaState) throws -> R
  ) -> ClassMember {
    let property = ClassDeclaration.Property(
      name: name, summary: summary, type: type,
      read: { object, state in try get(unsafeDowncast(object, to: T.self), state).push(to: state) }, assign: nil)
    return ClassMember { $0.add(property: property) }
  }

  /// A field that reads; assigning to it is an error.
  public static func property<R: LuaRepresentable>(
    _ name: String, _ summary: String, _ type: LuaType, get: @escaping @Sendable (T) throws -> R
  ) -> ClassMember {
    let property = ClassDeclaration.Property(
      name: name, summary: summary, type: type,
      read: { object, state in try get(unsafeDowncast(object, to: T.self)).push(to: state) }, assign: nil)
    return ClassMember { $0.add(property: property) }
  }

  /// A field that reads and writes; what is assigned has passed the type's check.
  public static func property<R: LuaRepresentable>(
    _ name: String, _ summary: String, _ type: LuaType, get: @escaping @Sendable (T) throws -> R,
    set: @escaping @Sendable (T, LuaValue) throws -> Void
  ) -> ClassMember {
    let property = ClassDeclaration.Property(
      name: name, summary: summary, type: type,
      read: { object, state in try get(unsafeDowncast(object, to: T.self)).push(to: state) },
      assign: { object, value, state in try set(unsafeDowncast(object, to: T.self), value) })
    return ClassMember { $0.add(property: property) }
  }

  // MARK: Indexing by integers

  /// `v[i]` as a number; nil where there is none.
  public static func numberIndex(_ body: @escaping @Sendable (T, Int) throws -> Double?) -> ClassMember {
    ClassMember { $0.index.number = { object, i in try body(unsafeDowncast(object, to: T.self), i) } }
  }

  /// `v[i]` as any value.
  public static func index<R: LuaRepresentable>(_ body: @escaping @Sendable (T, Int) throws -> R) -> ClassMember {
    ClassMember {
      $0.index.value = { object, i, state in try body(unsafeDowncast(object, to: T.self), i).push(to: state) }
    }
  }

  /// `v[{1, 5, 7}]`, by a table or an object; nil where that is no index.
  public static func listIndex<R: LuaRepresentable>(
    _ body: @escaping @Sendable (T, LuaValue, LuaState) throws -> R?
  ) -> ClassMember {
    ClassMember { $0.index.list = { object, list, state in try body(unsafeDowncast(object, to: T.self), list, state) } }
  }

  /// `v[i] = x` with a number.
  public static func setNumberIndex(_ body: @escaping @Sendable (T, Int, Double) throws -> Void) -> ClassMember {
    ClassMember { $0.index.setNumber = { object, i, x in try body(unsafeDowncast(object, to: T.self), i, x) } }
  }

  /// `v[i] = x` with any value.
  public static func setIndex(_ body: @escaping @Sendable (T, Int, LuaValue) throws -> Void) -> ClassMember {
    ClassMember { $0.index.setValue = { object, i, value, state in try body(unsafeDowncast(object, to: T.self), i, value) } }
  }

  // MARK: Operators

  /// An operator with its operands as Lua hands them over: either may be of another type, as in `2 * v`.
  ///
  ///     .operator(.add) { a, b, state in try sum(a, b) }
  public static func `operator`<R: LuaRepresentable>(
    _ operator: Operator, _ body: @escaping @Sendable (LuaValue, LuaValue, LuaState) throws -> R
  ) -> ClassMember {
    ClassMember {
      $0.operators[`operator`] = { call in
        try body(call[0], call[1], call.state).push(to: call.state)
        return 1
      }
    }
  }

  /// An operator whose operands are of a type.
  ///
  /// - Parameter wrong: The error where one is not.
  public static func `operator`<Value, R: LuaRepresentable>(
    _ operator: Operator, _ type: ParameterType<Value>, wrong: @escaping @Sendable (LuaValue) -> LuaError,
    _ body: @escaping @Sendable (Value, Value, LuaState) throws -> R
  ) -> ClassMember {
    ClassMember {
      $0.operators[`operator`] = { call in
        let state = try call.state
        return try withUnsafeTemporaryAllocation(of: Value.self, capacity: 2) { room in
          let operands = room.baseAddress.unsafelyUnwrapped
          guard case .value = try type.decode(state, call.first, operands) else { throw wrong(call[0]) }
          defer { operands.deinitialize(count: 1) }
          guard case .value = try type.decode(state, call.first + 1, operands + 1) else { throw wrong(call[1]) }
          defer { (operands + 1).deinitialize(count: 1) }
          try body(operands[0], operands[1], state).push(to: state)
          return 1
        }
      }
    }
  }

  private static func unary<R: LuaRepresentable>(
    _ operator: Operator, _ body: @escaping @Sendable (T, LuaState) throws -> R
  ) -> ClassMember {
    ClassMember { declaration in
      let name = declaration.name
      declaration.operators[`operator`] = { call in
        guard let object = try call.state.object(at: 1, as: T.self) else {
          throw call.error("must be \(withArticle(name)), got \(call[0].briefly)")
        }
        try body(object, call.state).push(to: call.state)
        return 1
      }
    }
  }

  private static func unary<R: LuaRepresentable>(
    _ operator: Operator, _ body: @escaping @Sendable (T) throws -> R
  ) -> ClassMember {
    unary(`operator`) { object, _ in try body(object) }
  }

  /// `-v`
  public static func negate<R: LuaRepresentable>(_ body: @escaping @Sendable (T, LuaState) throws -> R) -> ClassMember {
    unary(.negate, body)
  }
  /// `#v`
  public static func length(_ body: @escaping @Sendable (T) throws -> Int) -> ClassMember { unary(.length, body) }
  /// What `tostring` and `print` say.
  ///
  ///     .tostring { "Account  \($0.balance)" }
  public static func tostring<R: LuaRepresentable>(_ body: @escaping @Sendable (T) throws -> R) -> ClassMember {
    unary(.tostring, body)
  }

  /// A description that takes long to find: what does gets the state to ask whether to go on.
  public static func tostring(_ body: @escaping @Sendable (T, LuaState) throws -> String) -> ClassMember {
    unary(.tostring, body)
  }

  /// Runs when a `<close>` variable goes out of scope.
  public static func close(_ body: @escaping @Sendable (T) throws -> Void) -> ClassMember {
    unary(.close) { object, _ in
      try body(object)
      return LuaValue.nil
    }
  }

  /// `v(...)`, with declared parameters.
  public static func call<R: LuaReturnable>(
    _ summary: String, _ arguments: [AnyParameter] = [], options: [AnyParameter] = [], returns: LuaType? = nil,
    example: String? = nil, body: @escaping @Sendable (T, Call) throws -> R
  ) -> ClassMember {
    ClassMember { declaration in
      declaration.callable = Function(
        declaration.instanceName, summary, arguments, options: options, returns: returns, example: example
      ) { call in try body(call.selfObject(as: T.self), call) }
    }
  }
}

extension Call {
  /// `self`, which the binding has checked.
  func selfObject<T: LuaObject>(as type: T.Type) -> T { unsafeDowncast(record.pointee.selfObject.unsafelyUnwrapped, to: type) }
}
