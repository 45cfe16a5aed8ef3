import PolyakPlatform
import Testing

@testable import HeavyBall

/// One operation at work: an expression of a vector, and the same computed by plain loops.
struct OperationSample: Sendable, CustomTestStringConvertible {
  let name: String
  /// Where it is tried, away from kinks and poles.
  let point: [Double]
  let build: @Sendable (Expression) throws -> Expression
  let reference: @Sendable ([Double]) -> [Double]

  var testDescription: String { name }

  init(
    _ name: String, at point: [Double], _ build: @escaping @Sendable (Expression) throws -> Expression,
    reference: @escaping @Sendable ([Double]) -> [Double]
  ) {
    self.name = name
    self.point = point
    self.build = build
    self.reference = reference
  }

  /// Every operation of the graph; a test holds that none is missing.
  static let all: [OperationSample] = arithmetic + functions + piecewise + tensors + matrixProducts

  static let arithmetic: [OperationSample] = [
    OperationSample("add", at: [1.5, -2, 0.25, 4]) {
      $0[0..<2] + $0[2..<4]
    } reference: {
      [$0[0] + $0[2], $0[1] + $0[3]]
    },
    OperationSample("subtract", at: [1.5, -2, 0.25, 4]) {
      $0[0..<2] - $0[2..<4]
    } reference: {
      [$0[0] - $0[2], $0[1] - $0[3]]
    },
    OperationSample("negate", at: [1.5, -2]) {
      -$0
    } reference: {
      $0.map { -$0 }
    },
    OperationSample("multiply", at: [1.5, -2, 0.25, 4]) {
      $0[0..<2] * $0[2..<4]
    } reference: {
      [$0[0] * $0[2], $0[1] * $0[3]]
    },
    OperationSample("square", at: [1.5, -2, 0.25]) {
      $0 * $0
    } reference: {
      $0.map { $0 * $0 }
    },
    OperationSample("divide", at: [1.5, -2, 0.75, 4]) {
      $0[0..<2] / $0[2..<4]
    } reference: {
      [$0[0] / $0[2], $0[1] / $0[3]]
    },
    OperationSample("power", at: [1.5, 0.7, 2.5, -1.2]) {
      try Expression.power($0[0..<2], $0[2..<4])
    } reference: {
      [pow($0[0], $0[2]), pow($0[1], $0[3])]
    },
    OperationSample("constant power", at: [1.5, 0.7]) {
      try Expression.power($0, $0.graph.constant(2.7))
    } reference: {
      $0.map { pow($0, 2.7) }
    },
    OperationSample("power of abs", at: [1.5, -0.7]) {
      try Expression.power(.abs($0), $0.graph.constant(2.7))
    } reference: {
      $0.map { pow(abs($0), 2.7) }
    },
    OperationSample("signed power of abs", at: [1.5, -0.7]) {
      try $0.graph.apply(SignedPower(), [$0, $0.graph.constant(1.7, $0.shape)])
    } reference: {
      $0.map { copysign(pow(abs($0), 1.7), $0) }
    },
    OperationSample("power and logarithm", at: [1.5, 0.7, 2.5, -1.2]) {
      try $0.graph.apply(PowerLogarithm(order: 2), [$0[0..<2], $0[2..<4]])
    } reference: {
      [pow($0[0], $0[2]) * log($0[0]) * log($0[0]), pow($0[1], $0[3]) * log($0[1]) * log($0[1])]
    },
    OperationSample("whole power", at: [1.5, -0.7]) {
      $0.raised(to: 5)
    } reference: {
      $0.map { pow($0, 5) }
    },
    OperationSample("negative whole power", at: [1.5, -0.7]) {
      $0.raised(to: -3)
    } reference: {
      $0.map { pow($0, -3) }
    },
    OperationSample("power of a constant", at: [1.5, -0.7]) {
      try Expression.power($0.graph.constant(3), $0)
    } reference: {
      $0.map { pow(3, $0) }
    },
  ]

  /// Those of the list, of two numbers between which there is no kink, and what their derivatives are made of. What the
  /// functions themselves are is held against numbers of the list.
  static let functions: [OperationSample] =
    ElementaryFunctions.all.map { f in
      OperationSample(f.name, at: [f.sample.at, f.sample.at * 1.3]) {
        f.expression($0)
      } reference: {
        $0.map(f.value)
      }
    } + [
      OperationSample("sech^2", at: [0.3, -1.2]) {
        Expression.sechSquared($0)
      } reference: {
        $0.map { 1 / (cosh($0) * cosh($0)) }
      },
      OperationSample("exp of a negative number", at: [0.3, -1.2]) {
        Expression.exp($0)
      } reference: {
        $0.map { exp($0) }
      },
      OperationSample("sigmoid of a negative number", at: [0.3, -1.2]) {
        Expression.sigmoid($0)
      } reference: {
        $0.map { 1 / (1 + exp(-$0)) }
      },
      OperationSample("softplus of a negative number", at: [0.3, -1.2]) {
        Expression.softplus($0)
      } reference: {
        $0.map { log(1 + exp($0)) }
      },
    ]

