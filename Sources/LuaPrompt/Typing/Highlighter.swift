import LuaKit

/// What each part of Lua source is, for colours while it is typed.
///
///     Highlighter(Completer(lua)).spans(of: Array("local x = nosuch".utf8))     // local: keyword, nosuch: unknown
///
/// It reads as ``Completer`` does: no function is called and no metamethod runs. A name is told to be unknown only where it is
/// known what it would have to be in. Cost: linear in the source, but for the names, which are looked up one by one.
public struct Highlighter {
  public enum Role: Sendable {
    case keyword, string, number, comment
    /// An option's name, of the call that it stands in.
    case option
    /// A name that nothing has.
    case unknown
    /// What Lua would refuse: a byte that begins no token, a text without its second quote, a bracket that closes none.
    case wrong
  }

  public struct Span: Equatable, Sendable {
    public var range: Range<Int>
    public var role: Role

    public init(_ range: Range<Int>, _ role: Role) { (self.range, self.role) = (range, role) }
  }

  let completer: Completer

  public init(_ completer: Completer) { self.completer = completer }

  /// In order, none over another; what is plain has none.
  ///
  /// - Parameter start: Of the bytes before it, earlier lines of a block, nothing is said.
  public func spans(of source: [UInt8], from start: Int = 0) -> [Span] {
    let all = Array(Lexer(source))
    var names = NameScan(completer, source, all.filter { $0.kind != .comment }, from: start)
    names.scan()
    var spans: [Span] = []
    var next = 0
    for token in all {
      if token.kind != .comment { next += 1 }
      guard token.range.upperBound > start else { continue }
      let role = role(of: token) ?? names.roles[next - 1]
      let faults = token.faults(in: source)
      var place = token.range.lowerBound
      for fault in faults {
        if let role, place < fault.lowerBound { spans.append(Span(place..<fault.lowerBound, role)) }
        spans.append(Span(fault, .wrong))
        place = fault.upperBound
      }
      if let role, place < token.range.upperBound { spans.append(Span(place..<token.range.upperBound, role)) }
    }
    return spans.compactMap { span in
      span.range.upperBound > start ? Span(max(start, span.range.lowerBound)..<span.range.upperBound, span.role) : nil
    }
  }

  private func role(of token: Token) -> Role? {
    switch token.kind {
    case .comment: .comment
    case .string: .string
    case .number: .number
    case .stray: .wrong
    case .name, .keyword, .symbol: nil
    }
  }
}
