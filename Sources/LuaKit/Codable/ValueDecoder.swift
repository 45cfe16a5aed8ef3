internal import CLuaShim

/// The decoder of one value.
final class ValueDecoder: Decoder, SingleValueDecodingContainer {
  let run: DecodingRun
  let value: LuaValue
  let path: [CodingStep]
  /// Of the table that it is in.
  let outer: ValueDecoder?
  /// The fields asked for; nil where the value is not read by names.
  private var asked: Set<String>?
  /// Of containers, which no type's initializer ends.
  private var parts: [ValueDecoder] = []

  init(_ run: DecodingRun, _ value: LuaValue, at path: [CodingStep], inside outer: ValueDecoder?) {
    (self.run, self.value, self.path, self.outer) = (run, value, path, outer)
  }

  var codingPath: [any CodingKey] { path }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func part(_ value: LuaValue, _ step: CodingStep) -> ValueDecoder {
    ValueDecoder(run, value, at: path + [step], inside: self)
  }

  /// One whose fields are looked at with this one's.
  func container(_ value: LuaValue, _ step: CodingStep) throws(LuaError) -> ValueDecoder {
    let part = part(value, step)
    try part.checkNesting()
    parts.append(part)
    return part
  }

  /// Lets go of the containers, which know what they are in: a value that is read leaves nothing behind.
  func end() {
    for part in parts { part.end() }
    parts = []
  }

  func table() throws(LuaError) -> LuaTable {
    guard let table = value.table else { throw path.error("expected a table, got \(value.kindWithArticle)") }
    if table.state == nil { throw .closed }
    return table
  }

  func checkNesting() throws(LuaError) {
    guard case .table(let table) = value else { return }
    let limit = run.options.maximumDepth
    if path.count > limit { throw path.error("nested more than \(limit) deep") }
    if lk_stack_is_short() { throw path.error("nested too deep for the thread's stack") }
    var outer = outer
    while let decoder = outer {
      if decoder.value.table?.isSame(as: table) == true { throw path.error("the table is inside itself") }
      outer = decoder.outer
    }
  }

  func ask(_ name: String) { asked?.insert(name) }

  func refuseUnknownFields() throws(LuaError) {
    for part in parts { try part.refuseUnknownFields() }
    guard let asked, case .table(let table) = value else { return }
    for (key, _) in table {
      if let name = key.text, asked.contains(name) { continue }
      let path = path + [CodingStep(key)]
      throw path.error("unknown field" + suggestion(for: key.text ?? "", among: asked.sorted()))
    }
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    let table = try table()
    asked = asked ?? []
    return KeyedDecodingContainer(FieldReader<Key>(decoder: self, table: table))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    guard let table = value.table else { throw path.error("expected a list, got \(value.kindWithArticle)") }
    if table.state == nil { throw LuaError.closed }
    guard table.isList else {
      let other = table.first { key, _ in !(1...max(table.count, 1) ~= key.integer ?? 0) }
      throw path.error("expected a list, got a table with the key \(other?.key.briefly ?? "nil")")
    }
    return ElementReader(decoder: self, table: table)
  }

  func singleValueContainer() -> any SingleValueDecodingContainer { self }

  func decodeNil() -> Bool { value.isNil }

  func decode<T: Decodable>(_ type: T.Type) throws -> T {
    try run.decode(type, ValueDecoder(run, value, at: path, inside: outer))
  }
}

/// Reads a table's fields.
struct FieldReader<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let decoder: ValueDecoder
  let table: LuaTable

  var codingPath: [any CodingKey] { decoder.path }

  var allKeys: [Key] { table.compactMap { $0.key.text.flatMap { Key(stringValue: $0) } } }

  func contains(_ key: Key) -> Bool { !value(key).isNil }

  func decodeNil(forKey key: Key) -> Bool { value(key).isNil }

  func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
    try decoder.run.decode(type, decoder.part(value(key), step(key)))
  }

  func nestedContainer<Other: CodingKey>(
    keyedBy type: Other.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<Other> {
    try decoder.container(value(key), step(key)).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try decoder.container(value(key), step(key)).unkeyedContainer()
  }

  func superDecoder() throws -> any Decoder {
    let step = CodingStep(stringValue: "super")
    return try decoder.container(value(step), step)
  }

  func superDecoder(forKey key: Key) throws -> any Decoder { try decoder.container(value(key), step(key)) }

  private func value(_ key: some CodingKey) -> LuaValue {
    decoder.ask(key.stringValue)
    return table[key.stringValue]
  }

  private func step(_ key: some CodingKey) -> CodingStep { CodingStep(stringValue: key.stringValue) }
}

/// Reads a list's elements.
struct ElementReader: UnkeyedDecodingContainer {
  let decoder: ValueDecoder
  let table: LuaTable
  private let length: Int
  private(set) var currentIndex = 0

  init(decoder: ValueDecoder, table: LuaTable) {
    (self.decoder, self.table, length) = (decoder, table, table.count)
  }

  var codingPath: [any CodingKey] { decoder.path }
  var count: Int? { length }
  var isAtEnd: Bool { currentIndex >= length }

  mutating func decodeNil() throws -> Bool {
    _ = try element()
    return false
  }

  mutating func decode<T: Decodable>(_ type: T.Type) throws -> T {
    let result = try decoder.run.decode(type, decoder.part(element(), step))
    currentIndex += 1
    return result
  }

  mutating func nestedContainer<Other: CodingKey>(keyedBy type: Other.Type) throws -> KeyedDecodingContainer<Other> {
    let container = try decoder.container(element(), step).container(keyedBy: type)
    currentIndex += 1
    return container
  }

  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    let container = try decoder.container(element(), step).unkeyedContainer()
    currentIndex += 1
    return container
  }

  mutating func superDecoder() throws -> any Decoder {
    let part = try decoder.container(element(), step)
    currentIndex += 1
    return part
  }

  private var step: CodingStep { CodingStep(intValue: currentIndex + 1) }

  private func element() throws(LuaError) -> LuaValue {
    let value = table[currentIndex + 1]
    if value.isNil { throw (decoder.path + [step]).error(isAtEnd ? "the list ends before" : "a hole in the list") }
    return value
  }
}
