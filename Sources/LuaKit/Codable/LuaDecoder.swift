internal import CLuaShim

/// Makes Swift's `Decodable` values of Lua's.
///
///     struct Point: Codable { var x, y: Double }
///     let points = try LuaDecoder().decode([Point].self, from: lua.globals["points"])
///     // throws "[3].x: expected a number, got a string"
///
/// The forms are those of ``LuaEncoder``. What would lose something is refused: text that is not UTF-8, integers beyond the
/// type, fractions where an integer is asked for, integers that are no `Double` or `Float` exactly, lists with holes or with
/// named fields besides. (A float becomes the nearest `Float`.) Tables are read raw, without metamethods.
///
/// - Complexity: Linear in what is read; a table that several others share is read for each.
public struct LuaDecoder: Sendable {
  /// What becomes of fields that a type does not ask for.
  public enum UnknownFields: Sendable {
    case ignored
    /// A field that the type has not asked for is an error, with the nearest name of those it has.
    case refused
  }

  /// Ignored, unless it is set.
  public var unknownFields: UnknownFields
  /// How many tables may be in one another.
  public var maximumDepth: Int
  /// How many values there may be in all: of a script's making, tables that share others may unfold without end.
  public var maximumCount: Int

  /// One with bounds for what a script has made:
  ///
  ///     LuaDecoder(unknownFields: .refused, maximumDepth: 10, maximumCount: 10_000)
  public init(unknownFields: UnknownFields = .ignored, maximumDepth: Int = 100, maximumCount: Int = .max) {
    (self.unknownFields, self.maximumDepth, self.maximumCount) = (unknownFields, maximumDepth, maximumCount)
  }

  /// - Throws: An error of the kind `conversion`, with its path and a message that begins with that; Lua's own errors, of
  ///   memory and interrupts.
  public func decode<T: Decodable>(_ type: T.Type = T.self, from value: LuaValue) throws(LuaError) -> T {
    let run = DecodingRun(self)
    let result = try run.decode(type, ValueDecoder(run, value, at: [], inside: nil))
    if case .table(let table) = value { _ = try table.liveState() }
    return result
  }
}

/// What one decoding keeps.
final class DecodingRun {
  let options: LuaDecoder
  private var count = 0

  init(_ options: LuaDecoder) { self.options = options }

  func decode<T: Decodable>(_ type: T.Type, _ decoder: ValueDecoder) throws(LuaError) -> T {
    let (value, path) = (decoder.value, decoder.path)
    defer { decoder.end() }
    count += 1
    if count > options.maximumCount { throw path.error("more than \(counted(options.maximumCount, "value"))") }
    if count.isMultiple(of: 1024), let state = value.table?.state ?? decoder.outer?.value.table?.state {
      try state.checkInterrupt()
    }
    do {
      if let plain = type as? any PlainValue.Type, let result = try plain.read(value, at: path) as? T { return result }
      if type == [UInt8].self, case .string(let string) = value, let result = string.bytes as? T { return result }
      try decoder.checkNesting()
      if let dictionary = type as? any DecodableDictionary.Type,
        let result = try dictionary.decodeFields(self, of: decoder) as? T
      {
        return result
      }
      let result = try T(from: decoder)
      if options.unknownFields == .refused { try decoder.refuseUnknownFields() }
      return result
    } catch {
      throw path.error(error)
    }
  }
}
