internal import CKernels

/// Lanczos' method for the outermost eigenvalues of a symmetric operator known by its products with vectors.
///
/// Full reorthogonalisation, after the two vectors that the recurrence takes away; restarts that keep the best Ritz vectors (Wu and Simon 2000), turned so that the projected
/// matrix stays tridiagonal. Where the space that products reach is exhausted a random vector opens another. For more
/// than one pair the search is not over with the first that have settled: those are held, and begun again from a random
/// vector, until nothing that belongs among them turns up. This finds eigenvalues as often as they occur.
///
/// Products may be rounded coarsely. What is reported is measured by products at the end; where their rounding keeps it
/// above the tolerance the search ends without ``Eigenpairs/isConverged``, as it does after so many
/// ``EigenpairOptions/iterations``.
///
/// - Complexity: for k products k times their cost and O(kmn) for a basis of m vectors of n coordinates, which take 8mn
///   bytes; m is at most 120, and 2 count + 20 or 256 MB, whichever is more.
struct Lanczos {
  private let options: EigenpairOptions
  private let dimension: Int
  private let basis: LanczosBasis
  /// The operator on the basis.
  private var projected = Tridiagonal(diagonal: [], offDiagonal: [])
  /// The vector to come, and one to work on.
  private let vectors: VectorStorage
  /// The coupling of the vector to come to the basis' last.
  private var coupling = 0.0
  private var random = RandomGenerator(seed: 0)
  /// The largest number met in the projected matrix.
  private var scale = 0.0
  private var products = 0
  private var checkAt: Int
  /// The settled values that were held when the search began again.
  private var held: [Double]?

  /// How many vectors a search keeps.
  static func basisCount(dimension n: Int, count: Int) -> Int { min(n, max(2 * count + 20, min(120, (1 << 25) / n))) }

  /// Puts the operator's product with a vector where it is told.
  typealias Product = (_ v: UnsafeBufferPointer<Double>, _ product: UnsafeMutablePointer<Double>) throws -> Void

  static func search(
    dimension n: Int, _ options: EigenpairOptions, product: Product
  ) rethrows -> Eigenpairs {
    precondition((1...max(n, 1)).contains(options.count), "as many eigenvalues as there are")
    var search = Lanczos(n, options)
    return try search.run(product)
  }

  private init(_ n: Int, _ options: EigenpairOptions) {
    self.options = options
    dimension = n
    checkAt = options.count
    basis = LanczosBasis(dimension: n, capacity: Self.basisCount(dimension: n, count: options.count))
    vectors = VectorStorage(count: 2, dimension: n)
    var start = Vector(repeating: 0, count: n)
    let given = options.start.filter { $0.isFinite && $0.norm() > 0 }
    for v in given { start = start + v / v.norm() }
    // An eigenvector alone would never show an eigenvalue that has overtaken its own. Some of everything is added: as
    // much as makes a residual above the tolerance of an eigenvalue that is larger by 1/3000, hidden as it may be.
    let share = given.isEmpty ? 1 : min(1, max(0.01, 3000 * options.tolerance * Double(n).squareRoot()))
    start = start + randomUnit() * share
    setNext(start)
  }

  private var next: UnsafeMutablePointer<Double> { vectors[0] }
  private var work: UnsafeMutablePointer<Double> { vectors[1] }

  private func setNext(_ v: Vector) { next.update(from: (v / v.norm()).elements, count: dimension) }

  private mutating func run(_ product: Product) rethrows -> Eigenpairs {
    let limit = max(options.iterations, options.count)
    while true {
      guard try extend(product) else { return undefined }
      let isLast = basis.count == dimension || products >= limit
      if basis.count >= checkAt || basis.count == basis.capacity || isLast {
        checkAt = basis.count + 1 + basis.count / 8
        let ritz = RitzPairs(projected, coupling: coupling, options)
        let isSettled = basis.count == dimension || ritz.isSettled
        if isLast || isSettled && isConfirmed(ritz) {
          return try finish(ritz, isSettled && (basis.count == dimension || isConfirmed(ritz)), product)
        }
        if isSettled, isNews(ritz) {
          held = ritz.values.prefix(options.count).map { $0 }
          restart(keeping: options.count, ritz, isHeld: true)
        } else if basis.count == basis.capacity {
          let spare = basis.capacity - options.count
          restart(keeping: options.count + spare * 2 / 5, ritz, isHeld: false)
        }
      }
    }
  }

