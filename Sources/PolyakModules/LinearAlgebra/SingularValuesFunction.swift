import HeavyBall
import LuaKit

/// `linalg.svd`.
let singularValuesFunction = Function(
  "svd",
  "U, s and V with A = U diag(s) V:t(), for m x n numbers and k = min(m, n): U is m x k and V is n x k, both with "
    + "orthonormal columns; the singular values s do not rise. In each column of U the first of the elements with about "
    + "the largest modulus is positive.",
  [LinearAlgebra.matrix], returns: .object(MatrixObject.self),
  example: "select(2, linalg.svd{{3, 0}, {0, 4}})[1]  --> 4.0"
) { call in
  try call.factorizing(copies: 6, isSquare: false) { a, poll in
    let found = try SingularValues(a, poll: poll)
    return Results(
      MatrixObject(try found.left.transposed(poll: poll)), VectorObject(Vector(found.values)),
      MatrixObject(try found.right.transposed(poll: poll)))
  }
}
