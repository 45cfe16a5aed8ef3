import LuaKit
import LuaPrompt

/// Finds in a line of source what a fault is about: the function's call, in its brackets the argument or the option, key by
/// key.
struct FaultPlace {
  private let fault: Fault
  private let message: String
  private let tokens: [Token]
  private let source: [UInt8]

  init(_ fault: Fault, _ message: String, _ tokens: [Token], _ source: [UInt8]) {
    (self.fault, self.message, self.tokens, self.source) = (fault, message, tokens, source)
  }

  /// Nil where the line has no such place. Of several calls the one whose value the message says.
  var range: Range<Int>? {
    let name = fault.function.split(whereSeparator: { $0 == "." || $0 == ":" }).last.map(String.init) ?? fault.function
    let places = tokens.indices.filter { tokens[$0].kind == .name && text($0) == name }.compactMap { place(ofCall: $0) }
    return places.first { message.hasSuffix("got " + marked($0)) } ?? places.first
  }

  private func place(ofCall callee: Int) -> Range<Int>? {
    let open = callee + 1
    guard open < tokens.count else { return nil }
    if fault.path.isEmpty { return tokens[callee].range }
    // f"text" and f{...} have one argument.
    let arguments = text(open) == "(" ? parts(behind: open) : [open..<end(of: open)]
    guard text(open) == "(" || text(open) == "{" || tokens[open].kind == .string else { return nil }
    var path = fault.path[...]
    let argument: Range<Int>?
    if let position = fault.position {
      // A method called with a dot has its object as first argument.
      let isDotted = fault.function.contains(":") && callee > 0 && text(callee - 1) == "."
      let index = position - 1 + (isDotted ? 1 : 0)
      argument = arguments.indices.contains(index) ? arguments[index] : nil
      path = path.dropFirst()
    } else {
      argument = arguments.last { text($0.lowerBound) == "{" }
    }
    guard let argument, !argument.isEmpty else { return nil }
    return place(of: path, in: argument)
  }

  /// What the path leads to in an expression.
  private func place(of path: ArraySlice<String>, in expression: Range<Int>) -> Range<Int>? {
    guard let name = path.first else { return bytes(expression) }
    guard text(expression.lowerBound) == "{" else { return nil }
    var element = 0
    for field in parts(behind: expression.lowerBound) where !field.isEmpty {
      let key = key(of: field)
      if key == nil { element += 1 }
      guard (key?.name ?? "\(element)") == name else { continue }
      let value = (key?.value ?? field.lowerBound)..<field.upperBound
      if value.isEmpty { return nil }
      if path.count == 1, fault.isName, let key { return tokens[key.token].range }
      return place(of: path.dropFirst(), in: value)
    }
    return nil
  }

  /// How a field of a table is named, the token that says so, and where its value begins; nil of an element of a list.
  private func key(of field: Range<Int>) -> (name: String, token: Int, value: Int)? {
    let start = field.lowerBound
    if tokens[start].kind == .name, text(start + 1) == "=" { return (text(start), start, start + 2) }
    // ["log"] = 3
    guard field.count > 3, text(start) == "[", text(start + 2) == "]", text(start + 3) == "=" else { return nil }
    let key = text(start + 1)
    return (tokens[start + 1].kind == .string ? String(key.dropFirst().dropLast()) : key, start + 1, start + 4)
  }

  /// What stands between the commas of a bracket.
  private func parts(behind open: Int) -> [Range<Int>] {
    var parts: [Range<Int>] = []
    var depth = 0, start = open + 1, i = open + 1
    while i < tokens.count {
      switch text(i) {
      case "(", "{", "[": depth += 1
      case "function", "if", "do": depth += 1
      case "end": depth -= 1
      case ")", "}", "]":
        if depth == 0 {
          if i > start { parts.append(start..<i) }
          return parts
        }
        depth -= 1
      case ",", ";":
        if depth == 0 {
          parts.append(start..<i)
          start = i + 1
        }
      default: break
      }
      i += 1
    }
    // The call goes on in the next line.
    if i > start { parts.append(start..<i) }
    return parts
  }

  /// Behind the token or the bracket at a place.
  private func end(of start: Int) -> Int {
    guard text(start) == "{", let last = parts(behind: start).last else { return start + 1 }
    return min(last.upperBound + 1, tokens.count)
  }

  private func text(_ i: Int) -> String { tokens.indices.contains(i) ? tokens[i].text(in: source) : "" }

  private func bytes(_ range: Range<Int>) -> Range<Int> {
    tokens[range.lowerBound].range.lowerBound..<tokens[range.upperBound - 1].range.upperBound
  }

  private func marked(_ range: Range<Int>) -> String { String(decoding: source[range], as: UTF8.self) }
}
