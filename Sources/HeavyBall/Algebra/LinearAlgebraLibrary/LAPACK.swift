internal import PolyakPlatform

/// LAPACK's factorizations, of a library that has them beside BLAS.
///
/// Matrices are stored column after column, as Fortran has them: one stored row after row is its transpose. Arguments go
/// by address, and behind the others the lengths of texts.
struct LAPACK: Sendable {
  typealias Integer = UnsafePointer<Int32>
  typealias Numbers = UnsafeMutablePointer<Double>
  typealias Integers = UnsafeMutablePointer<Int32>
  typealias Text = UnsafePointer<CChar>

  private let dgetrf: @convention(c) (Integer, Integer, Numbers, Integer, Integers, Integers) -> Void
  private let dgetrs:
    @convention(c) (
      Text, Integer, Integer, UnsafePointer<Double>, Integer, UnsafePointer<Int32>, Numbers, Integer, Integers, Int
    ) -> Void
  private let dpotrf: @convention(c) (Text, Integer, Numbers, Integer, Integers, Int) -> Void
  private let dgeqrf: @convention(c) (Integer, Integer, Numbers, Integer, Numbers, Numbers, Integer, Integers) -> Void
  private let dorgqr: @convention(c) (Integer, Integer, Integer, Numbers, Integer, Numbers, Numbers, Integer, Integers) -> Void
  private let dsyevd:
    @convention(c) (
      Text, Text, Integer, Numbers, Integer, Numbers, Numbers, Integer, Integers, Integer, Integers, Int, Int
    ) -> Void
  private let dgesdd:
    @convention(c) (
      Text, Integer, Integer, Numbers, Integer, Numbers, Numbers, Integer, Numbers, Integer, Numbers, Integer, Integers,
      Integers, Int
    ) -> Void

  /// Those behind a handle of `dlopen`; nil where one is missing.
  init?(handle: UnsafeMutableRawPointer) {
    // Each cast says what the function's Fortran declaration says (LAPACK 3.9).
    func symbol<F>(_ name: String, as type: F.Type) -> F? { dlsym(handle, name).map { unsafeBitCast($0, to: type) } }
    guard let dgetrf = symbol("dgetrf_", as: type(of: dgetrf)), let dgetrs = symbol("dgetrs_", as: type(of: dgetrs)),
      let dpotrf = symbol("dpotrf_", as: type(of: dpotrf)), let dgeqrf = symbol("dgeqrf_", as: type(of: dgeqrf)),
      let dorgqr = symbol("dorgqr_", as: type(of: dorgqr)), let dsyevd = symbol("dsyevd_", as: type(of: dsyevd)),
      let dgesdd = symbol("dgesdd_", as: type(of: dgesdd))
    else { return nil }
    (self.dgetrf, self.dgetrs, self.dpotrf) = (dgetrf, dgetrs, dpotrf)
    (self.dgeqrf, self.dorgqr, self.dsyevd, self.dgesdd) = (dgeqrf, dorgqr, dsyevd, dgesdd)
  }

  /// PA = LU in the place of A, of n rows and columns; false where a pivot is 0.
  func factorize(_ a: inout [Double], count: Int, pivots: inout [Int32]) -> Bool {
    let n = Int32(count)
    var info: Int32 = 0
    dgetrf([n], [n], &a, [n], &pivots, &info)
    return info == 0
  }

  /// The solution of Ax = b, or Aᵀx = b, in the place of b, for so many of them.
  func solve(
    _ factors: [Double], count: Int, pivots: [Int32], isTransposed: Bool, _ b: inout [Double], sides: Int
  ) {
    let n = Int32(count)
    var info: Int32 = 0
    dgetrs(isTransposed ? "T" : "N", [n], [Int32(sides)], factors, [n], pivots, &b, [n], &info, 1)
  }

  /// UᵀU = A, U on and above the diagonal in the place of A. Answers the first leading minor that is not positive, 0
  /// where all are.
  func cholesky(_ a: inout [Double], count: Int) -> Int {
    let n = Int32(count)
    var info: Int32 = 0
    dpotrf("U", [n], &a, [n], &info, 1)
    return Int(info)
  }

  /// A = QR of an m×n matrix: the m×k of Q in the place of A's first, and R, k rows of n, row after row; k = min(m, n).
  func orthogonalize(_ a: inout [Double], rows: Int, columns: Int) -> [Double] {
    let (m, n, k) = (Int32(rows), Int32(columns), Int32(min(rows, columns)))
    var info: Int32 = 0
    var scales = Array(repeating: 0.0, count: Int(k))
    var work = [0.0]
    dgeqrf([m], [n], &a, [m], &scales, &work, [-1], &info)
    work = Array(repeating: 0, count: max(Int(work[0]), columns, 1))
    dgeqrf([m], [n], &a, [m], &scales, &work, [Int32(work.count)], &info)
    var r = Array(repeating: 0.0, count: Int(k) * columns)
    for i in 0..<Int(k) { for j in i..<columns { r[i * columns + j] = a[j * rows + i] } }
    dorgqr([m], [k], [k], &a, [m], &scales, &work, [-1], &info)
    work = Array(repeating: 0, count: max(Int(work[0]), columns, 1))
    dorgqr([m], [k], [k], &a, [m], &scales, &work, [Int32(work.count)], &info)
    return r
  }

  /// The eigenvalues of a symmetric matrix, in increasing order, and its eigenvectors, one after another, in its place;
  /// nil where they were not found.
  func eigenvalues(_ a: inout [Double], count: Int) -> [Double]? {
    let n = Int32(count)
    var info: Int32 = 0
    var values = Array(repeating: 0.0, count: count)
    var (work, integers) = ([0.0], [Int32(0)])
    dsyevd("V", "U", [n], &a, [n], &values, &work, [-1], &integers, [-1], &info, 1, 1)
    work = Array(repeating: 0, count: max(Int(work[0]), 1))
    integers = Array(repeating: 0, count: max(Int(integers[0]), 1))
    dsyevd(
      "V", "U", [n], &a, [n], &values, &work, [Int32(work.count)], &integers, [Int32(integers.count)], &info, 1, 1)
    return info == 0 ? values : nil
  }

  /// Of a matrix stored row after row, A = U diag(s) Vᵀ: U, s and Vᵀ, row after row too; nil where they were not found.
  func singularValues(_ a: [Double], rows: Int, columns: Int) -> (u: [Double], s: [Double], vt: [Double])? {
    // What is stored so is Aᵀ = V diag(s) Uᵀ, and V stored column after column is Vᵀ row after row.
    let (m, n, k) = (Int32(columns), Int32(rows), Int32(min(rows, columns)))
    var a = a
    var info: Int32 = 0
    var s = Array(repeating: 0.0, count: Int(k))
    var vt = Array(repeating: 0.0, count: Int(k) * columns)
    var u = Array(repeating: 0.0, count: Int(k) * rows)
    var integers = Array(repeating: Int32(0), count: 8 * Int(k))
    var work = [0.0]
    dgesdd("S", [m], [n], &a, [m], &s, &vt, [m], &u, [k], &work, [-1], &integers, &info, 1)
    work = Array(repeating: 0, count: max(Int(work[0]), 1))
    dgesdd("S", [m], [n], &a, [m], &s, &vt, [m], &u, [k], &work, [Int32(work.count)], &integers, &info, 1)
    return info == 0 ? (u, s, vt) : nil
  }
}
