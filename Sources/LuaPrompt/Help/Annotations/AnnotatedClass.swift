import LuaKit
/// A `@class` with its `@field`s.
struct AnnotatedClass {
  var name: String
  /// Whether it names a table of options: `(exact)` says that the table has no other fields.
  var isExact = false
  var parents: [String] = []
  var fields: [AnnotatedParameter] = []
  /// What it lists: of `@field [integer] type`.
  var entry: AnnotatedType?
  /// How its value is called.
  var overloads: [AnnotatedType] = []

  /// Nil where the block declares none.
  init?(_ block: AnnotationBlock) {
    guard var text = block.texts(of: "class").first else { return nil }
    if text.hasPrefix("(exact)") {
      isExact = true
      text = String(text.dropFirst("(exact)".count))
    }
    var reader = AnnotatedTypeReader(text)
    guard let name = reader.name() else { return nil }
    self.name = name
    if reader.colon() {
      parents = reader.list().compactMap { type in if case .name(let name) = type { name } else { nil } }
    }
    for text in block.texts(of: "field") {
      if ["private ", "protected ", "package "].contains(where: text.hasPrefix) { continue }
      var reader = AnnotatedTypeReader(text)
      if let entry = reader.entry() { self.entry = entry } else if let field = reader.parameter() { fields.append(field) }
    }
    overloads = block.overloads
  }
}

extension AnnotationBlock {
  /// The types of `@overload`.
  var overloads: [AnnotatedType] {
    texts(of: "overload").map { text in
      var reader = AnnotatedTypeReader(text)
      return reader.type()
    }
  }
}
