/// The encoder of one value, which goes to one place.
final class ValueEncoder: Encoder, SingleValueEncodingContainer {
  let run: EncodingRun
  private let place: EncodedPlace
  let path: [CodingStep]
  private var table: LuaTable?
  private(set) var hasNothing = true

  init(_ run: EncodingRun, _ place: EncodedPlace, _ path: [CodingStep]) {
    (self.run, self.place, self.path) = (run, place, path)
  }

  var codingPath: [any CodingKey] { path }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  /// One for all containers that are asked for: a class and its superclass may share it.
  func makeTable() -> LuaTable {
    hasNothing = false
    if let table { return table }
    let made = run.state.makeTable()
    table = made
    do throws(LuaError) { try run.put(.table(made), in: place, at: path) } catch { run.failure = run.failure ?? error }
    return made
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    KeyedEncodingContainer(FieldWriter<Key>(encoder: self, table: makeTable()))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer { ElementWriter(encoder: self, table: makeTable()) }

  func singleValueContainer() -> any SingleValueEncodingContainer { self }

  func encodeNil() throws {
    hasNothing = false
    try run.put(.nil, in: place, at: path)
  }

  func encode<T: Encodable>(_ value: T) throws {
    hasNothing = false
    try run.encode(value, to: place, at: path)
  }
}

/// Writes a table's fields.
struct FieldWriter<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let encoder: ValueEncoder
  let table: LuaTable

  var codingPath: [any CodingKey] { encoder.path }

  func encodeNil(forKey key: Key) throws { try encoder.run.put(.nil, in: place(key), at: path(key)) }

  func encode<T: Encodable>(_ value: T, forKey key: Key) throws {
    try encoder.run.encode(value, to: place(key), at: path(key))
  }

  func nestedContainer<Other: CodingKey>(keyedBy type: Other.Type, forKey key: Key) -> KeyedEncodingContainer<Other> {
    part(key).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer { part(key).unkeyedContainer() }

  func superEncoder() -> any Encoder { part(CodingStep(stringValue: "super")) }

  func superEncoder(forKey key: Key) -> any Encoder { part(key) }

  private func place(_ key: some CodingKey) -> EncodedPlace { .field(table, LuaValue(key.stringValue)) }
  private func path(_ key: some CodingKey) -> [CodingStep] { encoder.path + [CodingStep(stringValue: key.stringValue)] }
  private func part(_ key: some CodingKey) -> ValueEncoder { ValueEncoder(encoder.run, place(key), path(key)) }
}

/// Writes a list's elements.
struct ElementWriter: UnkeyedEncodingContainer {
  let encoder: ValueEncoder
  let table: LuaTable

  var codingPath: [any CodingKey] { encoder.path }
  var count: Int { table.count }

  func encodeNil() throws { try encoder.run.put(.nil, in: place, at: path) }

  func encode<T: Encodable>(_ value: T) throws { try encoder.run.encode(value, to: place, at: path) }

  func nestedContainer<Other: CodingKey>(keyedBy type: Other.Type) -> KeyedEncodingContainer<Other> {
    part.container(keyedBy: type)
  }

  func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { part.unkeyedContainer() }

  /// Its element is a table from now on, so that what follows has the next place.
  func superEncoder() -> any Encoder {
    let part = part
    _ = part.makeTable()
    return part
  }

  private var place: EncodedPlace { .element(table, count + 1) }
  private var path: [CodingStep] { encoder.path + [CodingStep(intValue: count + 1)] }
  private var part: ValueEncoder { ValueEncoder(encoder.run, place, path) }
}
