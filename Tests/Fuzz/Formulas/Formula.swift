@testable import HeavyBall

/// A random loss in the language of traced functions: a list of nodes, each of earlier ones. Node 0 is the parameter vector,
/// the last one a number.
struct Formula {
  indirect enum Node {
    case parameters
    case constant([Double])
    /// An operator of Lua's, elementwise or a matrix product; or "max", "min".
    case binary(String, Int, Int)
    /// A function of ``ElementaryFunctions``, "negate", "cumsum" and "softmax" of a vector, or one that gives a number: "sum",
    /// "mean", "logsumexp", "norm", "norm1".
    case unary(String, Int)
    case dot(Int, Int)
    case element(Int, row: Int, column: Int)
    case row(Int, Int)
    case list([Int])
    case transpose(Int)
    /// Elements of a vector, by their numbers.
    case elements(Int, [Int])
    /// A matrix' sums along an axis.
    case sums(Int, Axis)
    case reshape(Int)
  }

  private(set) var nodes: [Node] = []
  private(set) var shapes: [Shape] = []
  /// Whether nothing of the parameters is in it.
  private(set) var isConstant: [Bool] = []

  var dimension: Int { shapes[0].count }

  /// - Parameter functions: whether elementary functions may be in it; without them and with whole numbers all sums are exact.
  init(_ source: inout ByteSource) {
    add(.parameters, .vector(1 + source.below(4)), isConstant: false)
    let count = 2 + source.below(16)
    while nodes.count < count { grow(&source) }
    // Something of everything late: a result of one node alone would leave most of the others dead.
    for node in nodes.indices.suffix(3) where shapes[node] != .scalar { add(.unary("sum", node), .scalar) }
    let numbers = nodes.indices.filter { shapes[$0] == .scalar && !isConstant[$0] }.suffix(3)
    guard var total = numbers.first else {
      add(.unary("sum", 0), .scalar)
      return
    }
    for number in numbers.dropFirst() {
      add(.binary("+", total, number), .scalar)
      total = nodes.count - 1
    }
    if numbers.count == 1 { add(.unary("negate", total), .scalar) }
  }

  private mutating func add(_ node: Node, _ shape: Shape, isConstant constant: Bool? = nil) {
    let operands = Self.operands(of: node)
    isConstant.append(constant ?? operands.allSatisfy { isConstant[$0] })
    nodes.append(node)
    shapes.append(shape)
  }

  static func operands(of node: Node) -> [Int] {
    switch node {
    case .parameters, .constant: []
    case .binary(_, let a, let b), .dot(let a, let b): [a, b]
    case .unary(_, let a), .element(let a, _, _), .row(let a, _), .transpose(let a), .elements(let a, _), .sums(let a, _),
      .reshape(let a):
      [a]
    case .list(let parts): parts
    }
  }

  private mutating func grow(_ source: inout ByteSource) {
    let a = operand(&source), shape = shapes[a]
    switch source.below(20) {
    case 0: constant(&source)
    case 1, 2:
      guard shape.count > 0, shape != .scalar else { fallthrough }
      let place = source.below(shape.count)
      if case .matrix(_, let columns) = shape {
        if source.below(2) == 0 {
          add(.row(a, place / columns), .vector(columns))
        } else {
          add(.element(a, row: place / columns, column: place % columns), .scalar)
        }
      } else {
        add(.element(a, row: place, column: 0), .scalar)
      }
    case 3, 4: add(.unary(source.element(of: ElementaryFunctions.all).name, a), shape)
    case 5: add(.unary("negate", a), shape)
    case 6: add(.unary(source.element(of: ["sum", "sum", "mean", "logsumexp", "norm", "norm1"]), a), .scalar)
    case 7:
      let suitable = nodes.indices.filter { shapes[$0] == shape && isVector(shape) }
      if suitable.isEmpty { add(.unary("sum", a), .scalar) } else { add(.dot(a, source.element(of: suitable)), .scalar) }
    case 8:
      let numbers = nodes.indices.filter { shapes[$0] == .scalar }
      guard !numbers.isEmpty else { return constant(&source) }
      let parts = (0...source.below(4)).map { _ in source.element(of: numbers) }
      add(.list(parts), .vector(parts.count))
    case 9:
      if case .matrix(let rows, let columns) = shape {
        add(.transpose(a), .matrix(rows: columns, columns: rows))
      } else {
        add(.unary("norm", a), .scalar)
      }
    case 10: power(a, &source)
    case 11: part(a, &source)
    case 12: whole(a, &source)
    default: binary(a, source.element(of: ["+", "-", "*", "/", "*", "max", "min", "^"]), &source)
    }
  }

