/// What comes of a value that should be of a type.
enum Decoded<Value> {
  case value(Value)
  /// It is of another kind, or for a reason not as it must be: "but element 3 is a string".
  case refused(reason: String? = nil)
  /// Something in it is wrong.
  case flawed(Flaw)

  /// What a decoder gives or throws.
  init(_ decode: () throws -> Value?) throws {
    do {
      if let value = try decode() { self = .value(value) } else { self = .refused() }
    } catch let mismatch as Mismatch {
      self = .refused(reason: mismatch.words)
    } catch let flaw as Flaw {
      self = .flawed(flaw)
    }
  }

  /// The same of a value that has been worked on.
  func map<Other>(_ transform: (Value) throws -> Decoded<Other>) rethrows -> Decoded<Other> {
    switch self {
    case .value(let value): try transform(value)
    case .refused(let reason): .refused(reason: reason)
    case .flawed(let flaw): .flawed(flaw)
    }
  }

  /// Whether the value is of another kind, and nothing more can be said.
  var isOfAnotherKind: Bool { if case .refused(nil) = self { true } else { false } }
}
