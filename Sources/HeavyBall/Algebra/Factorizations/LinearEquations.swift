internal import PolyakPlatform

/// n equations in n unknowns, factorized: solutions, the determinant, and how close to singular they are.
///
///     let equations = try LinearEquations(Matrix([[0, 2], [1, 1]])) {}
///     try equations.solve(Matrix([[2], [3]])) {}       // 2, 1
///
/// Rows, then columns, are first scaled by powers of 2 to have entries of modulus 1 to 2 at most, which costs no digit:
/// equations in other units are as good as before. Then PA = LU with partial pivoting.
///
/// - Complexity: 2n³/3 operations, 2n² for each right side.
public struct LinearEquations: Sendable {
  private enum Factors: Sendable {
    case builtIn(Matrix, pivots: [Int])
    /// Of Aᵀ, as LAPACK sees the matrix.
    case library([Double], pivots: [Int32])
  }

  private let n: Int
  private let route: FactorizationRoute
  private var factors: Factors?
  /// The exponents of 2 by which rows and columns were multiplied.
  private var rowScales: [Int]
  private var columnScales: [Int]
  /// ‖A‖₁ of the scaled matrix.
  private let size: Double

  /// - Parameter poll: called now and then; what it throws ends the work.
  /// - Throws: ``MatrixFault/notSquare``.
  /// - Precondition: the matrix is finite.
  public init(_ matrix: Matrix, poll: () throws -> Void) throws {
    try self.init(matrix, .of(rows: matrix.rows, columns: matrix.columns), poll: poll)
  }

  init(_ matrix: Matrix, _ route: FactorizationRoute, poll: () throws -> Void) throws {
    guard matrix.rows == matrix.columns else { throw MatrixFault.notSquare }
    let n = matrix.rows
    (self.n, self.route) = (n, route)
    var scaled = matrix
    rowScales = (0..<n).map { i in Self.scale((0..<n).lazy.map { matrix[i, $0] }) }
    for i in 0..<n { for j in 0..<n { scaled[i, j] = scalbn(scaled[i, j], Int32(rowScales[i])) } }
    let rowScaled = scaled
    columnScales = (0..<n).map { j in Self.scale((0..<n).lazy.map { rowScaled[$0, j] }) }
    for i in 0..<n { for j in 0..<n { scaled[i, j] = scalbn(scaled[i, j], Int32(columnScales[j])) } }
    size = (0..<n).map { j in (0..<n).reduce(0) { $0 + scaled[$1, j].magnitude } }.max() ?? 0
    factors = try Self.factorize(scaled, route, poll: poll)
  }

  /// The exponent that brings the largest modulus to between 1 and 2.
  private static func scale(_ numbers: some Sequence<Double>) -> Int {
    let largest = numbers.reduce(0) { max($0, $1.magnitude) }
    return largest == 0 ? 0 : -min(max(Int(ilogb(largest)), -1000), 1000)
  }

  /// Nil where a pivot is 0.
  private static func factorize(
    _ matrix: Matrix, _ route: FactorizationRoute, poll: () throws -> Void
  ) throws -> Factors? {
    let n = matrix.rows
    let made = try route.run(operations: 2 / 3 * pow(Double(n), 3), poll: poll) { lapack in
      var a = matrix.elements
      var pivots = Array(repeating: Int32(0), count: n)
      let isRegular = lapack.factorize(&a, count: n, pivots: &pivots)
      return (isRegular: isRegular, factors: Factors.library(a, pivots: pivots))
    }
    if let made { return made.isRegular ? made.factors : nil }
    var a = matrix
    var pivots = Array(repeating: 0, count: n)
    let isRegular = try a.elements.withUnsafeMutableBufferPointer { a in
      try pivots.withUnsafeMutableBufferPointer { p in
        guard let a = a.baseAddress, let p = p.baseAddress else { return true }
        return try LUFactorization.factorize(a, count: n, pivots: p, poll: poll)
      }
    }
    return isRegular ? .builtIn(a, pivots: pivots) : nil
  }

  /// The solutions of the scaled equations, or of their transpose, in the place of right sides, one after another.
  private func solveScaled(_ b: inout [Double], isTransposed: Bool = false, poll: () throws -> Void) throws {
    let sides = n == 0 ? 0 : b.count / n
    switch factors {
    case nil: return
    case .builtIn(let a, let pivots):
      try b.withUnsafeMutableBufferPointer { b in
        try a.elements.withUnsafeBufferPointer { a in
          try pivots.withUnsafeBufferPointer { p in
            guard let a = a.baseAddress, let p = p.baseAddress, let b = b.baseAddress else { return }
            for k in 0..<sides {
              try poll()
              if isTransposed {
                LUFactorization.solveTransposed(a, count: n, pivots: p, b + k * n)
              } else {
                LUFactorization.solve(a, count: n, pivots: p, b + k * n)
              }
            }
          }
        }
      }
    case .library(let a, let pivots):
      let (n, given) = (n, b)
      let solved = try route.run(operations: 2 * Double(n) * Double(n) * Double(sides), poll: poll) { lapack in
        var b = given
        lapack.solve(a, count: n, pivots: pivots, isTransposed: !isTransposed, &b, sides: sides)
        return b
      }
      if let solved { b = solved }
    }
  }

