import LuaKit
internal import CLua
internal import CLuaShim

/// What Lua knows of a function written in Lua.
public struct FunctionOrigin: Equatable, Sendable {
  /// As given to `load`: "@file.lua", "=name", or the source itself.
  public var source: String
  /// As error texts name it: "file.lua".
  public var shortSource: String
  /// The lines from `function` to `end`; 0 and 0 of a whole chunk.
  public var lines: ClosedRange<Int>
  public var parameters: [String]
  public var isVariadic: Bool

  /// "(a, b, ...)".
  public var parameterList: String { "(" + (parameters + (isVariadic ? ["..."] : [])).joined(separator: ", ") + ")" }
}

extension LuaFunction {
  /// Nil for one written in C or Swift.
  public var origin: FunctionOrigin? {
    withFunction { L -> FunctionOrigin? in
      guard lua_iscfunction(L, -1) == 0 else { return nil }
      var record = lua_Debug()
      lua_pushvalue(L, -1)
      guard lua_getinfo(L, ">Su", &record) != 0, let source = record.source else { return nil }
      var parameters: [String] = []
      while parameters.count < Int(record.nparams), let name = lua_getlocal(L, nil, Int32(parameters.count + 1)) {
        parameters.append(String(cString: name))
      }
      let first = max(0, Int(record.linedefined))
      return FunctionOrigin(
        source: String(cString: source), shortSource: shortSource(of: record),
        lines: first...max(first, Int(record.lastlinedefined)), parameters: parameters,
        isVariadic: record.isvararg != 0)
    } ?? nil
  }
}

/// The array in a record, which Swift imports as a tuple.
func shortSource(of record: lua_Debug) -> String {
  withUnsafeBytes(of: record.short_src) { readable(UnsafeRawBufferPointer(rebasing: $0.prefix { $0 != 0 })) }
}
