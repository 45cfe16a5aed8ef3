internal import CLua
internal import CLuaShim

/// What a Swift function returns that yields: the values, and what it does once it is resumed.
///
///     let ask = try lua.function("ask") { call in
///       Step.yield("your name?") { resumed in .done("hello, \(resumed[0].text ?? "")") }
///     }
///     // in Lua: coroutine.wrap(ask)()
///
/// A loop is a function that returns itself:
///
///     func count(from i: Int) -> Step { i > 3 ? .done() : .yield(i) { _ in count(from: i + 1) } }
///
/// The Swift function has returned by then; what it needs further on, the closure holds, for as long as Lua holds the
/// coroutine. It may yield wherever a function written in Lua may: inside `pcall`, in metamethods that Lua code calls, as an
/// iterator. Elsewhere the error is Lua's: "attempt to yield from outside a coroutine", and "attempt to yield across a C-call
/// boundary" where a function in C or in Swift is between, such as `table.sort`.
public struct Step: LuaReturnable {
  /// Pushes; answers as the trampoline reads it.
  private let push: (LuaState) throws(LuaError) -> Int

  /// Suspends the coroutine. The closure gets the call as it goes on: its arguments are what the coroutine is resumed with.
  public static func yield(_ values: any LuaRepresentable..., then: @escaping (Call) throws -> Step) -> Step {
    yield(Results(list: values), then: then)
  }

  /// The same with values that are a list.
  public static func yield(all values: [some LuaRepresentable], then: @escaping (Call) throws -> Step) -> Step {
    yield(Results(all: values), then: then)
  }

  /// Returns.
  public static func done(_ values: any LuaRepresentable...) -> Step { done(Results(list: values)) }

  public static func done(all values: [some LuaRepresentable]) -> Step { done(Results(all: values)) }

  private static func done(_ results: Results) -> Step {
    Step { state throws(LuaError) in try results.pushResults(to: state) }
  }

  private static func yield(_ results: Results, then: @escaping (Call) throws -> Step) -> Step {
    Step { state throws(LuaError) in
      try state.push(box: ContinuationBox(state, state.nameInControl, then))
      return Int(LK_YIELDS) - (try results.pushResults(to: state))
    }
  }

  public func pushResults(to state: LuaState) throws(LuaError) -> Int { try push(state) }
}

extension LuaState {
  /// The name of the Swift function that Lua has called; "" of others.
  fileprivate var nameInControl: String {
    var record = lua_Debug()
    guard lua_getstack(L, 0, &record) != 0, lua_getinfo(L, "f", &record) != 0 else { return "" }
    defer { lk_pop(L, 1) }
    guard let object = lk_function_box(L, -1)?.pointee.object else { return "" }
    return Unmanaged<FunctionBox>.fromOpaque(object)._withUnsafeGuaranteedRef(\.qualifiedName)
  }
}

/// What goes on when the coroutine does. It is its own first argument.
private final class ContinuationBox: FunctionBox {
  private let then: (Call) throws -> Step

  init(_ state: LuaState, _ name: String, _ then: @escaping (Call) throws -> Step) {
    self.then = then
    super.init(state, name)
  }

  override func invoke(_ L: OpaquePointer) -> Int32 {
    withCall(L) { call in
      call.skipFirst()
      return try then(call).pushResults(to: state)
    }
  }
}
