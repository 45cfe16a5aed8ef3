internal import CLua
internal import CLuaShim

/// A call from Lua in progress: its arguments, checked as declared.
///
/// It ends with the call: one that is kept reads as a call without arguments, and what it must have throws.
public final class Call {
  /// The call's variables, behind a pointer so that Swift's exclusivity checks do not cost more than the call.
  let record: UnsafeMutablePointer<Record>

  struct Record {
    /// Both live as long as the call: the function is on Lua's stack.
    unowned(unsafe) var box: FunctionBox?
    unowned(unsafe) var layout: ParameterLayout?
    var L: OpaquePointer?
    /// Stack index of the first argument: 1, or 2 behind `self`.
    var first: Int32 = 1
    /// Arguments given, without `self`.
    var argumentCount = 0
    var variadicCount = 0
    /// Stack index by parameter; 0 where it is absent.
    var slots: UnsafeMutablePointer<Int32>
    var slotCapacity: Int
    var selfObject: AnyObject?
    /// What parameters' own types have decoded, by parameter.
    var decoded: [Any?] = []
    var decodedVariadics: [Any] = []
  }

  init() {
    let capacity = 16
    record = .allocate(capacity: 1)
    record.initialize(to: Record(slots: .allocate(capacity: capacity), slotCapacity: capacity))
  }

  deinit {
    record.pointee.slots.deallocate()
    record.deinitialize(count: 1)
    record.deallocate()
  }

  func begin(_ box: FunctionBox, _ L: OpaquePointer) {
    record.pointee.box = box
    record.pointee.L = L
    record.pointee.first = 1
    record.pointee.argumentCount = Int(lua_gettop(L))
  }

  func end() {
    record.pointee.box = nil
    record.pointee.layout = nil
    record.pointee.L = nil
    record.pointee.argumentCount = 0
    record.pointee.variadicCount = 0
    record.pointee.selfObject = nil
    if !record.pointee.decoded.isEmpty { record.pointee.decoded.removeAll(keepingCapacity: true) }
    if !record.pointee.decodedVariadics.isEmpty { record.pointee.decodedVariadics.removeAll(keepingCapacity: true) }
  }

  func begin(_ layout: ParameterLayout) {
    record.pointee.layout = layout
    let count = layout.all.count
    if count > record.pointee.slotCapacity {
      record.pointee.slots.deallocate()
      record.pointee.slots = .allocate(capacity: count)
      record.pointee.slotCapacity = count
    }
    for i in 0..<count { record.pointee.slots[i] = 0 }
  }

  /// Drops `self` from the arguments.
  func takeSelf(_ object: AnyObject) {
    record.pointee.selfObject = object
    record.pointee.first = 2
    record.pointee.argumentCount -= 1
  }

  var L: OpaquePointer? { record.pointee.L }
  var first: Int32 { record.pointee.first }
  var slots: UnsafeMutablePointer<Int32> { record.pointee.slots }
  var layout: ParameterLayout? { record.pointee.layout }

  /// Arguments given, without `self`.
  public var argumentCount: Int { record.pointee.argumentCount }

  /// "hbf.flow", "flow:integrate".
  public var name: String { record.pointee.box?.qualifiedName ?? "" }

  /// The state that the call comes from: what a closure for ``LuaState/function(_:_:)`` uses in place of a captured one,
  /// which would never be let go.
  ///
  /// Throws once the call has ended.
  public var state: LuaState {
    get throws(LuaError) {
      guard let box = record.pointee.box else { throw .ended }
      return box.state
    }
  }

  /// An error that names the function: "hbf.flow: " and the message.
  public func error(_ message: String) -> LuaError { LuaError("\(name): \(message)") }

  /// The argument at a position counted from 0, `self` not counted; nil behind the last.
  public subscript(position: Int) -> LuaValue {
    guard let L, position >= 0, position < argumentCount, let state = record.pointee.box?.state, state.L == L else { return .nil }
    return state.readValue(at: first + Int32(position))
  }

  /// All arguments, `self` not among them.
  public var arguments: [LuaValue] { (0..<argumentCount).map { self[$0] } }

  // MARK: By declared name

