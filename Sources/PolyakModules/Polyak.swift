import HeavyBall
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
    valuesModule,
    functionsModule,
    linearAlgebraModule,
    randomModule,
    lossesModule,
    optimModule,
    heavyBallFlowModule,
    equationModule,
    trajectoriesModule,
    diagonalModule,
    diagnosticsModule,
    dataModule,
    filesModule,
    workersModule,
    helpModule,
  ]

  /// Whether a module travels inside the program.
  package static func isModule(named name: String) -> Bool {
    name == "polyak" || modules.contains { $0.name == name } || StandardLibrary.files.contains { $0.module == name }
  }

  /// Makes every module a global variable and known to `require`, those written in Lua too (they load at first use).
  public static func open(in state: LuaState) throws(LuaError) {
    if let problem = Threads.problem { throw LuaError(problem) }
    state.memoryGrant = grant
    let table = state.makeTable()
    for module in modules {
      let functions = try state.register(module)
      if !module.name.isEmpty { table[module.name] = .table(functions) }
    }
    try introduce(table, to: state)
    try StandardLibrary.open(in: state)
  }

  /// The modules as one table, for a state whose globals belong to others: `polyak.losses`, `polyak.vec`.
  ///
  /// The files of stdlib/ are found by `require` after everything that the state finds itself. Where it throws, nothing is
  /// remembered.
  public static func table(in state: LuaState) throws(LuaError) -> LuaTable {
    if let problem = Threads.problem { throw LuaError(problem) }
    state.memoryGrant = grant
    let table = state.makeTable()
    for module in modules {
      let functions = try state.register(module, as: [])
      if module.name.isEmpty {
        for (name, function) in functions { table[name] = function }
      } else {
        table[module.name] = .table(functions)
      }
    }
    for (name, module) in try StandardLibrary.lazyModules(in: state) { table[name] = module }
    let loaded = state.loaded
    do throws(LuaError) {
      try introduce(table, to: state)
      try StandardLibrary.join(state)
    } catch {
      let names = [InternalFiles.name, InternalDrawings.name, InternalErrors.name, InternalFingerprints.name]
      for name in ["polyak.modules"] + names { loaded[name] = nil }
      throw error
    }
    return table
  }

  private static let grant: @convention(c) (Int) -> Int = { Memory.grant(Double($0)) ?? -1 }

  /// What it brings to a state it was opened in: "losses", "losses.define", "trajectory:save", "plot".
  public static func names(in state: LuaState) -> [String] {
    modules.map(\.name) + StandardLibrary.globals + state.declaredNames
  }

  /// The files of stdlib/ find modules by `require "polyak.modules"`, whatever is global. One table for all: Lua's
  /// tracebacks name functions after what is loaded, and would call `workers.map` by a longer name.
  private static func introduce(_ table: LuaTable, to state: LuaState) throws(LuaError) {
    table["version"] = .string(LuaString(version))
    state.loaded["polyak.modules"] = .table(table)
    try InternalFiles.open(in: state)
    try InternalDrawings.open(in: state)
    try InternalErrors.open(in: state)
    try InternalFingerprints.open(in: state)
  }
}
