import LuaKit

extension LuaError {
  /// The message, and the calls in progress below it. As in the stock interpreter these are left out where the error is
  /// an object that says itself how it reads.
  var report: String {
    guard let traceback else { return message }
    let wordsItself: Bool
    switch value {
    case nil, .string, .integer, .number: wordsItself = false
    case .some(let value): wordsItself = underlying == nil && message != "(error object is a \(value.typeName) value)"
    }
    return wordsItself ? message : message + "\n" + traceback
  }
}
