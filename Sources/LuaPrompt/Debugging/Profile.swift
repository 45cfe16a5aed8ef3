import LuaKit
internal import CLua
internal import CLuaShim

/// Where time goes, by samples of the calls in progress: those written in Lua and in Swift alike.
///
///     let profile = Profile()
///     try lua.profiling(into: profile) { ... }     // while `tick` is called by a timer's signal
///
/// Time in Lua's own C functions counts for the line that calls them: Lua cannot be looked at from a signal before it is
/// back in its interpreter.
public final class Profile {
  public struct Entry: Sendable {
    public var name: String
    /// Samples in which it was the innermost function, and those in which it was in progress at all.
    public var own = 0, total = 0
  }

  public private(set) var samples = 0
  private var functions: [String: Entry] = [:]
  private var lines: [String: Int] = [:]

  public init() {}

  /// Those that were in progress in some sample, the busiest first.
  public var entries: [Entry] { functions.values.sorted { ($0.own, $0.total, $1.name) > ($1.own, $1.total, $0.name) } }

  /// Lines of Lua, such as "script.lua:12", by samples in which they were at work; the busiest first.
  public var busiestLines: [(line: String, samples: Int)] {
    lines.sorted { ($0.value, $1.key) > ($1.value, $0.key) }.map { ($0.key, $0.value) }
  }

  fileprivate func take(_ lua: LuaState) {
    let L = lua.L
    let weight = Int(lua.context.pointee.ticks)
    samples += weight
    var seen: Set<String> = []
    // Of the innermost function written in Lua; what Swift does there is the line's doing too.
    var hasLine = false
    var record = lua_Debug()
    var level: Int32 = 0
    while lua_getstack(L, level, &record) != 0 {
      defer { level += 1 }
      guard lua_checkstack(L, 20) != 0, lua_getinfo(L, "nSlf", &record) != 0 else { continue }
      let name = name(of: lua, record)
      guard let name else { continue }
      var entry = functions[name] ?? Entry(name: name)
      if seen.isEmpty { entry.own += weight }
      if seen.insert(name).inserted { entry.total += weight }
      functions[name] = entry
      if record.currentline > 0, !hasLine {
        lines["\(shortSource(of: record)):\(record.currentline)", default: 0] += weight
        hasLine = true
      }
    }
  }

  /// Takes the function from the stack.
  private func name(of lua: LuaState, _ record: lua_Debug) -> String? {
    guard case .function(let function) = lua.takeValue() else { return nil }
    if let (name, _) = function.declared { return name + "  (Swift)" }
    if function.isNative {
      guard let name = record.name.map({ String(cString: $0) }), name != "?" else { return nil }
      return name + "  (C)"
    }
    let place = "\(shortSource(of: record)):\(max(1, record.linedefined))"
    if record.what.map({ String(cString: $0) }) == "main" { return "chunk  \(shortSource(of: record))" }
    return (record.name.map { String(cString: $0) } ?? "function") + "  " + place
  }
}

extension LuaState {
  /// Runs a body while a clock's signal handler calls ``Interrupt/tick()``, and has the calls in progress counted.
  public func profiling<R>(into profile: Profile, _ body: () throws(LuaError) -> R) throws(LuaError) -> R {
    let box = SampleBox { [unowned self] in profile.take(self) }
    var observer = lk_observer(
      observe: { Unmanaged<SampleBox>.fromOpaque($0.unsafelyUnwrapped)._withUnsafeGuaranteedRef { $0.body() } },
      data: Unmanaged.passUnretained(box).toOpaque())
    return try withUnsafeMutablePointer(to: &observer) { pointer throws(LuaError) in
      context.pointee.profiler = pointer
      defer {
        context.pointee.profiler = nil
        context.pointee.ticks = 0
        withExtendedLifetime(box) {}
      }
      return try body()
    }
  }
}

private final class SampleBox {
  let body: () -> Void
  init(_ body: @escaping () -> Void) { self.body = body }
}

extension Interrupt {
  /// Time for a sample of ``LuaState/profiling(into:_:)``; safe in a signal handler on the thread that runs Lua.
  public func tick() { lk_tick(context) }
}