  /// Throws where the call has ended, or the function (a closure that checks its arguments itself) declares no such name.
  func index(of name: String) throws(LuaError) -> Int {
    if let index = declaredIndex(of: name) { return index }
    guard record.pointee.box != nil else { throw .ended }
    let declared = layout?.all.map(\.name) ?? []
    throw error("no parameter '\(name)' is declared\(suggestion(for: name, among: declared))")
  }

  private func declaredIndex(of name: String) -> Int? {
    if let all = layout?.all {
      for i in 0..<all.count where all[i].name == name { return i }
    }
    return nil
  }

  /// The stack index, or 0 where the argument is absent or nil.
  private func slot(_ index: Int) -> Int32 {
    let slot = slots[index]
    return slot != 0 && lua_type(L, slot) != LUA_TNIL ? slot : 0
  }

  private func missing(_ index: Int) -> LuaError {
    let parameter = layout.unsafelyUnwrapped.all[index]
    return error("\(parameter.label) is missing (\(parameter.type.description))")
  }

  /// Where a body asks for a type other than the declared one.
  private func mistyped(_ index: Int, _ wanted: String) -> LuaError {
    let label = layout.unsafelyUnwrapped.all[index].label
    return error("\(label) must be \(wanted), got \(rawValue(index).briefly)")
  }

  private func rawValue(_ index: Int) -> LuaValue {
    let slot = slot(index)
    if slot != 0, let state = record.pointee.box?.state { return state.readValue(at: slot) }
    return layout.unsafelyUnwrapped.all[index].defaultValue?.value ?? .nil
  }

  /// "option 'eta'" or "argument 'beta'", for error texts.
  public func label(_ name: String) -> String {
    guard let index = declaredIndex(of: name), let layout else { return "argument '\(name)'" }
    return layout.all[index].label
  }

  /// Whether the function declares a parameter of this name.
  public func declares(_ name: String) -> Bool { declaredIndex(of: name) != nil }

  /// Whether the argument was given and is not nil; one that is not declared was not.
  public func has(_ name: String) -> Bool { declaredIndex(of: name).map { slot($0) != 0 } ?? false }

  /// The argument as it came, or its default; nil of one that is not declared.
  public func raw(_ name: String) -> LuaValue { declaredIndex(of: name).map(rawValue) ?? .nil }

  public func numberIfPresent(_ name: String) throws(LuaError) -> Double? {
    let index = try index(of: name), slot = slot(index)
    if slot != 0 {
      if lua_type(L, slot) == LUA_TNUMBER { return lua_tonumberx(L, slot, nil) }
      throw mistyped(index, Double.luaDescription)
    }
    return rawValue(index).number
  }

  public func number(_ name: String) throws(LuaError) -> Double {
    guard let value = try numberIfPresent(name) else { throw try missing(index(of: name)) }
    return value
  }

  public func integerIfPresent(_ name: String) throws(LuaError) -> Int? {
    let index = try index(of: name), slot = slot(index)
    if slot != 0 {
      var isInteger: Int32 = 0
      let value = Int(lua_tointegerx(L, slot, &isInteger))
      if isInteger != 0, lua_type(L, slot) == LUA_TNUMBER { return value }
      throw mistyped(index, Int.luaDescription)
    }
    return rawValue(index).integer
  }

  public func integer(_ name: String) throws(LuaError) -> Int {
    guard let value = try integerIfPresent(name) else { throw try missing(index(of: name)) }
    return value
  }

  /// Throws where the bytes are not UTF-8; ``bytesIfPresent(_:)`` takes any.
  public func stringIfPresent(_ name: String) throws(LuaError) -> String? {
    let index = try index(of: name), slot = slot(index)
    if slot != 0 {
      guard lua_type(L, slot) == LUA_TSTRING else { throw mistyped(index, String.luaDescription) }
      if let text = String(validating: try state.bytes(at: slot), as: UTF8.self) { return text }
      throw mistyped(index, "text in UTF-8")
    }
    return rawValue(index).text
  }

  public func string(_ name: String) throws(LuaError) -> String {
    guard let value = try stringIfPresent(name) else { throw try missing(index(of: name)) }
    return value
  }

