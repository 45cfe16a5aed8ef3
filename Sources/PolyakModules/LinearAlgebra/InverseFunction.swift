import HeavyBall
import LuaKit

/// `linalg.inv`.
let inverseFunction = Function(
  "inv",
  "The inverse of a square matrix. linalg.solve(A, b) is A^-1 b with fewer operations and less rounding.",
  [LinearAlgebra.matrix], returns: .object(MatrixObject.self),
  example: "linalg.inv{{2, 0}, {0, 4}}:get(2, 2)  --> 0.25"
) { call in
  try call.factorizing { a, poll in
    MatrixObject(try LinearEquations(a, poll: poll).inverse(poll: poll))
  }
}
