/// Parameters with names and shapes, one after another in the vector of parameters; matrices row after row.
///
///     let parameters = NamedParameters([("W", .matrix(rows: 20, columns: 64)), ("b", .vector(20)), ("s", .scalar)])
///     parameters.count                // 1301
///     parameters.parts[1].range       // 1280..<1300
public struct NamedParameters: Hashable, Sendable {
  public struct Part: Hashable, Sendable {
    public let name: String
    public let shape: Shape
    /// Where its numbers are in the vector of parameters.
    public let range: Range<Int>
  }

  public let parts: [Part]

  /// - Precondition: no name is there twice.
  public init(_ shapes: [(name: String, shape: Shape)]) {
    precondition(Set(shapes.map(\.name)).count == shapes.count, "names of parameters differ")
    var end = 0
    parts = shapes.map { name, shape in
      end += shape.count
      return Part(name: name, shape: shape, range: end - shape.count..<end)
    }
  }

  /// How many numbers they are.
  public var count: Int { parts.last?.range.upperBound ?? 0 }
}
