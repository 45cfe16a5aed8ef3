import HeavyBall

// The contents of messages, written as they read in JSON.

extension DataTree: ExpressibleByDictionaryLiteral {
  package init(dictionaryLiteral elements: (String, DataTree)...) { self = .group(elements.map { Field($0, $1) }) }
}

extension DataTree: ExpressibleByArrayLiteral {
  package init(arrayLiteral elements: DataTree...) { self = .list(elements) }
}

extension DataTree: ExpressibleByStringLiteral {
  package init(stringLiteral text: String) { self = .text(text) }
}

extension DataTree: ExpressibleByIntegerLiteral {
  package init(integerLiteral number: Int) { self = .integer(number) }
}

extension DataTree: ExpressibleByBooleanLiteral {
  package init(booleanLiteral truth: Bool) { self = .boolean(truth) }
}

extension DataTree {
  /// As JSON.
  var json: [UInt8] { Array(JSONWriter.text(of: self).utf8) }

  /// Of JSON; nil where it is none.
  init?(json: [UInt8]) {
    guard let tree = try? JSONReader.read(json) else { return nil }
    self = tree
  }

  /// The same with a field more, or another value of it.
  func with(_ name: String, _ value: DataTree) -> DataTree {
    .group((fields ?? []).filter { $0.name != name } + [Field(name, value)])
  }
}
