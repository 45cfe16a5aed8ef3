import HeavyBall
import LuaKit

/// `linalg.solve`.
let solveFunction = Function(
  "solve",
  "The x with A x = b for a square A, by LU factors with partial pivoting, rows and columns first scaled by powers of 2. "
    + "An A that is singular, exactly or to rounding, is refused: see lstsq.",
  [LinearAlgebra.matrix, LinearAlgebra.rightSides],
  returns: LuaType.object(VectorObject.self).or(.object(MatrixObject.self)),
  example: "linalg.solve({{0, 2}, {1, 1}}, {2, 3})[1]  --> 2.0"
) { call in
  try call.factorizing { a, poll in
    let sides = try call.rightSides(of: a)
    return Results(sides.solution(try LinearEquations(a, poll: poll).solve(sides.columns, poll: poll)))
  }
}
