/// A step into a value: a field's name, or an element's number as Lua counts, from 1.
struct CodingStep: CodingKey {
  let stringValue: String
  let intValue: Int?

  init(stringValue: String) { (self.stringValue, intValue) = (stringValue, nil) }
  init(intValue: Int) { (stringValue, self.intValue) = ("\(intValue)", intValue) }

  /// A table's key.
  init(_ key: LuaValue) {
    if let integer = key.integer { self.init(intValue: integer) } else { self.init(stringValue: key.text ?? key.briefly) }
  }
}

extension [CodingStep] {
  /// "points[3].x".
  var written: String {
    reduce("") { text, step in
      if step.intValue != nil { return text + "[\(step.stringValue)]" }
      return text + (text.isEmpty ? "" : ".") + step.stringValue
    }
  }

  func error(_ problem: String, underlying: (any Error)? = nil) -> LuaError {
    var error = LuaError(
      kind: .conversion, message: isEmpty ? problem : "\(written): \(problem)", underlying: underlying)
    error.path = map(\.stringValue)
    return error
  }

  /// An error of a type's own coding, which begins here.
  func error(_ error: any Error) -> LuaError {
    switch error {
    case let error as LuaError:
      if error.kind != .conversion || !error.path.isEmpty { return error }
      return self.error(error.message, underlying: error.underlying)
    case DecodingError.dataCorrupted(let context), DecodingError.keyNotFound(_, let context),
      DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
      return Self(context.codingPath).error(context.debugDescription, underlying: error)
    case EncodingError.invalidValue(_, let context):
      return Self(context.codingPath).error(context.debugDescription, underlying: error)
    default: return self.error("\(error)", underlying: error)
    }
  }

  private init(_ path: [any CodingKey]) {
    self = path.map { $0 as? CodingStep ?? CodingStep(stringValue: $0.stringValue) }
  }
}

extension LuaValue {
  /// What came, for "expected a number, got a string".
  var kindWithArticle: String { isNil ? "nil" : withArticle(typeName) }
}
