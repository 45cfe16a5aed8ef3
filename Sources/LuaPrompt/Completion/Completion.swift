import LuaKit
/// What may stand where the cursor is.
public struct Completion: Equatable {
  /// What of the line the candidates replace: it begins here and ends at the cursor.
  public var start: Int
  /// In order, without duplicates; each begins with what is there.
  public var candidates: [String] = []
  /// Put behind the only candidate: " = " behind an option, `"` behind a value in quotes.
  public var ending = ""
  /// The call that the cursor stands in.
  public var signature: String?
  /// Whether the candidates are files, which the line editor knows better.
  public var isFileName = false

  public init(start: Int) { self.start = start }
}