  static let piecewise: [OperationSample] = [
    OperationSample("abs", at: [0.3, -1.2]) {
      Expression.abs($0) * $0
    } reference: {
      $0.map { abs($0) * $0 }
    },
    OperationSample("sign", at: [0.3, -1.2]) {
      Expression.sign($0) * $0
    } reference: {
      $0.map { abs($0) }
    },
    OperationSample("select", at: [0.3, -1.2, 2, 5]) {
      Expression.select($0[0..<2], $0[2..<4] * $0[0..<2], $0[2..<4])
    } reference: {
      [$0[0] * $0[2], $0[3]]
    },
    OperationSample("relu", at: [0.3, -1.2]) {
      Expression.relu($0) * $0
    } reference: {
      $0.map { max($0, 0) * $0 }
    },
    OperationSample("maximum", at: [0.3, -1.2, 0.2, 1]) {
      try Expression.maximum($0[0..<2] * 2, $0[2..<4])
    } reference: {
      [max(2 * $0[0], $0[2]), max(2 * $0[1], $0[3])]
    },
    OperationSample("minimum", at: [0.3, -1.2, 0.2, 1]) {
      try Expression.minimum($0[0..<2] * 2, $0[2..<4])
    } reference: {
      [min(2 * $0[0], $0[2]), min(2 * $0[1], $0[3])]
    },
  ]

  static let tensors: [OperationSample] = [
    OperationSample("broadcast", at: [0.3, -1.2, 0.2]) {
      $0[0] * $0[1..<3]
    } reference: {
      [$0[0] * $0[1], $0[0] * $0[2]]
    },
    OperationSample("sum", at: [0.3, -1.2, 0.2]) {
      ($0 * $0).sum()
    } reference: {
      [$0.reduce(0) { $0 + $1 * $1 }]
    },
    OperationSample("sum of products", at: [0.3, -1.2, 0.2, 3]) {
      try $0.graph.apply(
        SumOfProducts(factors: [1, -0.7]), [$0[0..<2], $0[2..<4], $0[1..<3], Expression.sin($0[0..<2])])
    } reference: {
      [$0[0] * $0[2] - 0.7 * $0[1] * sin($0[0]), $0[1] * $0[3] - 0.7 * $0[2] * sin($0[1])]
    },
    OperationSample("dot", at: [0.3, -1.2, 0.2, 3]) {
      try Expression.dot($0[0..<2], $0[2..<4])
    } reference: {
      [$0[0] * $0[2] + $0[1] * $0[3]]
    },
    OperationSample("sums along an axis", at: [0.3, -1.2, 0.2, 1.1, 0.4, -0.7]) {
      let a = ($0 * $0).reshaped(.matrix(rows: 2, columns: 3))
      return .concatenation([a.sums(of: .rows), a.sums(of: .columns)])
    } reference: { x in
      let q = x.map { $0 * $0 }
      return [q[0] + q[1] + q[2], q[3] + q[4] + q[5], q[0] + q[3], q[1] + q[4], q[2] + q[5]]
    },
    OperationSample("replicate", at: [0.3, -1.2, 0.2, 1.1]) {
      let (u, v) = ($0[0..<2], $0[2..<4])
      return u.inEachRow(of: 2) * v.inEachColumn(of: 2)
    } reference: {
      [$0[0] * $0[2], $0[1] * $0[2], $0[0] * $0[3], $0[1] * $0[3]]
    },
    OperationSample("cumulative sum", at: [0.3, -1.2, 0.2, 1.1]) {
      ($0 * $0).cumulativeSums()
        * $0.reshaped(.matrix(rows: 2, columns: 2)).cumulativeSums(reversed: true)
        .reshaped(.vector(4))
    } reference: { x in
      let q = x.map { $0 * $0 }
      let sums = [q[0], q[0] + q[1], q[0] + q[1] + q[2], q[0] + q[1] + q[2] + q[3]]
      return [sums[0] * (x[0] + x[1]), sums[1] * x[1], sums[2] * (x[2] + x[3]), sums[3] * x[3]]
    },
    OperationSample("gather", at: [0.3, -1.2, 0.2, 1.1]) {
      try ($0 * $0).elements([3, 0, 0], .vector(3)) * $0[1..<4]
    } reference: {
      [$0[3] * $0[3] * $0[1], $0[0] * $0[0] * $0[2], $0[0] * $0[0] * $0[3]]
    },
    OperationSample("scatter", at: [0.3, -1.2, 0.2, 1.1]) {
      ($0 * $0).scattering(IndexMap([2, 0, 2, 3]), .vector(4)) * $0
    } reference: {
      [$0[1] * $0[1] * $0[0], 0, ($0[0] * $0[0] + $0[2] * $0[2]) * $0[2], $0[3] * $0[3] * $0[3]]
    },
    OperationSample("softmax of rows", at: [0.3, -1.2, 0.2, 1.1, 0.4, -0.7]) {
      try $0.reshaped(.matrix(rows: 2, columns: 3)).rowSoftmax()
    } reference: { x in
      [0, 3].flatMap { i in
        let e = x[i..<i + 3].map { exp($0) }
        return e.map { $0 / (e[0] + e[1] + e[2]) }
      }
    },
    OperationSample("logsumexp of rows", at: [0.3, -1.2, 0.2, 1.1, 0.4, -0.7]) {
      try $0.reshaped(.matrix(rows: 2, columns: 3)).rowLogSumExp()
    } reference: { x in
      [0, 3].map { i in log(exp(x[i]) + exp(x[i + 1]) + exp(x[i + 2])) }
    },
    OperationSample("logsumexp", at: [0.3, -1.2, 0.2]) {
      try Expression.logSumExp($0)
    } reference: {
      [log($0.reduce(0) { $0 + exp($1) })]
    },
    OperationSample("slice", at: [0.3, -1.2, 0.2, 3]) {
      $0[1..<3] * $0[2..<4]
    } reference: {
      [$0[1] * $0[2], $0[2] * $0[3]]
    },
    OperationSample("concatenate", at: [0.3, -1.2]) {
      Expression.concatenation([$0[1], $0 * $0[0]])
    } reference: {
      [$0[1], $0[0] * $0[0], $0[1] * $0[0]]
    },
    OperationSample("reshape", at: [0.3, -1.2, 0.2, 3]) {
      $0.reshaped(.matrix(rows: 2, columns: 2)).row(1) * $0[0..<2]
    } reference: {
      [$0[0] * $0[2], $0[1] * $0[3]]
    },
    OperationSample("transpose", at: [1, 2, 3, 4, 5, 6]) {
      try $0.reshaped(.matrix(rows: 2, columns: 3)).transposed().reshaped(.vector(6)) * $0
    } reference: {
      [$0[0] * $0[0], $0[3] * $0[1], $0[1] * $0[2], $0[4] * $0[3], $0[2] * $0[4], $0[5] * $0[5]]
    },
    OperationSample("matrix-vector product", at: [0.3, -1.2, 0.2, 3, 2, -0.4]) {
      try Expression.matrixProduct($0[0..<4].reshaped(.matrix(rows: 2, columns: 2)), $0[4..<6])
    } reference: {
      [$0[0] * $0[4] + $0[1] * $0[5], $0[2] * $0[4] + $0[3] * $0[5]]
    },
    OperationSample("constant matrix-vector product", at: [2, -0.4]) {
      try Expression.matrixProduct($0.graph.constant(Matrix([[1, 2], [3, 4], [5, 6]])), $0 * $0)
    } reference: { v in
      let (a, b) = (v[0] * v[0], v[1] * v[1])
      return [a + 2 * b, 3 * a + 4 * b, 5 * a + 6 * b]
    },
  ]

