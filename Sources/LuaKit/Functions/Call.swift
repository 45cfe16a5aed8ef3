internal import CLua
internal import CLuaShim

/// A call from Lua in progress: its arguments, checked as declared.
///
/// It ends with the call: one that is kept reads as a call without arguments, and what it must have throws.
public final class Call {
  /// The call's variables, behind a pointer so that Swift's exclusivity checks do not cost more than the call.
  let record: UnsafeMutablePointer<Record>

  struct Record {
    /// All live as long as the call: the function is on Lua's stack.
    unowned(unsafe) var box: FunctionBox?
    unowned(unsafe) var state: LuaState?
    unowned(unsafe) var layout: ParameterLayout?
    /// The layout's.
    var entries: UnsafePointer<ParameterLayout.Entry>?
    var entryCount = 0
    var L: OpaquePointer?
    /// Stack index of the first argument: 1, or 2 behind `self`.
    var first: Int32 = 1
    /// Arguments given, without `self`.
    var argumentCount = 0
    /// Stack index by parameter; 0 where it is absent.
    var slots: UnsafeMutablePointer<Int32>
    var slotCapacity: Int
    /// By parameter whether its value is in ``room``.
    var decoded: UnsafeMutablePointer<Bool>
    /// The memory of the parameters' values.
    var room: UnsafeMutableRawPointer
    var roomCapacity: Int
    var selfObject: AnyObject?
    /// Of a call that an asynchronous function keeps.
    var kept: Kept?
  }

  /// What stands in for Lua's stack.
  final class Kept {
    /// By stack index, from 1.
    let values: [LuaValue]
    /// Holds the layout.
    private let box: FunctionBox

    init(_ values: [LuaValue], _ box: FunctionBox) { (self.values, self.box) = (values, box) }
  }

  init() {
    let (capacity, bytes) = (16, 256)
    record = .allocate(capacity: 1)
    record.initialize(
      to: Record(
        slots: .allocate(capacity: capacity), slotCapacity: capacity, decoded: .allocate(capacity: capacity),
        room: .allocate(byteCount: bytes, alignment: 16), roomCapacity: bytes))
  }

  deinit {
    record.pointee.slots.deallocate()
    record.pointee.decoded.deallocate()
    record.pointee.room.deallocate()
    record.deinitialize(count: 1)
    record.deallocate()
  }

  func begin(_ box: FunctionBox, _ L: OpaquePointer) {
    record.pointee.box = box
    record.pointee.state = box.state
    record.pointee.L = L
    record.pointee.first = 1
    record.pointee.argumentCount = Int(lua_gettop(L))
  }

  func end() {
    let (entries, count) = (record.pointee.entries, record.pointee.entryCount)
    record.pointee.box = nil
    record.pointee.state = nil
    record.pointee.layout = nil
    record.pointee.entries = nil
    record.pointee.entryCount = 0
    record.pointee.L = nil
    record.pointee.argumentCount = 0
    if record.pointee.selfObject != nil { record.pointee.selfObject = nil }
    let kept = record.pointee.kept
    if kept != nil { record.pointee.kept = nil }
    defer { withExtendedLifetime(kept) {} }
    // What ends here may call Lua: a finished call is ready for that.
    guard let entries else { return }
    for i in 0..<count where record.pointee.decoded[i] && !entries[i].isTrivial {
      let room = record.pointee.room + entries[i].room
      entries[i].parameter._withUnsafeGuaranteedRef { $0.end(room) }
    }
  }

  func begin(_ layout: ParameterLayout) {
    let count = layout.count
    record.pointee.layout = layout
    record.pointee.entries = UnsafePointer(layout.entries)
    record.pointee.entryCount = count
    if count > record.pointee.slotCapacity {
      record.pointee.slots.deallocate()
      record.pointee.decoded.deallocate()
      record.pointee.slots = .allocate(capacity: count)
      record.pointee.decoded = .allocate(capacity: count)
      record.pointee.slotCapacity = count
    }
    if layout.roomSize > record.pointee.roomCapacity {
      record.pointee.room.deallocate()
      record.pointee.room = .allocate(byteCount: layout.roomSize, alignment: 16)
      record.pointee.roomCapacity = layout.roomSize
    }
    record.pointee.slots.update(repeating: 0, count: count)
    record.pointee.decoded.update(repeating: false, count: count)
  }

