/// The closures by which a host takes part: see ``LuaState/output``, ``LuaState/warnings``, ``LuaState/addSearcher(_:)``.
final class HostHandlers {
  var output: (([UInt8]) throws -> Void)?
  var warnings: ((String) throws -> Void)?
  var searchers: [LuaState.Searcher] = []
}
