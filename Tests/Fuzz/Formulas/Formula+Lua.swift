@testable import HeavyBall

extension Formula {
  /// The body of a Lua function of `b`.
  var lua: String {
    let lines = nodes.indices.map { i in "local n\(i) = \(text(of: i))" }
    return (lines + ["return n\(nodes.count - 1)"]).joined(separator: "\n")
  }

  private func text(of i: Int) -> String {
    switch nodes[i] {
    case .parameters: return "b"
    case .constant(let values): return constant(values, shapes[i])
    case .binary(let name, let a, let b):
      return name.count > 1 ? "\(name)(n\(a), n\(b))" : "n\(a) \(name) n\(b)"
    case .unary("negate", let a): return "-n\(a)"
    case .unary("norm", let a): return "sqrt(sum(n\(a) ^ 2))"
    case .unary("norm1", let a): return "sum(abs(n\(a)))"
    case .unary(let name, let a): return "\(name)(n\(a))"
    case .dot(let a, let b): return "dot(n\(a), n\(b))"
    case .element(let a, let row, let column):
      if case .matrix = shapes[a] { return "n\(a):get(\(row + 1), \(column + 1))" }
      return "n\(a)[\(row + 1)]"
    case .row(let a, let row): return "n\(a)[\(row + 1)]"
    case .list(let parts): return "vec{\(parts.map { "n\($0)" }.joined(separator: ", "))}"
    case .transpose(let a): return "n\(a):t()"
    case .elements(let a, let places):
      let isRun = places.indices.allSatisfy { places[$0] == places[0] + $0 }
      return isRun
        ? "n\(a):slice(\(places[0] + 1), \(places[places.count - 1] + 1))"
        : "n\(a)[{\(places.map { "\($0 + 1)" }.joined(separator: ", "))}]"
    case .sums(let a, let axis): return "sum(n\(a), '\(axis.rawValue)')"
    case .reshape(let a):
      if case .matrix(let rows, let columns) = shapes[i] { return "n\(a):reshape(\(rows), \(columns))" }
      return "n\(a):flatten()"
    }
  }

  private func constant(_ values: [Double], _ shape: Shape) -> String {
    let list = { (values: ArraySlice<Double>) in "{\(values.map { "\($0)" }.joined(separator: ", "))}" }
    switch shape {
    case .scalar: return "\(values[0])"
    case .vector: return "vec\(list(values[...]))"
    case .matrix(let rows, let columns):
      return "mat{\((0..<rows).map { list(values[($0 * columns)..<($0 + 1) * columns]) }.joined(separator: ", "))}"
    }
  }
}
