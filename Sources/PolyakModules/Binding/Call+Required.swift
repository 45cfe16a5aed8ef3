import LuaKit

extension Call {
  /// The value of a parameter that may be left out elsewhere, but not where another is given.
  func required<Value>(_ parameter: Parameter<Value?>) throws -> Value {
    guard let value = try self[parameter] else {
      throw fault(at: parameter, complaint: "is missing (\(parameter.type.description))")
    }
    return value
  }
}
