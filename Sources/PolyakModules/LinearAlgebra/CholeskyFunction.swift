import HeavyBall
import LuaKit

/// `linalg.cholesky`.
let choleskyFunction = Function(
  "cholesky", "The lower triangular L with A = L L:t(), of a symmetric positive definite matrix.", [LinearAlgebra.matrix],
  returns: .object(MatrixObject.self), example: "linalg.cholesky{{4, 2}, {2, 5}}:get(2, 1)  --> 1.0"
) { call in try call.factorizing { a, poll in MatrixObject(try a.choleskyFactor(poll: poll)) } }
