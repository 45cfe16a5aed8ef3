internal import CLua
package import CLuaShim

/// A Lua 5.4 state: its globals, its memory, and the way in and out of it.
///
///     let lua = LuaState()
///     lua.globals["answer"] = .integer(42)
///     let results = try lua.run("return answer / 2")   // [.number(21)]
///
/// Use it from one thread at a time, whichever; it may be closed on another than the one that opened it. Different states may
/// run on different threads at once. In debug builds a use while another thread's call is in progress ends the program with a
/// message that says so; release builds do not look. `sending` hands a state to an actor. Handles to Lua's values (``LuaTable``, ``LuaFunction``, ``LuaReference``) do not keep
/// the state alive: once it is gone, what they are asked to do throws, and they read as empty. Any thread may let go of them.
///
/// What cannot throw, such as an assignment by subscript, and cannot be done either, is noted: the next operation that can
/// throws that error, or, inside a Swift function that Lua has called, the function raises it.
///
/// A closure that Lua holds must not capture the state: it would keep the state alive, which keeps the closure. Inside, the
/// state is `call.state`.
public final class LuaState {
  package let context: UnsafeMutablePointer<lk_context>
  let link: StateLink
  /// Raised by Ctrl-C; stays raised until cleared.
  public let interrupt: Interrupt
  /// Whether the state belongs to a foreign host, as under `require` in the stock interpreter.
  public let isBorrowed: Bool
  /// Modules registered so far, in order: what help, completion and editor stubs read.
  public internal(set) var modules: [Module] = []
  /// What help and completion know of functions that are not declared in Swift; see ``document(_:)``.
  package let documentation = Documentation()

  /// Is offered what an interrupt has stopped half-way, such as a run's first steps. Where it returns true it has cleared the
  /// interrupt, and what it was offered is the call's result; else the error goes on, and where it is nil that is lost.
  public var keepInterrupted: ((any LuaObject) -> Bool)?

  /// What the host does for its scripts.
  let host = HostHandlers()
  let hot = UnsafeMutablePointer<Hot>.allocate(capacity: 1)
  /// Of a borrowed state: what keeps this object, in the registry.
  var anchorReference = LUA_NOREF
  /// The last error of a declared function, by its message.
  var lastFault: (message: [UInt8], fault: Fault)?
  /// Of an error that a Swift function passes on from a callback: its Lua frames are gone when the outer ones are listed.
  /// The context remembers the error's value.
  var innerTraceback: String?

  /// What every call touches, behind a pointer: Swift checks each access to a class's variables, which took a third of a
  /// call's time.
  struct Hot {
    var classes: ContiguousArray<ClassRuntime> = []
    var spareCalls: ContiguousArray<Call> = []
    /// See ``LuaState/note(_:)``.
    var noted: LuaError?
    var hasNoted = false
  }

  /// Opens a state with the standard libraries.
  ///
  /// - Parameters:
  ///   - memoryLimit: Bytes that Lua's values and the Swift buffers they own may take together; an allocation above it is
  ///     Lua's error "not enough memory", and the state stays usable.
  ///   - ignoresEnvironment: Whether `package` takes no notice of LUA_PATH and LUA_CPATH, as under `lua -E`.
  public convenience init(memoryLimit: Int? = nil, ignoresEnvironment: Bool = false) {
    self.init(libraries: .standard, ignoresEnvironment: ignoresEnvironment)
    self.memoryLimit = memoryLimit
  }

  /// Opens a state with some of the standard libraries, and with limits for its scripts.
  ///
  ///     let lua = LuaState(libraries: .safe, limits: LuaLimits(memory: 16 << 20, time: .seconds(1)))
  ///
  /// - Parameter ignoresEnvironment: As in ``init(memoryLimit:ignoresEnvironment:)``.
  public init(libraries: LuaLibraries, limits: LuaLimits = LuaLimits(), ignoresEnvironment: Bool = false) {
    interrupt = Interrupt(context: lk_context_new(releaseObject), owned: true)
    context = interrupt.context
    context.pointee.ignores_environment = ignoresEnvironment
    link = StateLink(interrupt)
    hot.initialize(to: Hot())
    isBorrowed = false
    limits.set(in: context)
    precondition(lk_open(context, libraries.rawValue), "no memory for a Lua state")
    link.state = Unmanaged.passUnretained(self)
    memoryLimit = limits.memory
    context.pointee.memory_ends = limits.memory != nil
  }

