/// Numbers known when the graph is built.
struct Constant: LeafOperation {
  static let name = "constant"
  let shape: Shape
  private let numbers: Numbers

  private enum Numbers {
    /// The same one in every element, which large tensors of it would only waste memory on.
    case uniform(Double)
    case list([Double])
  }

  init(values: [Double], shape: Shape) {
    self.shape = shape
    if let first = values.first, values.allSatisfy({ $0.bitPattern == first.bitPattern }) {
      numbers = .uniform(first)
    } else {
      numbers = .list(values)
    }
  }

  init(_ value: Double, shape: Shape) {
    self.shape = shape
    numbers = shape.count == 0 ? .list([]) : .uniform(value)
  }

  /// Row after row.
  var values: [Double] {
    switch numbers {
    case .uniform(let value): Array(repeating: value, count: shape.count)
    case .list(let values): values
    }
  }

  /// The value that every element has.
  var uniformValue: Double? {
    if case .uniform(let value) = numbers { value } else { nil }
  }

  // By bits: -0 is not 0, and a NaN is itself.
  static func == (a: Constant, b: Constant) -> Bool {
    guard a.shape == b.shape else { return false }
    switch (a.numbers, b.numbers) {
    case (.uniform(let x), .uniform(let y)): return x.bitPattern == y.bitPattern
    case (.list(let x), .list(let y)): return x.elementsEqual(y) { $0.bitPattern == $1.bitPattern }
    default: return false
    }
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(shape)
    switch numbers {
    case .uniform(let value): hasher.combine(value.bitPattern)
    case .list(let values): for value in values { hasher.combine(value.bitPattern) }
    }
  }

  func shape(of operands: [Shape]) -> Shape { shape }
}
