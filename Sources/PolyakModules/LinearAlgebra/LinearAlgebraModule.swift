import LuaKit

/// `linalg`: equations, factorizations and norms of matrices.
let linearAlgebraModule = Module(
  "linalg",
  "Linear algebra of matrices of numbers, by OpenBLAS's LAPACK where it is installed, else by what is built in.",
  functions: [
    solveFunction, leastSquaresFunction, inverseFunction, determinantFunction, choleskyFunction, qrFunction,
    eigenvectorsFunction, singularValuesFunction, normFunction,
  ])
