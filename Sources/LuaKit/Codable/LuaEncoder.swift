internal import CLuaShim

/// Makes Lua values of Swift's `Encodable` ones: tables of structures, classes, enumerations and dictionaries, lists of
/// arrays and sets, and plain values of what is one.
///
///     struct Point: Codable { var x, y: Double }
///     lua.globals["points"] = try LuaEncoder().encode(["origin": Point(x: 0, y: 0)], in: lua)     // {origin = {x = 0.0, y = 0.0}}
///
/// Nil is an absent field, and has no place in a list. Integers must be among Lua's, NaN and the infinities are kept.
/// `[UInt8]` is a string of the bytes. An enumeration's case with values is `{case = {label = value}}`; without labels they
/// are `_0`, `_1`. Dictionaries have their own keys where these have a form in Lua (``LuaRepresentable``). A superclass that
/// is given an encoder of its own is under `super`.
///
/// - Complexity: Linear in the value; a table's handle for each table.
public struct LuaEncoder: Sendable {
  /// How many tables may be in one another.
  public var maximumDepth: Int

  /// One that goes so deep at most.
  public init(maximumDepth: Int = 100) { self.maximumDepth = maximumDepth }

  /// - Throws: An error of the kind `conversion`, with its path and a message that begins with that; Lua's own errors, of
  ///   memory and interrupts.
  public func encode(_ value: some Encodable, in lua: LuaState) throws(LuaError) -> LuaValue {
    let run = EncodingRun(lua, maximumDepth: maximumDepth)
    try lua.throwNoted()
    try run.encode(value, to: .whole, at: [])
    try lua.throwNoted()
    return run.result
  }
}

/// Where an encoded value goes.
enum EncodedPlace {
  case whole
  case field(LuaTable, LuaValue)
  case element(LuaTable, Int)
}

/// What one encoding keeps.
final class EncodingRun {
  let state: LuaState
  private let maximumDepth: Int
  var result = LuaValue.nil
  private var count = 0
  /// What could not be thrown where a container was made.
  var failure: LuaError?
  /// Those that the value in hand is inside of.
  private var objects: [ObjectIdentifier] = []

  init(_ state: LuaState, maximumDepth: Int) { (self.state, self.maximumDepth) = (state, maximumDepth) }

  func put(_ value: LuaValue, in place: EncodedPlace, at path: [CodingStep]) throws(LuaError) {
    if path.count > maximumDepth { throw path.error("nested more than \(maximumDepth) deep") }
    count += 1
    if count.isMultiple(of: 1024) {
      try state.checkInterrupt()
      try state.checkMemory(adding: 0)
    }
    switch place {
    case .whole: result = value
    case .field(let table, let key): table[key] = value
    case .element(let table, let index):
      if value.isNil { throw path.error("nil has no place in a list") }
      table[index] = value
    }
  }

  func encode<T: Encodable>(_ value: T, to place: EncodedPlace, at path: [CodingStep]) throws(LuaError) {
    do {
      if let plain = value as? any PlainValue { return try put(plain.luaValue(in: state), in: place, at: path) }
      if T.self == [UInt8].self, let bytes = value as? [UInt8] {
        return try put(.string(LuaString(bytes: bytes)), in: place, at: path)
      }
      if lk_stack_is_short() { throw path.error("nested too deep for the thread's stack") }
      if let dictionary = value as? any EncodableDictionary {
        return try dictionary.encodeFields(self, to: place, at: path)
      }
      let isObject = type(of: value) is AnyClass
      if isObject {
        let identifier = ObjectIdentifier(value as AnyObject)
        if objects.contains(identifier) { throw path.error("the object is inside itself") }
        objects.append(identifier)
      }
      defer { if isObject { objects.removeLast() } }
      let encoder = ValueEncoder(self, place, path)
      try value.encode(to: encoder)
      if encoder.hasNothing { _ = encoder.makeTable() }
      if let failure { throw failure }
    } catch {
      throw path.error(error)
    }
  }
}
