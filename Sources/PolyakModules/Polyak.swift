public import LuaKit

/// Polyak in a Lua state.
///
///     let lua = LuaState()
///     try Polyak.open(in: lua)
///     try lua.run("plot({1, 4, 9})")
public enum Polyak {
  public static let version = "0.1"

  /// The modules written in Swift, in the order in which help shows them.
  static let modules: [Module] = [
    valuesModule, functionsModule, lossesModule, optimModule, heavyBallFlowModule,
  ]

  /// Makes every module a global variable and known to `require`, those written in Lua too (they load at first use).
  public static func open(in state: LuaState) throws(LuaError) {
    for module in modules { try state.register(module) }
    try StandardLibrary.open(in: state)
  }
}
