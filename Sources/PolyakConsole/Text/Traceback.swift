/// The calls in progress when an error was raised, read off the text that Lua makes of them.
struct Traceback {
  struct Call: Equatable {
    /// "script.lua:12", "[3]:1", "[C]".
    var place: String
    /// "in function 'f'".
    var function: String

    var text: String { function.isEmpty ? "at \(place)" : "at \(place)  \(function)" }
  }

  let calls: [Call]

  init(_ text: String) {
    calls = text.split(separator: "\n").compactMap { line in
      guard line.hasPrefix("\t") else { return nil }
      let line = line.dropFirst()
      guard let range = line.firstRange(of: ": in ") else { return Call(place: String(line), function: "") }
      var function = "in " + line[range.upperBound...]
      // Lua looks a function's name up among the global variables, where it may find a result.
      if let name = function.split(separator: "'").last, ResultHistory.isName(String(name)) { function = "" }
      return Call(place: String(line[..<range.lowerBound]), function: function)
    }
  }

  /// The call behind those of the product's own files, where the innermost is one of these; nil where it is none, or what
  /// called them is left out.
  var placeOfEntrance: String? {
    let lua = calls.filter { $0.place != "[C]" }
    guard let first = lua.first, Self.isOwn(first), let behind = lua.first(where: { !Self.isOwn($0) })?.place else { return nil }
    return behind == "(...tail calls...)" ? nil : behind
  }

  private static func isOwn(_ call: Call) -> Bool { call.place.hasPrefix("stdlib/") }

  /// Those that say something: without the product's own files and C functions, without what `error` and `pcall` add, the
  /// prompt's own blocks without a name; and without the first where the message says it already.
  ///
  /// - Parameter typed: The place of the line that has just been typed, which says nothing behind other calls.
  func essential(beginningAt place: String?, typedAt typed: String? = nil) -> [Call] {
    var calls = calls.filter { $0.place != "[C]" && !Self.isOwn($0) && $0.place != "(...tail calls...)" }.map { call in
      let isNameless = call.function == "in main chunk" || call.function.hasPrefix("in function <")
      return isNameless && call.place.hasPrefix("[") ? Call(place: call.place, function: "") : call
    }
    // Nothing twice: the same line may be in progress several times over, and the message has its place already.
    calls = calls.indices.filter { $0 == 0 || calls[$0] != calls[$0 - 1] }.map { calls[$0] }
    if let last = calls.last, last.place == typed, last.function.isEmpty, calls.count > 1 { calls.removeLast() }
    while let first = calls.first, first.place == place, first.function.isEmpty { calls.removeFirst() }
    return calls.count == 1 && calls[0].place == place ? [] : calls
  }
}