  public func booleanIfPresent(_ name: String) throws(LuaError) -> Bool? {
    let index = try index(of: name), slot = slot(index)
    if slot != 0 {
      if lua_type(L, slot) == LUA_TBOOLEAN { return lua_toboolean(L, slot) != 0 }
      throw mistyped(index, Bool.luaDescription)
    }
    return rawValue(index).boolean
  }

  public func boolean(_ name: String) throws(LuaError) -> Bool {
    guard let value = try booleanIfPresent(name) else { throw try missing(index(of: name)) }
    return value
  }

  public func tableIfPresent(_ name: String) throws(LuaError) -> LuaTable? { try valueIfPresent(name) { $0.table } }
  public func table(_ name: String) throws(LuaError) -> LuaTable {
    guard let value = try tableIfPresent(name) else { throw try missing(index(of: name)) }
    return value
  }

  public func functionIfPresent(_ name: String) throws(LuaError) -> LuaFunction? { try valueIfPresent(name) { $0.function } }
  public func function(_ name: String) throws(LuaError) -> LuaFunction {
    guard let value = try functionIfPresent(name) else { throw try missing(index(of: name)) }
    return value
  }

  public func objectIfPresent<T: LuaObject>(_ name: String, _ type: T.Type = T.self) throws(LuaError) -> T? {
    let index = try index(of: name), slot = slot(index)
    if slot == 0 { return nil }
    if let object = try state.object(at: slot, as: type) { return object }
    throw mistyped(index, T.luaDescription)
  }
  public func object<T: LuaObject>(_ name: String, _ type: T.Type = T.self) throws(LuaError) -> T {
    guard let value = try objectIfPresent(name, type) else { throw try missing(index(of: name)) }
    return value
  }

  private func valueIfPresent<T>(_ name: String, _ get: (LuaValue) -> T?) throws(LuaError) -> T? {
    let index = try index(of: name)
    let value = rawValue(index)
    if value.isNil { return nil }
    guard let result = get(value) else { throw mistyped(index, withArticle("\(T.self)")) }
    return result
  }

  /// What the parameter's own type decoded, or a convertible value.
  public func valueIfPresent<T>(_ name: String, as type: T.Type = T.self) throws(LuaError) -> T? {
    let index = try index(of: name)
    if index < record.pointee.decoded.count, let value = record.pointee.decoded[index] {
      if let value = value as? T { return value }
      throw mistyped(index, withArticle("\(T.self)"))
    }
    let value = rawValue(index)
    if value.isNil { return nil }
    if let decodable = T.self as? any LuaDecodable.Type {
      if let result = decodable.fromLua(value) as? T { return result }
      throw mistyped(index, decodable.luaDescription)
    }
    throw mistyped(index, withArticle("\(T.self)"))
  }

  public func value<T>(_ name: String, as type: T.Type = T.self) throws(LuaError) -> T {
    guard let value = try valueIfPresent(name, as: type) else { throw try missing(index(of: name)) }
    return value
  }

  /// The arguments of the variadic parameter.
  public var variadics: [LuaValue] {
    guard let variadic = layout?.variadic, record.pointee.variadicCount > 0, let state = record.pointee.box?.state else { return [] }
    let start = slots[variadic]
    return (0..<record.pointee.variadicCount).map { state.readValue(at: start + Int32($0)) }
  }

  /// The variadic arguments as values of one type: what the parameter's own type decoded, or convertible values.
  public func variadics<T>(as type: T.Type) throws(LuaError) -> [T] {
    guard let variadic = layout?.variadic else { return [] }
    var result: [T] = []
    for i in 0..<record.pointee.variadicCount {
      if i < record.pointee.decodedVariadics.count, let value = record.pointee.decodedVariadics[i] as? T {
        result.append(value)
        continue
      }
      let value = try state.readValue(at: slots[variadic] + Int32(i))
      guard let decodable = T.self as? any LuaDecodable.Type, let element = decodable.fromLua(value) as? T else {
        throw mistyped(variadic, withArticle("\(T.self)"))
      }
      result.append(element)
    }
    return result
  }
}
