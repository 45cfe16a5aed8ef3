@testable import HeavyBall

extension Formula {
  /// What the formula makes of the path x₀ + x₁t + x₂t² + x₃t³, in steps of plain arithmetic.
  ///
  /// - Parameters:
  ///   - path: x₀ and up to three more.
  ///   - unitRoundoff: of the precision that results are to be compared in.
  /// - Throws: ``Jet/Singular``.
  func jet(along path: [[Double]], unitRoundoff: Double = 0x1p-53) throws -> Jet {
    let input = (0..<dimension).map { i in
      Jet(
        (0...Jet.order).map { k in
          k < path.count ? unitRoundoff > 0x1p-53 ? Measured(rounded: path[k][i]) : Measured(path[k][i]) : Measured(0)
        })
    }
    var values: [[Jet]] = []
    for (node, shape) in zip(nodes, shapes) {
      switch node {
      case .parameters: values.append(input)
      case .constant(let numbers): values.append(numbers.map { Jet(constant: Measured(rounded: $0)) })
      case .binary(let name, let a, let b): values.append(try binary(name, a, b, shape, values, unitRoundoff))
      case .unary(let name, let a): values.append(try unary(name, values[a], unitRoundoff))
      case .dot(let a, let b): values.append([sum(zip(values[a], values[b]).map { $0 * $1 })])
      case .element(let a, let row, let column):
        let columns = if case .matrix(_, let columns) = shapes[a] { columns } else { 1 }
        values.append([values[a][row * columns + column]])
      case .row(let a, let row): values.append(Array(values[a][(row * shape.count)..<(row + 1) * shape.count]))
      case .list(let parts): values.append(parts.map { values[$0][0] })
      case .transpose(let a):
        guard case .matrix(let rows, let columns) = shape else { throw Jet.Singular() }
        values.append((0..<rows * columns).map { values[a][$0 % columns * rows + $0 / columns] })
      case .elements(let a, let places): values.append(places.map { values[a][$0] })
      case .reshape(let a): values.append(values[a])
      case .sums(let a, let axis):
        let columns = if case .matrix(_, let columns) = shapes[a] { columns } else { 1 }
        values.append(
          (0..<shape.count).map { k in
            sum(values[a].indices.filter { (axis == .rows ? $0 / columns : $0 % columns) == k }.map { values[a][$0] })
          })
      }
      // Where numbers leave the everyday, what is left of the digits is a matter of the order of operations.
      for jet in values[values.count - 1] {
        for number in jet.c
        where !(number.value.magnitude < 1e10) || !(number.error < 1e-7 / unitRoundoff * max(1, number.value.magnitude)) {
          throw Jet.Singular()
        }
      }
    }
    return values[values.count - 1][0]
  }

  private func sum(_ jets: [Jet]) -> Jet { jets.dropFirst().reduce(jets[0], +) }

  private func binary(
    _ name: String, _ a: Int, _ b: Int, _ shape: Shape, _ values: [[Jet]], _ u: Double
  ) throws -> [Jet] {
    let (x, y) = (values[a], values[b])
    if name == "*", case .matrix(let rows, let inner) = shapes[a], shapes[b] != .scalar {
      let width = shape.count / rows
      return (0..<rows * width).map { place in
        sum((0..<inner).map { k in x[place / width * inner + k] * y[k * width + place % width] })
      }
    }
    return try (0..<shape.count).map { i in
      let (p, q) = (x[place(i, of: shape, in: shapes[a])], y[place(i, of: shape, in: shapes[b])])
      switch name {
      case "+": return p + q
      case "-": return p - q
      case "*": return p * q
      case "/": return try p / q
      case "^": return try p.raised(to: q, isConstant: isConstant[b])
      case "max": return try (p - q).sign(unitRoundoff: u) > 0 ? p : q
      default: return try (p - q).sign(unitRoundoff: u) > 0 ? q : p
      }
    }
  }

  /// Which element of an operand goes with element i of a result.
  private func place(_ i: Int, of result: Shape, in operand: Shape) -> Int {
    if case .matrix(let rows, columns: 1) = operand, rows > 1, case .matrix(_, let columns) = result { return i / columns }
    return i % operand.count
  }

  private func unary(_ name: String, _ x: [Jet], _ u: Double) throws -> [Jet] {
    switch name {
    case "negate": return x.map { -$0 }
    case "sum": return [sum(x)]
    case "mean": return [try sum(x) / Jet(constant: Measured(Double(x.count)))]
    case "cumsum": return x.indices.map { sum(Array(x[...$0])) }
    case "softmax":
      let offset = Jet(constant: Measured(x.map { $0.c[0].value }.max() ?? 0))
      let terms = x.map { ($0 - offset).exp() }
      return try terms.map { try $0 / sum(terms) }
    case "norm": return [try sum(x.map { $0 * $0 }).sqrt()]
    case "norm1": return [sum(try x.map { $0.scaled(try $0.sign(unitRoundoff: u)) })]
    case "logsumexp":
      let shift = x.map { $0.c[0].value }.max() ?? 0
      let offset = Jet(constant: Measured(shift))
      return [try sum(x.map { ($0 - offset).exp() }).log() + offset]
    case "exp": return x.map { $0.exp() }
    case "log": return try x.map { try $0.log() }
    case "sqrt": return try x.map { try $0.sqrt() }
    case "sin": return x.map { $0.sine() }
    case "cos": return x.map { $0.cosine() }
    case "tanh": return x.map { $0.tanh() }
    case "sigmoid": return x.map { $0.sigmoid() }
    case "softplus": return x.map { $0.softplus() }
    case "abs": return try x.map { $0.scaled(try $0.sign(unitRoundoff: u)) }
    case "sign": return try x.map { Jet(constant: Measured(try $0.sign(unitRoundoff: u))) }
    case "relu": return try x.map { try $0.sign(unitRoundoff: u) > 0 ? $0 : Jet(constant: Measured(0)) }
    case "log1p": return try x.map { try ($0 + Jet(constant: Measured(1))).log() }
    case "expm1": return x.map { $0.exp() - Jet(constant: Measured(1)) }
    case "atan": return try x.map { try $0.arctangent() }
    case "asinh": return try x.map { try $0.inverseHyperbolicSine() }
    case "erf": return x.map { $0.errorFunction() }
    // A function that is new has no rule here yet.
    default: throw Jet.Singular()
    }
  }
}
