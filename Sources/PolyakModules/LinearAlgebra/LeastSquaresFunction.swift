import HeavyBall
import LuaKit

private let tolerance = Parameter(
  "tolerance", .nonNegativeNumber, "singular values up to this, relative to the largest, count as 0",
  default: "max(rows, columns) 2^-52"
) { values in
  let a = try values[LinearAlgebra.matrix]
  return Double(max(a.rows, a.columns)) * .ulpOfOne
}

/// `linalg.lstsq`.
let leastSquaresFunction = Function(
  "lstsq",
  "The x with the least |A x - b|, of several the one with the least |x|, by the singular values; and A's rank.",
  [LinearAlgebra.matrix, LinearAlgebra.rightSides], options: [tolerance],
  returns: LuaType.object(VectorObject.self).or(.object(MatrixObject.self)),
  example: "linalg.lstsq({{1, 1}, {2, 2}}, {2, 4})[1]  --> 1.0"
) { call in
  try call.factorizing(copies: 6, isSquare: false) { a, poll in
    let sides = try call.rightSides(of: a)
    let found = try SingularValues(a, poll: poll)
    let tolerance = try call[tolerance]
    let x = try found.leastSquares(sides.columns, tolerance: tolerance, poll: poll)
    return Results(sides.solution(x), found.rank(tolerance: tolerance))
  }
}