  /// All four ways to transpose, of a 2x3 by a 3x2 matrix.
  private static let matrixProducts: [OperationSample] = [(false, false), (true, false), (false, true), (true, true)]
    .map { left, right in
      OperationSample(
        "matrix product \(left ? "Aᵀ" : "A")\(right ? "Bᵀ" : "B")",
        at: [0.3, -1.2, 0.2, 3, 2, -0.4, 1, 1.5, -2, 0.7, 0.9, -3]
      ) {
        let a = $0[0..<6].reshaped(left ? .matrix(rows: 3, columns: 2) : .matrix(rows: 2, columns: 3))
        let b = $0[6..<12].reshaped(right ? .matrix(rows: 2, columns: 3) : .matrix(rows: 3, columns: 2))
        return try $0.graph.apply(MatrixProduct(transposeLeft: left, transposeRight: right), [a, b])
      } reference: { v in
        var product = [0.0, 0.0, 0.0, 0.0]
        for i in 0..<2 {
          for j in 0..<2 {
            for l in 0..<3 {
              product[i * 2 + j] += v[left ? l * 2 + i : i * 3 + l] * v[6 + (right ? j * 3 + l : l * 2 + j)]
            }
          }
        }
        return product
      }
    }
}

/// A graph of one vector with one result, compiled in the chosen way.
func evaluate(
  _ build: (Expression) throws -> Expression, at point: [Double], scalarLimit: Int = .max
) rethrows -> [Double] {
  let graph = Graph()
  let b = graph.input(.vector(point.count))
  let machine = Machine(Program(outputs: [try build(b)], inputs: [b], scalarLimit: scalarLimit))
  machine.load(point, input: 0)
  machine.run()
  return machine.output(0).elements
}