  /// One product more; false where it is not finite.
  private mutating func extend(_ product: Product) rethrows -> Bool {
    if basis.count > 0 { projected.offDiagonal.append(coupling) }
    basis.append(next)
    try product(UnsafeBufferPointer(start: next, count: dimension), work)
    products += 1
    guard polyak_rows_finite(dimension, work) != 0 else { return false }
    let component = basis.dot(work, next)
    projected.diagonal.append(component)
    scale = max(scale, basis.norm(work))
    if basis.count > 1 {
      basis.subtract([coupling, component], ofLast: 2, from: work)
    } else {
      basis.subtract([component], ofLast: 1, from: work)
    }
    basis.orthogonalize(work)
    coupling = basis.norm(work)
    if coupling > 1e-14 * scale {
      for i in 0..<dimension { next[i] = work[i] / coupling }
      // So short a rest is rounding in part, and not quite orthogonal.
      if coupling < 1e-8 * scale { makeNextOrthogonal() }
    } else {
      coupling = 0
      if basis.count < dimension { makeNextFresh() }
    }
    return true
  }

  /// Whether the settled pairs are all: a single one is, and those that another beginning has not changed.
  private func isConfirmed(_ ritz: RitzPairs) -> Bool {
    if options.count == 1 { return true }
    return !isNews(ritz) && ritz.residual(ofRank: options.count) <= max(1e-3, options.tolerance) * ritz.scale
  }

  private func isNews(_ ritz: RitzPairs) -> Bool {
    guard options.count > 1 else { return false }
    guard let held else { return true }
    return zip(held, ritz.values).contains { ($0 - $1).magnitude > options.tolerance * ritz.scale }
  }

  /// Goes on from the best pairs alone.
  private mutating func restart(keeping count: Int, _ ritz: RitzPairs, isHeld: Bool) {
    let size = basis.count
    let vectors = projected.valuesWithVectors().vectors
    let kept = ritz.order.prefix(count)
    var arrow = Matrix(rows: count + 1, columns: count + 1)
    for (k, i) in kept.enumerated() {
      arrow[k, k] = ritz.allValues[i]
      let border = isHeld ? 0 : coupling * vectors[i * size + size - 1]
      (arrow[k, count], arrow[count, k]) = (border, border)
    }
    let (reduced, q) = Tridiagonal.reduction(of: arrow)
    basis.replace(
      byCombinations: (0..<count).map { j in
        var combination = Array(repeating: 0.0, count: size)
        for (k, i) in kept.enumerated() where q[k, j] != 0 {
          for row in 0..<size { combination[row] += q[k, j] * vectors[i * size + row] }
        }
        return combination
      })
    projected = Tridiagonal(
      diagonal: Array(reduced.diagonal.dropLast()), offDiagonal: Array(reduced.offDiagonal.dropLast()))
    coupling = reduced.offDiagonal[count - 1]
    if isHeld { makeNextFresh() }
    checkAt = count + 1
  }

  /// The pairs, with the residual that products show.
  private mutating func finish(
    _ ritz: RitzPairs, _ isSettled: Bool, _ product: Product
  ) rethrows -> Eigenpairs {
    let size = basis.count
    let vectors = projected.valuesWithVectors().vectors
    var residual = 0.0
    let found = try ritz.order.prefix(options.count).map { i in
      basis.combination(Array(vectors[i * size..<(i + 1) * size]), into: next)
      normalizeNext()
      try product(UnsafeBufferPointer(start: next, count: dimension), work)
      products += 1
      polyak_rows_add_scaled(dimension, work, -ritz.allValues[i], next)
      residual = max(residual, basis.norm(work))
      return Array(UnsafeBufferPointer(start: next, count: dimension))
    }
    let relative = residual == 0 ? 0 : residual / ritz.scale
    return Eigenpairs(
      values: Array(ritz.values.prefix(options.count)), vectors: Matrix(found), products: products, residual: relative,
      isConverged: isSettled && relative <= options.tolerance)
  }

  private var undefined: Eigenpairs {
    Eigenpairs(
      values: Array(repeating: .nan, count: options.count),
      vectors: Matrix(rows: options.count, columns: dimension, repeating: .nan), products: products, residual: .nan,
      isConverged: false)
  }

  private mutating func randomUnit() -> Vector {
    var v = Vector(repeating: 0, count: dimension)
    random.fill(&v, from: .normal)
    return v / v.norm()
  }

  private mutating func makeNextFresh() {
    setNext(randomUnit())
    makeNextOrthogonal()
  }

  private func makeNextOrthogonal() {
    basis.orthogonalize(next)
    normalizeNext()
  }

  private func normalizeNext() {
    let norm = basis.norm(next)
    for i in 0..<dimension { next[i] /= norm }
  }
}
