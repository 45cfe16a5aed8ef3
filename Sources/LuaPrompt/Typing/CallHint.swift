import LuaKit

/// The call that the cursor stands in: how it is called, and which of its parameters is being given.
public struct CallHint: Equatable {
  public var text: String
  /// Where in the text the parameter stands, in characters; nil where it cannot be told.
  public var current: Range<Int>?
  /// The parameter's type in words, "" where none is known.
  public var type: String

  public init(text: String, current: Range<Int>? = nil, type: String = "") {
    (self.text, self.current, self.type) = (text, current, type)
  }
}

extension Completer {
  /// The innermost call around the end of the source whose function is declared; nil where there is none.
  ///
  ///     Completer(lua).hint(for: Array("hbf.radius(0.7, ".utf8))     // hbf.radius(mu, [nu], [form]), at [nu]
  ///
  /// It reads as ``completion(of:)`` does: no function is called and no metamethod runs.
  ///
  /// - Parameter source: What stands before the cursor, earlier lines of the block included.
  public func hint(for source: [UInt8]) -> CallHint? {
    var tokens = Lexer.tokens(of: source)
    var typed = ""
    if let last = tokens.last, last.range.upperBound == source.count {
      if last.kind == .name || last.kind == .keyword { typed = last.text(in: source) }
      // An argument that is not whole is no argument yet.
      if !typed.isEmpty || last.kind == .string && !last.isFinished { tokens.removeLast() }
    }
    let text = CompletionText(lua: lua, source: source, tokens: tokens, local: local)
    var last = tokens.count - 1
    while let open = text.openBracket(before: last) {
      if let call = text.call(endingAt: last) { return hint(for: call, in: text, to: last, typed) }
      last = open - 1
    }
    return nil
  }

  private func hint(
    for call: CompletionText.OpenCall, in text: CompletionText, to last: Int, _ typed: String
  ) -> CallHint {
    let isTable = text.isAt(call.open, "{")
    let start = text.lastPart(behind: call.open, to: last)
    var option: String?
    if isTable, start < last, text.isAt(start + 1, "="), text.tokens[start].kind == .name {
      option = text.tokens[start].text(in: text.source)
    }
    let functions = [call.function] + call.function.overloads
    let function = functions.first { $0.takes(argument: call.position) } ?? call.function
    let signature = Signature(of: function, as: call.name)
    var hint = CallHint(text: signature.text)
    let place: (parameter: ParameterDeclaration, range: Range<Int>)?
    let arguments = signature.places.filter { $0.parameter.role != .option }
    let options = signature.places.filter { $0.parameter.role == .option }
    if isTable, option != nil || arguments.count <= call.position {
      if let option {
        place = options.first { $0.parameter.name == option }
      } else {
        // A name that is being typed, as soon as it can be but one.
        let possible = options.filter { !typed.isEmpty && $0.parameter.name.hasPrefix(typed) }
        place = possible.first { $0.parameter.name == typed } ?? (possible.count == 1 ? possible.first : nil)
      }
    } else if arguments.indices.contains(call.position) {
      place = arguments[call.position]
    } else {
      place = arguments.last { $0.parameter.role == .variadic }
    }
    hint.current = place?.range
    hint.type = place?.parameter.type.name ?? ""
    return hint
  }
}

extension CompletionText {
  /// Where the argument or the entry that ends at a token begins, inside of an open bracket.
  fileprivate func lastPart(behind open: Int, to last: Int) -> Int {
    var depth = 0
    for i in stride(from: last, to: open, by: -1) {
      if isAt(i, ")") || isAt(i, "}") || isAt(i, "]") { depth += 1 }
      if isAt(i, "(") || isAt(i, "{") || isAt(i, "[") { depth -= 1 }
      if depth == 0, isAt(i, ",") || isAt(i, ";") { return i + 1 }
    }
    return open + 1
  }
}

extension Function {
  /// Whether there may be an argument at a place, counted from 0; the table of options comes last.
  fileprivate func takes(argument position: Int) -> Bool {
    let arguments = parameters.filter { $0.role != .option }
    let count = arguments.count + (arguments.count < parameters.count ? 1 : 0)
    return position < count || arguments.contains { $0.role == .variadic }
  }
}
