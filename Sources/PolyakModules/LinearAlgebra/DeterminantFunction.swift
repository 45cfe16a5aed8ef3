import HeavyBall
import LuaKit

/// `linalg.det`.
let determinantFunction = Function(
  "det", "The determinant of a square matrix, by LU factors.", [LinearAlgebra.matrix], returns: .number,
  example: "linalg.det{{0, 2}, {1, 1}}  --> -2.0"
) { call in try call.factorizing { a, poll in try LinearEquations(a, poll: poll).determinant } }
