/// L(β) = ½ βᵀAβ − b·β, with gradient Aβ − b for symmetric A.
///
/// Of a matrix that is not symmetric only the symmetric part matters, and the gradient uses it.
public struct QuadraticLoss: Loss {
  public static let name = "quadratic"
  public let a: Matrix
  public let b: Vector
  public var dimension: Int { b.count }

  /// - Precondition: A is square, with as many rows as b has coordinates.
  public init(a: Matrix, b: Vector) {
    precondition(a.rows == a.columns && a.rows == b.count, "A is square, of the size of b")
    self.a = a
    self.b = b
  }

  public func build(_ β: Expression) -> Expression {
    let graph = β.graph
    return shapesSuit { () throws(ShapeError) in
      let curvature = try Expression.dot(β, Expression.matrixProduct(graph.constant(a), β)) / 2
      return b.allSatisfy { $0 == 0 } ? curvature : try curvature - Expression.dot(graph.constant(b), β)
    }
  }
}

extension QuadraticLoss {
  static let curvature = Setting("A", .matrix, "the curvature, n rows of n numbers")
  static let linear = Setting("b", .optionalVector, "the vector c, 0 without it", default: .some(nil))

  public static let entry = Losses.Entry(
    QuadraticLoss.self,
    "b'Ab/2 - b'c for a vector b of parameters, A symmetric (of another the symmetric part counts).", curvature, linear,
    sample: Losses.Sample(
      QuadraticLoss(a: Matrix([[2, 0], [0, 4]]), b: [1, 1]), "A = {{2, 0}, {0, 4}}, b = {1, 1}", at: [1, 1], value: 1)
  ) { values in
    let a = values[curvature]
    guard a.rows > 0 else { throw SettingFault(curvature, "must have at least one row") }
    guard a.rows == a.columns else {
      throw SettingFault(curvature, "must be square, got \(Shape.matrix(rows: a.rows, columns: a.columns))")
    }
    let b = values[linear] ?? Vector(repeating: 0, count: a.rows)
    guard b.count == a.rows else {
      throw SettingFault(
        linear, "must have \(a.rows) \(a.rows == 1 ? "element" : "elements"), one for each row of A, got \(b.count)")
    }
    return QuadraticLoss(a: a, b: b)
  }
}
