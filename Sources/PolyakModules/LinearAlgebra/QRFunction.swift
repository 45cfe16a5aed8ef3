import HeavyBall
import LuaKit

/// `linalg.qr`.
let qrFunction = Function(
  "qr",
  "Q and R with A = Q R, for m x n numbers and k = min(m, n): Q is m x k with orthonormal columns, R is k x n and upper "
    + "triangular, its diagonal not negative.",
  [LinearAlgebra.matrix], returns: .object(MatrixObject.self),
  example: "select(2, linalg.qr{{3, 1}, {4, 2}}):get(1, 1)  --> 5.0"
) { call in
  try call.factorizing(isSquare: false) { a, poll in
    let (q, r) = try a.thinQR(poll: poll)
    return Results(MatrixObject(q), MatrixObject(r))
  }
}
