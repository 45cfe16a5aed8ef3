/// What came of reading a value that should be of a type.
enum Outcome {
  case value
  /// It is of another kind, or for a reason not as it must be: "but element 3 is a string".
  case refused(reason: String? = nil)
  /// Something in it is wrong.
  case flawed(Flaw)

  /// Whether the value is of another kind, and nothing more can be said.
  var isOfAnotherKind: Bool { if case .refused(nil) = self { true } else { false } }

  /// What a decoder does; what it throws to say why not is an outcome too.
  init(_ decode: () throws -> Outcome) throws {
    do {
      self = try decode()
    } catch let mismatch as Mismatch {
      self = .refused(reason: mismatch.words)
    } catch let flaw as Flaw {
      self = .flawed(flaw)
    }
  }
}