  /// Drops `self` from the arguments.
  func takeSelf(_ object: AnyObject) {
    record.pointee.selfObject = object
    record.pointee.first = 2
    record.pointee.argumentCount -= 1
  }

  /// Drops the first argument.
  func skipFirst() {
    record.pointee.first += 1
    record.pointee.argumentCount -= 1
  }

  /// What this call was given, as another call that stays when Lua's stack has gone; this one is empty then.
  func detached(in box: FunctionBox, _ state: LuaState) throws(LuaError) -> Call {
    guard let L else { throw .ended }
    let values = (0..<lua_gettop(L)).map { state.readValue(at: $0 + 1) }
    try state.throwNoted()
    let call = Call()
    swap(&call.record.pointee, &record.pointee)
    call.record.pointee.L = nil
    call.record.pointee.kept = Kept(values, box)
    return call
  }

  var L: OpaquePointer? { record.pointee.L }
  var first: Int32 { record.pointee.first }
  var slots: UnsafeMutablePointer<Int32> { record.pointee.slots }
  var layout: ParameterLayout? { record.pointee.layout }

  /// Arguments given, without `self`.
  public var argumentCount: Int { record.pointee.argumentCount }

  /// "hbf.flow", "flow:integrate".
  public var name: String { record.pointee.box?.qualifiedName ?? "" }

  /// The state that the call comes from: what a closure for `LuaState.function` uses in place of a captured one,
  /// which would never be let go.
  ///
  /// Throws once the call has ended.
  public var state: LuaState {
    get throws(LuaError) {
      guard let state = record.pointee.state else { throw .ended }
      return state
    }
  }

  /// An error that names the function: "hbf.flow: " and the message. It is about the call as a whole.
  public func error(_ message: String) -> LuaError {
    var error = LuaError("\(name): \(message)")
    error.fault = Fault(function: name, path: [])
    return error
  }

  /// The argument at a position counted from 0, `self` not counted; nil behind the last.
  public subscript(position: Int) -> LuaValue {
    guard position >= 0, position < argumentCount, let state = record.pointee.state else { return .nil }
    return value(at: first + Int32(position), in: state)
  }

  /// By stack index.
  private func value(at slot: Int32, in state: LuaState) -> LuaValue {
    if let kept = record.pointee.kept { return kept.values[Int(slot) - 1] }
    return state.L == L ? state.readValue(at: slot) : .nil
  }

  /// All arguments, `self` not among them.
  public var arguments: [LuaValue] { (0..<argumentCount).map { self[$0] } }

  // MARK: By parameter

  func index(of parameter: AnyParameter) throws(LuaError) -> Int {
    if let index = declaredIndex(of: parameter) { return index }
    guard record.pointee.box != nil else { throw .ended }
    let declared = layout?.all.map(\.name) ?? []
    throw error("no parameter '\(parameter.name)' is declared\(suggestion(for: parameter.name, among: declared))")
  }

  /// Of one that is an argument and an option too, where it was given; as an argument where it was not.
  private func declaredIndex(of parameter: AnyParameter) -> Int? {
    guard let entries = record.pointee.entries else { return nil }
    let identity = Unmanaged.passUnretained(parameter).toOpaque()
    for i in 0..<record.pointee.entryCount where entries[i].parameter.toOpaque() == identity {
      let twin = entries[i].twin
      return twin != i && slot(i) == 0 && slot(twin) != 0 ? twin : i
    }
    return nil
  }

  private func declaration(of parameter: AnyParameter) -> ParameterDeclaration {
    declaredIndex(of: parameter).flatMap { layout?.all[$0] } ?? ParameterDeclaration(role: .positional, parameter: parameter)
  }

  /// The stack index, or 0 where the argument is absent or nil.
  func slot(_ index: Int) -> Int32 {
    let slot = slots[index]
    if slot == 0 { return 0 }
    let isNil = record.pointee.kept.map { $0.values[Int(slot) - 1].isNil } ?? (lua_type(L, slot) == LUA_TNIL)
    return isNil ? 0 : slot
  }

