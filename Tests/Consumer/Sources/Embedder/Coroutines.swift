import LuaKit

/// Coroutines that Swift resumes, and functions of Swift's that yield.
func coroutines() throws {
  let lua = LuaState()

  // A generator written in Lua.
  let squares = try lua.makeCoroutine(lua.load("local n = ... for i = 1, n do coroutine.yield(i * i) end return 'done'"))
  expect(try squares.resume([2]) == .yielded([1]), "a coroutine begun")
  expect(try squares.resume() == .yielded([4]), "and continued")
  expect(try squares.resume() == .returned(["done"]) && squares.status == .dead, "to its end")

  // One that is left before its end.
  let counter = try lua.makeCoroutine(lua.load("local i = 0 while true do i = i + 1 coroutine.yield(i) end"))
  let firsts = counter.lazy.compactMap { $0.first?.integer }.prefix(3)
  expect(Array(firsts) == [1, 2, 3], "the first three")
  try counter.close()

  // The other way round: a dialogue in Swift.
  lua.globals["dialogue"] = .function(
    try lua.function("dialogue") { _ in
      Step.yield("your name?") { answer in
        let name = answer[0].text ?? "nobody"
        return .yield("hello, \(name); your age?") { answer in .done("\(name), \(answer[0].integer ?? 0)") }
      }
    })
  let talk = try lua.run(
    """
    local talk = coroutine.wrap(dialogue)
    return talk(), talk("Ada"), talk(36)
    """)
  expect(talk == ["your name?", "hello, Ada; your age?", "Ada, 36"], "a dialogue")
}

/// Scripts that wait for Swift, each in a call of its own, all in one state.
actor Orders {
  private let lua = LuaState()

  private static let goods = Parameter("goods", .string, "of what")

  init() throws {
    // Declared as others are.
    try lua.register(
      Module(
        "orders", "What is on its way.",
        functions: [
          Function(async: "order", "Waits until it is there.", [Self.goods], returns: .string) { call, _ in
            try await Task.sleep(for: .milliseconds(1))
            return "a box of " + (try call[Self.goods])
          }
        ]))
  }

  func run(_ script: String) async throws -> String? {
    try await lua.runAsync(script, name: "=orders").first?.text
  }
}

/// Two calls that wait at once, and one that is given up.
func waiting() async throws {
  let orders = try Orders()
  async let apples = orders.run("return orders.order('apples')")
  async let pears = orders.run("return orders.order('pears'):upper()")
  expect(try await (apples, pears) == ("a box of apples", "A BOX OF PEARS"), "two at once")

  let endless = Task { try await orders.run("while true do pcall(orders.order, 'patience') end") }
  endless.cancel()
  do {
    _ = try await endless.value
    expect(false, "an end")
  } catch { expect((error as? LuaError)?.kind == .cancelled, "\(error)") }
}