  /// Works in a state that belongs to a foreign host, such as the stock interpreter that loads a module.
  ///
  /// Adds nothing but registry entries: no library, no allocator, no hook. The host's state keeps this object alive, and
  /// closing it ends this object's use.
  ///
  /// - Parameter state: The host's `lua_State *`.
  /// - Throws: "not enough memory".
  public init(borrowing state: OpaquePointer) throws(LuaError) {
    interrupt = Interrupt(context: lk_context_new(releaseObject), owned: false)
    context = interrupt.context
    link = StateLink(interrupt)
    hot.initialize(to: Hot())
    isBorrowed = true
    guard lk_borrow(context, state) else { throw .memory }
    link.state = Unmanaged.passUnretained(self)
    try anchor()
  }

  deinit {
    if !isBorrowed {
      lk_close(context)
    }
    link.state = nil
    lk_end(context)
    hot.deinitialize(count: 1)
    hot.deallocate()
  }

  /// The coroutine in control. Debug builds look whether the host keeps to one thread at a time.
  package var L: OpaquePointer {
    assert(!lk_is_used_elsewhere(context), "a LuaState is used by a thread while a call of another is in progress")
    return context.pointee.running.unsafelyUnwrapped
  }

  /// Keeps the error of an operation that cannot throw, for the next that can; of several the first.
  package func note(_ error: LuaError) {
    if hot.pointee.hasNoted { return }
    hot.pointee.hasNoted = true
    hot.pointee.noted = error
  }

  func throwNoted() throws(LuaError) {
    if hot.pointee.hasNoted, let error = takeNoted() { throw error }
  }

  func takeNoted() -> LuaError? {
    defer { (hot.pointee.hasNoted, hot.pointee.noted) = (false, nil) }
    return hot.pointee.noted
  }

  /// The limit given to ``init(memoryLimit:ignoresEnvironment:)`` or ``LuaLimits/memory``; may be changed at any time. Below 0 it is 0.
  public var memoryLimit: Int? {
    get { context.pointee.limit == noLimit ? nil : context.pointee.limit }
    set { context.pointee.limit = newValue.map { max($0, 0) } ?? noLimit }
  }

  /// Asked as the state's memory grows whether the process may have so many bytes more; the answer is how many beyond them
  /// it may take before the next question, or a negative number: Lua's error "not enough memory". The first megabytes are
  /// not asked for.
  ///
  /// In a borrowed state, whose host allocates Lua's values, what Swift makes of small blocks alone is asked for.
  public var memoryGrant: (@convention(c) (Int) -> Int)? {
    get { context.pointee.grant }
    set { lk_set_grant(context, newValue) }
  }

  /// Bytes in use: Lua's own, and the Swift buffers that its objects own.
  public var memoryInUse: Int {
    // Inside a finaliser Lua does not say.
    let own = isBorrowed ? max(0, Int(lk_gc_count(L))) * 1024 : Int(context.pointee.used)
    let all = own.addingReportingOverflow(Int(clamping: context.pointee.external))
    return all.overflow ? .max : all.partialValue
  }

  /// Throws where `bytes` more would pass the memory limit, after a collection: ask before a large allocation.
  public func checkMemory(adding bytes: Int) throws(LuaError) {
    try throwNoted()
    func fits() -> Bool {
      guard let limit = memoryLimit else { return true }
      return bytes <= limit &- memoryInUse
    }
    if fits() { return }
    collectGarbage()
    if !fits() { throw .memory }
  }

  /// A full collection, finalisers included.
  public func collectGarbage() {
    link.drain(self)
    if lk_collect(context, L) != LUA_OK { lk_pop(L, 1) }
  }

  /// The table of global variables.
  public var globals: LuaTable {
    guard hasRoom(4) else { return LuaTable(emptyIn: self) }
    lk_push_globals(L)
    return LuaTable(poppedFrom: self)
  }