  /// The X with AX = B.
  ///
  /// - Throws: ``MatrixFault`` where A is singular, exactly or to rounding.
  /// - Precondition: B has n rows.
  public func solve(_ b: Matrix, poll: () throws -> Void) throws -> Matrix {
    precondition(b.rows == n, "\(b.rows) rows of right sides for \(n) equations")
    guard factors != nil else { throw MatrixFault.singular }
    let condition = try reciprocalCondition(poll: poll)
    guard condition >= .ulpOfOne else { throw MatrixFault.singularToRounding(reciprocalCondition: condition) }
    var x = [Double](repeating: 0, count: n * b.columns)
    for i in 0..<n { for k in 0..<b.columns { x[k * n + i] = scalbn(b[i, k], Int32(rowScales[i])) } }
    try solveScaled(&x, poll: poll)
    var result = Matrix(rows: n, columns: b.columns)
    for i in 0..<n { for k in 0..<b.columns { result[i, k] = scalbn(x[k * n + i], Int32(columnScales[i])) } }
    return result
  }

  /// A⁻¹; throws as ``solve(_:poll:)`` does.
  public func inverse(poll: () throws -> Void) throws -> Matrix { try solve(.identity(n), poll: poll) }

  /// The product of the pivots, with the sign of the interchanges; 0 of a singular matrix, 1 of one without rows.
  public var determinant: Double {
    let diagonal: [Double]
    let isOdd: Bool
    switch factors {
    case nil: return 0
    case .builtIn(let a, let pivots):
      diagonal = (0..<n).map { a[$0, $0] }
      isOdd = pivots.indices.count { pivots[$0] != $0 } % 2 == 1
    case .library(let a, let pivots):
      diagonal = (0..<n).map { a[$0 * n + $0] }
      isOdd = pivots.indices.count { Int(pivots[$0]) != $0 + 1 } % 2 == 1
    }
    // Significand and exponent apart: the product may be a number though parts of it are none.
    var exponent = -rowScales.reduce(0, +) - columnScales.reduce(0, +)
    var product = isOdd ? -1.0 : 1.0
    for x in diagonal where product != 0 {
      product *= x
      guard product != 0 else { break }
      exponent += Int(product.exponent)
      product = product.sign == .minus ? -product.significand : product.significand
    }
    return scalbn(product, Int32(min(max(exponent, -5000), 5000)))
  }

  /// 1/(‖A‖₁‖A⁻¹‖₁) of the scaled matrix, A⁻¹'s norm estimated from below, seldom by less than a third.
  ///
  /// N. Higham, FORTRAN codes for estimating the one-norm of a real or complex matrix, ACM Transactions on Mathematical
  /// Software 14 (1988), algorithm 2.
  public func reciprocalCondition(poll: () throws -> Void) throws -> Double {
    guard n > 0 else { return 1 }
    guard factors != nil else { return 0 }
    var x = Array(repeating: 1 / Double(n), count: n)
    var estimate = 0.0
    for round in 0..<5 {
      var y = x
      try solveScaled(&y, poll: poll)
      let norm = y.reduce(0) { $0 + $1.magnitude }
      guard norm.isFinite else { return 0 }
      if round > 0, norm <= estimate { break }
      estimate = norm
      var z = y.map { $0 < 0 ? -1.0 : 1.0 }
      try solveScaled(&z, isTransposed: true, poll: poll)
      let largest = z.indices.max { z[$0].magnitude < z[$1].magnitude } ?? 0
      if z[largest].magnitude <= zip(z, x).reduce(0, { $0 + $1.0 * $1.1 }) { break }
      x = Array(repeating: 0, count: n)
      x[largest] = 1
    }
    var alternating = (0..<n).map { (i: Int) -> Double in
      (i % 2 == 0 ? 1 : -1) * (1 + Double(i) / Double(max(n - 1, 1)))
    }
    try solveScaled(&alternating, poll: poll)
    estimate = max(estimate, 2 * alternating.reduce(0) { $0 + $1.magnitude } / Double(3 * n))
    return estimate.isFinite ? 1 / (size * estimate) : 0
  }
}
