import LuaKit

extension AnnotationBlock {
  /// The names of types that its tags speak of, but for those that its `@generic` declares.
  var mentionedTypes: [String] {
    let generics = texts(of: "generic").flatMap { $0.split { ",: ".contains($0) }.map(String.init) }
    return tags.flatMap(\.mentionedTypes).filter { !generics.contains($0) }
  }
}

extension AnnotationBlock.Tag {
  /// The names of types that stand in it.
  fileprivate var mentionedTypes: [String] {
    var reader = AnnotatedTypeReader(text)
    switch name {
    case "class":
      guard let text = text.split(separator: ":", maxSplits: 1).dropFirst().first else { return [] }
      reader = AnnotatedTypeReader(String(text))
      _ = reader.list()
      return reader.names(from: 0)
    case "field":
      let words = ["private ", "protected ", "package ", "public "].first { text.hasPrefix($0) } ?? ""
      reader = AnnotatedTypeReader(String(text.dropFirst(words.count)))
      if reader.entry() == nil { _ = reader.parameter() }
      return reader.names(from: 1)
    case "param", "alias":
      _ = reader.name()
      let start = reader.next
      reader.skipMark()
      _ = reader.type()
      return reader.names(from: start)
    case "return":
      _ = reader.list()
      return reader.names(from: 0)
    case "type", "overload":
      _ = reader.list()
      return reader.names(from: 0)
    default: return []
    }
  }
}

extension AnnotatedTypeReader {
  /// The names of types among what has been read: those of fields and parameters, which a colon follows, are none.
  fileprivate func names(from start: Int) -> [String] {
    var names: [String] = []
    var i = start
    while i < next {
      defer { i += 1 }
      guard tokens[i].kind == .name || tokens[i].matches("nil", in: source) else { continue }
      var name = tokens[i].text(in: source)
      while i + 2 < next, tokens[i + 1].matches(".", in: source), tokens[i + 2].kind == .name {
        name += "." + tokens[i + 2].text(in: source)
        i += 2
      }
      let after = i + 1 < next && tokens[i + 1].text(in: source) == "?" ? i + 2 : i + 1
      let isLabel = after < next && tokens[after].matches(":", in: source)
      if !isLabel && name != "fun" { names.append(name) }
    }
    return names
  }
}
