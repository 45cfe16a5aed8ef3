internal import CKernels

/// The eigenpairs of a symmetric operator that lie above a bar, from vectors near them, by its products with vectors.
///
/// Rayleigh and Ritz's method on a basis that grows by the residuals of those pairs that have not settled: block Lanczos'
/// method which leaves out what has settled, and Lanczos' own where there is one vector to begin with. What all of these
/// vectors hide, as one more of equal eigenvectors, is looked for from a random vector: see ``look(_:)``.
///
/// - Complexity: for k products k times their cost and O(kmn) for a basis of m vectors of n coordinates; 16mn bytes, m up to
///   most + 66, fewer for long vectors.
struct ModeSearch {
  struct Wish {
    /// Wanted is what lies above.
    var bar: Double
    /// No more pairs than this, the largest.
    var most: Int
    /// For the largest ‖Hv − λv‖ over the largest modulus of an eigenvalue.
    var tolerance: Double
    /// At most so many products.
    var iterations: Int
    var start: [Vector]
    /// Whether to look for what the start may hide.
    var looks: Bool
  }

  /// How many pairs beyond the wanted ones are kept, as a start for the next search.
  static let guards = 2

  private let wish: Wish
  private let dimension: Int
  /// Orthonormal vectors, and the operator's products with them in terms of ``unit``.
  private let basis, images: LanczosBasis
  /// The vector to come, and one to work on.
  private let vectors: VectorStorage
  private var projected: GrowingProjection
  /// A power of two near the first product's norm, by which products are divided: their squares are added up.
  private var unit = 1.0
  private var hasUnit = false
  private var products = 0
  private var isSettled = false
  private var random = RandomGenerator(seed: 0)

  static func search(dimension n: Int, _ wish: Wish, product: Lanczos.Product) rethrows -> ModesFound {
    var search = ModeSearch(n, wish)
    return try search.run(product)
  }

  /// How many vectors each of the two bases keeps.
  static func basisCount(dimension n: Int, most: Int) -> Int {
    min(n, min(most, n) + guards + max(24, min(64, (1 << 24) / max(n, 1))))
  }

  private init(_ n: Int, _ wish: Wish) {
    self.wish = wish
    dimension = n
    let capacity = Self.basisCount(dimension: n, most: wish.most)
    (basis, images) = (
      LanczosBasis(dimension: n, capacity: capacity), LanczosBasis(dimension: n, capacity: capacity)
    )
    vectors = VectorStorage(count: 2, dimension: n)
    projected = GrowingProjection()
  }

  private var next: UnsafeMutablePointer<Double> { vectors[0] }
  private var work: UnsafeMutablePointer<Double> { vectors[1] }
  private var canGoOn: Bool { basis.count < dimension && products < wish.iterations }

  private mutating func run(_ product: Lanczos.Product) rethrows -> ModesFound {
    for v in wish.start.prefix(basis.capacity) where v.isFinite && v.norm() > 0 {
      next.update(from: v.elements, count: dimension)
      guard isNew(ofLength: v.norm()) else { continue }
      guard try extend(product) else { return undefined }
    }
    var looks = wish.looks || basis.count == 0
    if basis.count == 0 {
      guard try look(product) else { return undefined }
      // One random vector hides nothing but copies of what it shows.
      looks = !wanted(projected.pairs()).isEmpty
    }
    while true {
      guard try settle(product) else { return undefined }
      guard looks, isSettled, canGoOn else { break }
      let before = wanted(projected.pairs()).map(\.value)
      guard try look(product) else { return undefined }
      looks = isNews(wanted(projected.pairs()), before)
    }
    return finish()
  }

  private func wanted(_ pairs: [RitzPair]) -> ArraySlice<RitzPair> {
    pairs.prefix { $0.value * unit > wish.bar }.prefix(wish.most)
  }

  private func scale(_ pairs: [RitzPair]) -> Double { pairs.reduce(0) { max($0, $1.value.magnitude) } }

  private func isNews(_ found: ArraySlice<RitzPair>, _ before: [Double]) -> Bool {
    let scale = scale(Array(found))
    return found.count != before.count
      || zip(found, before).contains { ($0.value - $1).magnitude > wish.tolerance * scale }
  }

  /// The bar for those that are not wanted: the least wanted one where there may be no more.
  private func bar(_ wanted: ArraySlice<RitzPair>) -> Double {
    max(wish.bar / unit, wanted.count == wish.most ? wanted.last?.value ?? -.infinity : -.infinity)
  }

  /// Makes the vector to come orthogonal to the basis and of length 1; false where little of it is left.
  private func isNew(ofLength length: Double) -> Bool {
    for i in 0..<dimension { next[i] /= length }
    basis.orthogonalize(next)
    let rest = basis.norm(next)
    guard rest > 0.01 else { return false }
    for i in 0..<dimension { next[i] /= rest }
    return true
  }

  private mutating func setRandom() {
    var v = Vector(repeating: 0, count: dimension)
    random.fill(&v, from: .normal)
    next.update(from: v.elements, count: dimension)
    basis.orthogonalize(next)
    basis.orthogonalize(next)
    let norm = basis.norm(next)
    for i in 0..<dimension { next[i] /= norm }
  }

  /// The vector to come becomes the basis' last; false where its product is not finite.
  private mutating func extend(_ product: Lanczos.Product) rethrows -> Bool {
    try product(UnsafeBufferPointer(start: next, count: dimension), work)
    products += 1
    guard polyak_rows_finite(dimension, work) != 0 else { return false }
    if !hasUnit {
      let norm = basis.norm(work)
      if norm > 0 { (unit, hasUnit) = (Double(sign: .plus, exponent: norm.exponent, significand: 1), true) }
    }
    if unit != 1 { for i in 0..<dimension { work[i] /= unit } }
    basis.append(next)
    images.append(work)
    projected.append(operatorRow: basis.products(with: work), gramRow: images.products(with: work))
    return true
  }

