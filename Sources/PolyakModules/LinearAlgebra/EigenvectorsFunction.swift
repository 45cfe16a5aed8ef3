import HeavyBall
import LuaKit

/// `linalg.eigh`.
let eigenvectorsFunction = Function(
  "eigh",
  "The eigenvalues of a symmetric matrix, in increasing order, and its unit eigenvectors, the columns of a matrix: A = V "
    + "diag(values) V:t(). In each the first of the elements with about the largest modulus is positive. diagnostics."
    + "sharpness finds some eigenvalues of a loss's Hessian without making it.",
  [LinearAlgebra.matrix], returns: .object(VectorObject.self),
  example: "linalg.eigh{{2, 1}, {1, 2}}[2]  --> 3.0"
) { call in
  try call.factorizing(copies: 6) { a, poll in
    let (values, vectors) = try a.symmetricEigenvectors(poll: poll)
    return Results(VectorObject(Vector(values)), MatrixObject(try vectors.transposed(poll: poll)))
  }
}
