/// A dictionary whose keys have a form in Lua: a table with these keys, integers and booleans among them, where Swift's own
/// coding would make a list of keys and values in turn.
protocol EncodableDictionary {
  func encodeFields(_ run: EncodingRun, to place: EncodedPlace, at path: [CodingStep]) throws(LuaError)
}

extension Dictionary: EncodableDictionary where Key: LuaRepresentable, Value: Encodable {
  func encodeFields(_ run: EncodingRun, to place: EncodedPlace, at path: [CodingStep]) throws(LuaError) {
    let table = run.state.makeTable(fields: count)
    try run.put(.table(table), in: place, at: path)
    for (key, value) in self {
      let luaKey: LuaValue
      do throws(LuaError) { luaKey = try key.luaValue(in: run.state) } catch { throw path.error(error) }
      if luaKey.isNil || luaKey.number?.isNaN == true { throw path.error("\(luaKey.briefly) is no key of a table") }
      try run.encode(value, to: .field(table, luaKey), at: path + [CodingStep(luaKey)])
    }
  }
}

protocol DecodableDictionary {
  static func decodeFields(_ run: DecodingRun, of decoder: ValueDecoder) throws(LuaError) -> Self
}

extension Dictionary: DecodableDictionary where Key: LuaDecodable, Value: Decodable {
  static func decodeFields(_ run: DecodingRun, of decoder: ValueDecoder) throws(LuaError) -> [Key: Value] {
    let table = try decoder.table()
    var result: [Key: Value] = [:]
    for (luaKey, value) in table {
      guard let key = Key.fromLua(luaKey) else {
        throw decoder.path.error("expected keys that are each \(Key.luaDescription), got \(luaKey.briefly)")
      }
      let step = CodingStep(luaKey)
      guard result.updateValue(try run.decode(Value.self, decoder.part(value, step)), forKey: key) == nil else {
        throw decoder.path.error("two keys are one in Swift, '\(step.stringValue)'")
      }
    }
    return result
  }
}