  /// Lets the wanted pairs come to the tolerance, and the next one to where it is certain that it is below the bar; false
  /// where a product is not finite.
  private mutating func settle(_ product: Lanczos.Product) rethrows -> Bool {
    while true {
      let pairs = projected.pairs()
      let wanted = wanted(pairs)
      let least = 0.7 * wish.tolerance * scale(pairs)
      let bar = bar(wanted)
      var isAnyOpen = false
      let before = basis.count
      if basis.count < dimension {
        for (i, pair) in pairs.prefix(wanted.count + 1).enumerated() {
          let limit = i < wanted.count ? least : max(least, (bar - pair.value) / 4)
          // Below some 1e-8 of the scale the estimate is rounding.
          if limit > 1e-7 * scale(pairs), projected.residual(pair) <= limit { continue }
          let size = setResidual(pair)
          if size <= limit { continue }
          isAnyOpen = true
          guard canGoOn, basis.count < basis.capacity else { break }
          guard isNew(ofLength: size) else {
            if basis.count > before { break } else { continue }
          }
          guard try extend(product) else { return false }
        }
      }
      isSettled = !isAnyOpen
      if !isAnyOpen || !canGoOn { return true }
      if basis.count == basis.capacity {
        let few = wanted.count + Self.guards
        restart(keeping: projected.pairs().prefix(few + (basis.capacity - few) / 3))
      } else if basis.count == before {
        return true
      } else if basis.count == before + 1 {
        // All residuals point the same way, as they do in Lanczos' method: a few of its steps, with no look at the pairs.
        for _ in 0..<before / 8 where canGoOn && basis.count < basis.capacity {
          guard setLanczosVector() else { break }
          guard try extend(product) else { return false }
        }
      }
    }
  }

  /// The last vector's product, less its part in the basis, becomes the vector to come; false where little is left of it.
  private func setLanczosVector() -> Bool {
    images.copyLast(into: next)
    let size = basis.norm(next)
    return size > 0 && isNew(ofLength: size)
  }

  /// Hv − λv becomes the vector to come; its norm.
  private func setResidual(_ pair: RitzPair) -> Double {
    images.combination(pair.vector.elements, into: next)
    basis.combination(pair.vector.elements, into: work)
    for i in 0..<dimension { next[i] -= pair.value * work[i] }
    return basis.norm(next)
  }

  /// Lanczos' steps from a random vector beside the basis, until a wanted pair turns up or it is unlikely that there is one;
  /// false where a product is not finite.
  ///
  /// After j steps an eigenvalue hides that is above the largest one seen by more than ε of the spectrum's width with a
  /// probability of at most 1.648 √n exp(−√ε (2j − 1)) (Kuczyński and Woźniakowski, SIAM J. Matrix Anal. Appl. 13, 1992).
  /// That is brought below 1e-3, ε the distance to the bar or 1/20.
  private mutating func look(_ product: Lanczos.Product) rethrows -> Bool {
    let pairs = projected.pairs()
    let before = wanted(pairs).map(\.value)
    let room = basis.capacity - basis.count
    if room < 24, basis.capacity < dimension { restart(keeping: pairs.prefix(before.count + Self.guards)) }
    var length = 0
    while canGoOn, basis.count < basis.capacity {
      if length > 0 {
        if !setLanczosVector() { length = 0 }
      }
      if length == 0 { setRandom() }
      guard try extend(product) else { return false }
      length += 1
      guard length >= 4, length % 3 == 1 else { continue }
      let pairs = projected.pairs()
      let wanted = wanted(pairs)
      if isNews(wanted, before) { return true }
      let bar = bar(wanted)
      guard let seen = pairs.dropFirst(wanted.count).first, let lowest = pairs.last else { continue }
      let ε = bar > lowest.value ? max(0.05, (bar - seen.value) / (bar - lowest.value)) : 1
      let enough = Elementary.log(1648 * Double(dimension).squareRoot()) / ε.squareRoot()
      if Double(2 * length - 1) >= enough { return true }
    }
    return true
  }

  private mutating func restart(keeping pairs: ArraySlice<RitzPair>) {
    let rows = pairs.map(\.vector.elements)
    basis.replace(byCombinations: rows)
    images.replace(byCombinations: rows)
    projected.restart(keeping: Array(pairs))
  }

  private var undefined: ModesFound { ModesFound(products: products) }

  private func finish() -> ModesFound {
    let pairs = projected.pairs()
    let scale = scale(pairs)
    let wanted = wanted(pairs)
    var residual = 0.0
    let kept = pairs.prefix(wanted.count + Self.guards)
    let rows = kept.enumerated().map { i, pair in
      let size = setResidual(pair)
      if i < wanted.count { residual = max(residual, size) }
      let v = Vector(UnsafeBufferPointer(start: work, count: dimension))
      return v / v.norm()
    }
    let relative = residual == 0 ? 0 : residual / scale
    return ModesFound(
      values: kept.map { $0.value * unit }, vectors: rows, count: wanted.count, settled: wanted.count,
      isComplete: pairs.count == wanted.count || pairs[wanted.count].value * unit <= wish.bar, scale: scale * unit,
      products: products, residual: relative, isConverged: isSettled && relative <= wish.tolerance)
  }
}