  /// Elements of a vector, in their order or in none; of a matrix its sums.
  private mutating func part(_ a: Int, _ source: inout ByteSource) {
    switch shapes[a] {
    case .scalar: add(.unary("negate", a), .scalar)
    case .vector(let n):
      let first = source.below(n)
      let places = source.below(2) == 0 ? Array(first..<n) : (0...source.below(4)).map { _ in source.below(n) }
      add(.elements(a, places), .vector(places.count))
    case .matrix(let rows, let columns):
      let axis: Axis = source.below(2) == 0 ? .rows : .columns
      add(.sums(a, axis), .vector(axis == .rows ? rows : columns))
    }
  }

  /// A vector's sums up to each element, its softmax, or itself as a matrix; a matrix as a vector.
  private mutating func whole(_ a: Int, _ source: inout ByteSource) {
    switch shapes[a] {
    case .scalar: add(.unary("negate", a), .scalar)
    case .vector(let n):
      switch source.below(3) {
      case 0: add(.unary("cumsum", a), .vector(n))
      case 1: add(.unary("softmax", a), .vector(n))
      default: add(.reshape(a), n % 2 == 0 ? .matrix(rows: 2, columns: n / 2) : .matrix(rows: n, columns: 1))
      }
    case .matrix(let rows, let columns): add(.reshape(a), .vector(rows * columns))
    }
  }

  /// The parameters and what is late, more often.
  private func operand(_ source: inout ByteSource) -> Int {
    switch source.below(4) {
    case 0: 0
    case 1: source.below(nodes.count)
    default: max(0, nodes.count - 1 - source.below(4))
    }
  }

  private func isVector(_ shape: Shape) -> Bool { if case .vector = shape { true } else { false } }

  private mutating func constant(_ source: inout ByteSource, _ shape: Shape? = nil) {
    let shape =
      shape
      ?? [
        .scalar, .vector(dimension), .matrix(rows: 2, columns: dimension), .matrix(rows: dimension, columns: dimension),
        .vector(2),
      ][source.below(5)]
    let isUniform = source.once(in: 4), first = number(&source)
    add(.constant((0..<shape.count).map { i in i == 0 || isUniform ? first : number(&source) }), shape, isConstant: true)
  }

  /// Whole and small numbers, at which powers and kinks are special, as often as others.
  private func number(_ source: inout ByteSource) -> Double {
    source.below(2) == 0 ? [2, 1, 0, -1, 3, 0.5, 4, -2, 1.5, 10][source.below(10)] : source.everyday()
  }

  /// With a constant exponent of a number's shape or of the base's.
  private mutating func power(_ a: Int, _ source: inout ByteSource) {
    constant(&source, source.below(2) == 0 ? .scalar : shapes[a])
    add(.binary("^", a, nodes.count - 1), shapes[a])
  }

  private mutating func binary(_ a: Int, _ symbol: String, _ source: inout ByteSource) {
    let suitable = nodes.indices.filter { result(symbol, shapes[a], shapes[$0]) != nil }
    guard !suitable.isEmpty else { return add(.unary("tanh", a), shapes[a]) }
    let b = source.element(of: suitable)
    let (left, right) = source.below(2) == 0 || result(symbol, shapes[b], shapes[a]) == nil ? (a, b) : (b, a)
    guard let shape = result(symbol, shapes[left], shapes[right]), shape.count <= 32 else { return }
    add(.binary(symbol, left, right), shape)
  }

  /// Nil where the two do not go together.
  private func result(_ symbol: String, _ a: Shape, _ b: Shape) -> Shape? {
    if symbol == "*", case .matrix(let rows, let columns) = a {
      switch b {
      case .vector(columns): return .vector(rows)
      case .matrix(columns, let width): return .matrix(rows: rows, columns: width)
      case .scalar: return a
      default: return nil
      }
    }
    if symbol == "*", case .matrix = b, a != .scalar { return nil }
    return Shape.broadcast(a, b)
  }
}
