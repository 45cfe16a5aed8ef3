internal import CLuaShim

/// Which of Lua's standard libraries a state has.
///
///     LuaState(libraries: .safe)
///     LuaState(libraries: [.base, .math])
public struct LuaLibraries: OptionSet, Sendable {
  public let rawValue: UInt32
  public init(rawValue: UInt32) { self.rawValue = rawValue }
  private init(_ bit: Int) { rawValue = UInt32(bit) }

  /// `print`, `pairs`, `pcall`, `load` and what else is global.
  public static let base = LuaLibraries(LK_BASE)
  /// `require` and `package`: files of Lua and of C.
  public static let package = LuaLibraries(LK_PACKAGE)
  /// `coroutine`
  public static let coroutine = LuaLibraries(LK_COROUTINE)
  /// `table`
  public static let table = LuaLibraries(LK_TABLE)
  /// `io`: files and other programs.
  public static let io = LuaLibraries(LK_IO)
  /// `os`: time, but files, programs and the environment as well, unless ``restricted``.
  public static let os = LuaLibraries(LK_OS)
  /// `string`, and strings' methods.
  public static let string = LuaLibraries(LK_STRING)
  /// `math`
  public static let math = LuaLibraries(LK_MATH)
  /// `utf8`
  public static let utf8 = LuaLibraries(LK_UTF8)
  /// `debug`, which reaches behind everything.
  public static let debug = LuaLibraries(LK_DEBUG)

  /// Of the others only what reaches nothing outside the state: no `dofile`, `loadfile`, `string.dump`, of `os` only `clock`,
  /// `date`, `difftime` and `time`; `load` takes no binary chunk, and strings' metatable cannot be reached. Means little
  /// together with ``io``, ``package`` or ``debug``.
  public static let restricted = LuaLibraries(LK_RESTRICTED)

  /// All of Lua, as the stock interpreter has it.
  public static let standard: LuaLibraries = [
    .base, .package, .coroutine, .table, .io, .os, .string, .math, .utf8, .debug,
  ]

  /// For scripts that are not trusted: ``restricted``, and none of `io`, `package`, `debug`.
  public static let safe: LuaLibraries = [
    .base, .coroutine, .table, .os, .string, .math, .utf8, .restricted,
  ]
}
