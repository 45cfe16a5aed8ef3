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
