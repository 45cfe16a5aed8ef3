import LuaKit

/// `polyak.errors`, for the files of stdlib/ alone: the words and the places that errors of declared functions have, for
/// those that are written in Lua.
enum InternalErrors {
  static let name = "polyak.errors"

  static func open(in state: LuaState) throws(LuaError) {
    let table = state.makeTable()
    for (name, body) in functions { table[name] = .function(try state.function("\(Self.name).\(name)", body)) }
    state.loaded[name] = .table(table)
  }

  private static var functions: [(String, (Call) throws -> Results)] {
    [
      // value -> what it is, in a few words
      ("briefly", { call in Results(call[0].briefly) }),
      // word, candidates -> the nearest, or nil
      (
        "nearest",
        { call in
          guard let word = call[0].text, let candidates = call[1].table else { return Results(LuaValue.nil) }
          let found = nearestSpelling(of: word, among: texts(candidates))
          return Results(found.map { LuaValue.string(LuaString($0)) } ?? .nil)
        }
      ),
      // the whole message, the function, the path, the argument's number or nil, whether a name is wrong, the name in the call
      (
        "remember",
        { call in
          guard case .string(let message) = call[0], let function = call[1].text, let path = call[2].table else {
            return Results()
          }
          let fault = Fault(
            function: function, path: texts(path), position: call[3].integer, isName: call[4] == true,
            callee: call[5].text)
          try call.state.remember(fault, of: message.bytes)
          return Results()
        }
      ),
    ]
  }

  /// A list of names and numbers.
  private static func texts(_ list: LuaTable) -> [String] {
    (1...max(1, list.count)).compactMap { i in list[i].text ?? list[i].integer.map(String.init) }
  }
}