  /// Lua's registry.
  public var registry: LuaTable {
    guard hasRoom(4) else { return LuaTable(emptyIn: self) }
    lua_pushvalue(L, lk_registry())
    return LuaTable(poppedFrom: self)
  }

  /// `package.loaded`: what `require` answers from.
  public var loaded: LuaTable { packageTable("_LOADED") }

  /// `package.preload`: functions that `require` calls for a name.
  public var preload: LuaTable { packageTable("_PRELOAD") }

  private func packageTable(_ name: String) -> LuaTable {
    let registry = registry
    if case .table(let table) = registry[name] { return table }
    // What could not be read is not absent.
    if hot.pointee.hasNoted { return LuaTable(emptyIn: self) }
    let table = makeTable()
    registry[name] = .table(table)
    return table
  }

  /// A new empty table, with room for so many array elements and fields. Where there is no memory the table reads as empty,
  /// and the error is noted.
  public func makeTable(array: Int = 0, fields: Int = 0) -> LuaTable {
    do throws(LuaError) {
      try pushTable(array: array, fields: fields)
      return LuaTable(poppedFrom: self)
    } catch {
      note(error)
      return LuaTable(emptyIn: self)
    }
  }

  /// Whether the stack takes so many values more; notes where it does not.
  func hasRoom(_ slots: Int32) -> Bool {
    if lua_checkstack(L, slots) != 0 { return true }
    note(.noStack)
    return false
  }

  /// Turns Lua's warnings (`warn`, errors in finalisers) on or off; off at first, as in the stock interpreter.
  public var warningsEnabled: Bool {
    get { context.pointee.warnings }
    set { context.pointee.warnings = newValue }
  }

  /// The language's version line: "Lua 5.4.4  Copyright (C) 1994-2022 Lua.org, PUC-Rio".
  public static var copyright: String { String(cString: lk_copyright()) }

  /// A traceback of the calls in progress, as `debug.traceback` gives.
  public func traceback(_ message: String? = nil, level: Int = 0) -> String {
    var message = message
    guard lua_checkstack(L, 20) != 0 else { return "" }
    let status = message.withUTF8OrNull { lk_traceback(context, L, $0, Int32(clamping: level)) }
    defer { lk_pop(L, 1) }
    return status == LUA_OK ? string(at: -1) : ""
  }

  /// `require(name)`.
  @discardableResult
  public func require(_ name: String) throws(LuaError) -> LuaValue {
    try ready(20)
    try pushString(name)
    let status = lk_require(context, L)
    guard status == LUA_OK else { throw takeError(status) }
    return takeValue()
  }

  /// Throws while the interrupt is raised. Swift loops ask every thousand iterations or so.
  ///
  /// Throws as well where a limit of the state's has been passed, and where what the loop has made leaves no memory for more.
  public func checkInterrupt() throws(LuaError) {
    if lk_exceeds(context) {
      let message = String(cString: lk_stop_words(context))
      let kind = passedLimit ?? .interrupted
      lk_has_stopped(context)
      throw LuaError(kind: kind, message: message)
    }
    if !lk_has_heap(context) {
      collectGarbage()
      if !lk_has_heap(context) { throw .memory }
    }
    if interrupt.isRaised || (isBorrowed && lk_host_interrupts(context, L)) {
      lk_has_stopped(context)
      throw context.pointee.cancelling ? .cancelled : LuaError(kind: .interrupted, message: "interrupted!")
    }
  }
}

/// C's SIZE_MAX, which imports as a signed number.
private let noLimit = -1

/// Called by the finaliser of every userdata: drops its reference to the Swift object.
private let releaseObject: @convention(c) (UnsafeMutableRawPointer?) -> Void = { object in
  if let object { Unmanaged<AnyObject>.fromOpaque(object).release() }
}

extension Optional where Wrapped == String {
  fileprivate mutating func withUTF8OrNull<R>(_ body: (UnsafePointer<CChar>?) -> R) -> R {
    guard let self else { return body(nil) }
    return self.withCString { body($0) }
  }
}
