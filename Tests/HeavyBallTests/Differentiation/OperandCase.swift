@testable import HeavyBall

/// An operation with some operand a constant, and its derivatives by other means: References/Computed/operations.py.
struct OperandCase: Decodable, Sendable {
  /// A number that may be infinite or NaN, or nil for any.
  struct Number: Decodable {
    let value: Double?

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let text = try? container.decode(String.self) {
        value = Double(text)
      } else {
        value = try container.decode(Double.self)
      }
    }
  }

  let operation: String
  let shapes: [String]
  /// Which operand, -1 for none, and its numbers.
  let constant: Int
  let values: [Double]
  let point: [Double]
  let v: [Double]
  let w: [Double]
  let result: [Number]
  let gradient: [Number]
  let product: [Number]
  let third: [Number]

  static let all: [OperandCase] = (try? SeriesReference.read([OperandCase].self, "operations.json")) ?? []
  /// The operations, each once.
  static let operations: [String] = Set(all.map(\.operation)).sorted()

  var title: String { "\(operation) of \(shapes), operand \(constant) = \(values), at \(point)" }

  /// What is expected of the four outputs.
  var expected: [[Double?]] { [result, gradient, product, third].map { $0.map(\.value) } }

  /// The result, the gradient of f = Σ (1 + 0.37 i) yᵢ, D²f[·, v] and D³f[·, v, w], from x, v and w.
  func outputs(in graph: Graph) throws -> (outputs: [Expression], inputs: [Expression]) {
    let inputs = (0..<3).map { _ in graph.input(.vector(point.count)) }
    let (x, v, w) = (inputs[0], inputs[1], inputs[2])
    var start = 0
    let operands = shapes.indices.map { i in
      let shape = shape(ofOperand: i)
      if i == constant { return graph.constant(values, shape) }
      let part = x[start..<start + shape.count]
      start += shape.count
      return (part + part * part * 0.25).reshaped(shape)
    }
    let y = try result(of: operands)
    let elements = y.reshaped(.vector(y.shape.count))
    let weights = Vector((0..<y.shape.count).map { 1 + 0.37 * Double($0) })
    let gradient = try Expression.dot(elements, graph.constant(weights)).gradient(withRespectTo: x)
    return (
      [
        elements, gradient, gradient.derivative(withRespectTo: x, along: [v]),
        gradient.derivative(withRespectTo: x, along: [v, w]),
      ], inputs
    )
  }

  private func shape(ofOperand i: Int) -> Shape {
    switch shapes[i] {
    case "number": return .scalar
    case "vector": return .vector(2)
    case "row": return .vector(3)
    case "matrix": return .matrix(rows: 2, columns: 2)
    default:
      let isTall =
        i == 0
        ? operation.hasSuffix("left transposed") || operation.hasSuffix("both transposed")
        : operation == "matrix product" || operation.hasSuffix("left transposed")
      return isTall ? .matrix(rows: 3, columns: 2) : .matrix(rows: 2, columns: 3)
    }
  }

  /// By the names in the file.
  private func result(of o: [Expression]) throws -> Expression {
    let u = o[0]
    switch operation {
    case "negate": return -u
    case "exp": return .exp(u)
    case "log": return .log(u)
    case "sqrt": return .sqrt(u)
    case "sin": return .sin(u)
    case "cos": return .cos(u)
    case "tanh": return .tanh(u)
    case "sigmoid": return .sigmoid(u)
    case "softplus": return .softplus(u)
    case "log1p": return .log1p(u)
    case "expm1": return .expm1(u)
    case "atan": return .atan(u)
    case "asinh": return .asinh(u)
    case "erf": return .erf(u)
    case "abs": return .abs(u)
    case "sign": return .sign(u)
    case "relu": return .relu(u)
    case "add": return try .sum(u, o[1])
    case "subtract": return try .difference(u, o[1])
    case "multiply": return try .product(u, o[1])
    case "divide": return try .quotient(u, o[1])
    case "power": return try .power(u, o[1])
    case "power of abs": return try .power(.abs(u), o[1])
    case "signed power of abs": return try u.graph.apply(SignedPower(), o)
    case "max": return try .maximum(u, o[1])
    case "min": return try .minimum(u, o[1])
    case "select": return try .chosen(where: u, o[1], o[2])
    case "broadcast": return u.broadcast(to: .vector(3))
    case "sum": return u.sum()
    case "dot": return try .dot(u, o[1])
    case "sum of products": return try u.graph.apply(SumOfProducts(factors: [1, -0.75]), o)
    case "reshape": return u.reshaped(.vector(u.shape.count))
    case "slice": return u.slice(from: 1, .vector(2))
    case "gather": return try u.elements([4, 0, 0, 5], .matrix(rows: 2, columns: 2))
    case "scatter": return u.scattering(IndexMap([1, 3, 0, 3, 4, 1]), .vector(5))
    case "sums of rows": return u.sums(of: .rows)
    case "sums of columns": return u.sums(of: .columns)
    case "in each row": return u.inEachRow(of: 3)
    case "in each column": return u.inEachColumn(of: 3)
    case "cumulative sum": return u.cumulativeSums()
    case "cumulative sum, reversed": return u.cumulativeSums(reversed: true)
    case "softmax of rows": return try u.rowSoftmax()
    case "outer": return try .outerProduct(u, o[1])
    case "concatenate": return .concatenation(o)
    case "transpose": return try u.transposed()
    case "logsumexp": return try .logSumExp(u)
    case "logsumexp of rows": return try u.rowLogSumExp()
    case "matrix product", "matrix-vector product": return try .matrixProduct(u, o[1])
    case "matrix product, left transposed": return try u.graph.apply(MatrixProduct(transposeLeft: true), o)
    case "matrix product, right transposed": return try u.graph.apply(MatrixProduct(transposeRight: true), o)
    case "matrix product, both transposed":
      return try u.graph.apply(MatrixProduct(transposeLeft: true, transposeRight: true), o)
    default: throw ShapeError(operation, "no operation of this name")
    }
  }
}