  /// Where a declared parameter's value is, or will be.
  private func room(_ index: Int) -> UnsafeMutableRawPointer {
    record.pointee.room + record.pointee.entries.unsafelyUnwrapped[index].room
  }

  /// Whether the argument was given and is not nil.
  public func has(_ parameter: AnyParameter) throws(LuaError) -> Bool { try slot(index(of: parameter)) != 0 }

  /// The argument as it came, nil where it is absent.
  public func raw(_ parameter: AnyParameter) throws(LuaError) -> LuaValue {
    let slot = try slot(index(of: parameter))
    return slot == 0 ? .nil : value(at: slot, in: try state)
  }

  /// An error about an argument: "optimizer:run: argument 'start' " and the complaint, such as "must be finite".
  ///
  /// - Parameter path: Where in it, of a table of options.
  public func fault(at parameter: AnyParameter, _ path: String..., complaint: String) -> LuaError {
    fault(at: parameter, path, complaint: complaint)
  }

  /// The same with the path as a list.
  public func fault(at parameter: AnyParameter, _ path: [String], complaint: String) -> LuaError {
    let declaration = declaration(of: parameter)
    return fault(declaration, path, declaration.label([parameter.name] + path) + " " + complaint)
  }

  /// An error about an argument or an option whose words name it, or need not: "give either labels or targets".
  public func error(_ message: String, at parameter: AnyParameter, _ path: String...) -> LuaError {
    let declaration = declaration(of: parameter)
    return fault(declaration, path, message)
  }

  /// An error about one of the arguments of the variadic parameter, counted from 0: "argument 3, 'v' " and the complaint.
  public func fault<Element>(
    at parameter: VariadicParameter<Element>, number: Int, _ path: String..., complaint: String
  ) -> LuaError {
    let place = (layout?.positional.count ?? 0) + number + 1
    let declaration = ParameterDeclaration(role: .variadic, parameter: parameter)
    var error = error("\(declaration.label([parameter.name] + path, position: place)) \(complaint)")
    error.fault = Fault(function: name, path: [parameter.name] + path, position: place)
    return error
  }

  func fault(_ declaration: ParameterDeclaration, _ path: [String], _ message: String) -> LuaError {
    var error = error(message)
    let index = declaredIndex(of: declaration.parameter)
    // What was not given is nowhere; the call is.
    if let index, slot(index) == 0 { return error }
    let position = layout?.positional.firstIndex { $0 == index }
    error.fault = Fault(function: name, path: [declaration.name] + path, position: position.map { $0 + 1 })
    return error
  }
}

extension Call: ParameterValues {
  public subscript<Value>(_ parameter: Parameter<Value>) -> Value {
    get throws(LuaError) {
      let index = try index(of: parameter)
      if record.pointee.decoded[index] { return room(index).assumingMemoryBound(to: Value.self).pointee }
      return try standIn(parameter, index)
    }
  }

  /// What an absent parameter reads as, from then on as if it had been given.
  private func standIn<Value>(_ parameter: Parameter<Value>, _ index: Int) throws(LuaError) -> Value {
    let place = room(index).bindMemory(to: Value.self, capacity: 1)
    guard try parameter.standIn(among: self, into: place) else { throw missing(index) }
    record.pointee.decoded[index] = true
    return place.pointee
  }

  /// The value of a parameter that may be left out elsewhere, but not where another is given.
  public func required<Value>(_ parameter: Parameter<Value?>) throws(LuaError) -> Value {
    guard let value = try self[parameter] else { throw missing(try index(of: parameter)) }
    return value
  }

  func missing(_ index: Int) -> LuaError {
    guard let declaration = layout?.all[index] else { return .ended }
    return error("\(declaration.label) is missing (\(declaration.type.description))")
  }

  /// The arguments of the variadic parameter.
  public subscript<Element>(_ parameter: VariadicParameter<Element>) -> [Element] {
    get throws(LuaError) {
      let index = try index(of: parameter)
      return record.pointee.decoded[index] ? room(index).assumingMemoryBound(to: [Element].self).pointee : []
    }
  }
}
