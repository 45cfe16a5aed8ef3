/// The eigenpairs of a symmetric operator above a threshold, followed from one operator to the next, as a Hessian's from
/// point to point.
///
///     var followed = FollowedModes(above: 2 / η, most: 10)
///     let modes = followed.update(of: objective, at: β)
///     modes.values             // the largest first; as many as there are above 2/η
///     modes.vectors.row(0)     // a unit eigenvector
///     modes.identities[0]      // the same number for the same eigenvector at the next point
///     let later = followed.update(of: objective, at: βLater)
///
/// An eigenvector keeps its identity and its sign while the overlap with itself at the point before is at least 1/2, whatever
/// its eigenvalue's place in the order: where two cross both go on. Where eigenvalues cannot be told apart their vectors are
/// turned among themselves to be as near as possible to those of before. One that falls below the threshold keeps its identity
/// as long as it is among the next two, of up to 64 coordinates always; later it comes back as another.
/// New ones are numbered in the order in which they turn up, with a sign that makes their largest coordinate positive.
///
/// It is a value: a copy goes on by itself, from where the original is.
public struct FollowedModes: Sendable {
  /// May change between points.
  public var threshold: Double
  /// At most so many are followed, the largest; ``Modes/isComplete`` tells where there are more.
  public var most: Int
  /// For ``Modes/residual``; that of the operator's precision where nil, see ``EigenpairOptions``.
  public var tolerance: Double?
  /// At most so many products at a point.
  public var iterations = 400
  /// Every so many points it is looked for eigenvalues that nothing has pointed at, from a random vector: 10 to 30 products.
  public var lookEvery = 10

  /// Vectors to start from next time, and the identities of those that have one.
  private var kept: [(vector: Vector, identity: Int?)] = []
  private var born = 0
  private var points = 0

  /// - Precondition: `most` is positive.
  public init(above threshold: Double, most: Int = 20) {
    precondition(most > 0, "modes to follow")
    (self.threshold, self.most) = (threshold, most)
  }

  /// The modes of an operator known by its products with vectors; ``update(of:at:poll:)`` is this for Hessians.
  ///
  /// - Precondition: The dimension is the same each time.
  mutating func update(dimension: Int, precision: Precision, product: Lanczos.Product) rethrows -> Modes {
    let wish = ModeSearch.Wish(
      bar: threshold, most: min(most, dimension), tolerance: tolerance(precision), iterations: iterations,
      start: kept.map(\.vector), looks: points % max(lookEvery, 1) == 0)
    let found = try ModeSearch.search(dimension: dimension, wish, product: product)
    return take(found, dimension, width: wish.tolerance)
  }

  /// The modes of a whole matrix, of which the upper triangle is read.
  mutating func update(of matrix: Matrix, precision: Precision) -> Modes {
    guard matrix.isFinite else { return take(ModesFound(products: matrix.columns), matrix.columns, width: 0) }
    let (increasing, vectors) = matrix.symmetricEigenpairs()
    let values = Array(increasing.reversed())
    let above = values.prefix { $0 > threshold }.count
    let scale = values.reduce(0) { max($0, $1.magnitude) }
    let rows = values.indices.reversed().map { vectors.row($0) }
    let count = min(above, most)
    let residual = (0..<count).reduce(0) { max($0, (matrix * rows[$1] - rows[$1] * values[$1]).norm()) }
    return take(
      ModesFound(
        values: values, vectors: rows, count: count, settled: values.count, isComplete: above <= most, scale: scale,
        products: matrix.columns, residual: residual == 0 ? 0 : residual / scale, isConverged: true),
      matrix.columns, width: tolerance(precision) * 1e-3)
  }

  private func tolerance(_ precision: Precision) -> Double {
    tolerance ?? EigenpairOptions(precision: precision).tolerance
  }

  /// - Parameter width: Eigenvalues nearer than this part of the scale cannot be told apart.
  private mutating func take(_ found: ModesFound, _ dimension: Int, width: Double) -> Modes {
    guard !found.scale.isNaN else {
      return Modes(
        values: [], vectors: Matrix(rows: 0, columns: dimension), identities: [], next: .nan, products: found.products,
        residual: .nan, isConverged: false, isComplete: false)
    }
    let old = kept.filter { $0.identity != nil }
    var found = found
    turn(&found, width * found.scale, towards: old.map(\.vector))
    let matches = ModeMatching.matches(found.vectors, to: old.map(\.vector))
    var identities = matches.map { match in match.flatMap { old[$0].identity } }
    for i in found.vectors.indices {
      if let match = matches[i] {
        if found.vectors[i].dot(old[match].vector) < 0 { found.vectors[i] = found.vectors[i] * -1 }
      } else if i < found.count {
        identities[i] = born
        born += 1
        let largest = found.vectors[i].max { $0.magnitude < $1.magnitude } ?? 0
        if largest < 0 { found.vectors[i] = found.vectors[i] * -1 }
      }
    }
    points += 1
    kept = zip(found.vectors, identities).enumerated().filter { i, pair in
      pair.1 != nil || i < found.count + ModeSearch.guards
    }.map(\.element)
    return Modes(
      values: Array(found.values.prefix(found.count)),
      vectors: Matrix(
        rows: found.count, columns: dimension, elements: found.vectors.prefix(found.count).flatMap(\.elements)),
      identities: identities.prefix(found.count).compactMap { $0 },
      next: found.values.count > found.count ? found.values[found.count] : -.infinity, products: found.products,
      residual: found.residual, isConverged: found.isConverged, isComplete: found.isComplete)
  }

  /// Turns vectors of eigenvalues that cannot be told apart.
  private func turn(_ found: inout ModesFound, _ width: Double, towards old: [Vector]) {
    var first = 0
    while first < found.settled {
      var end = first + 1
      while end < found.settled, found.values[end - 1] - found.values[end] <= width { end += 1 }
      let places = first..<end
      first = end
      // Those on both sides of the threshold stay there.
      guard places.count > 1, places.upperBound <= found.count || places.lowerBound >= found.count,
        let rows = ModeMatching.turn(Array(found.vectors[places]), towards: old)
      else { continue }
      let turned = rows.map { row in
        let value = zip(row, found.values[places]).reduce(0) { $0 + $1.0 * $1.0 * $1.1 }
        let vector = zip(row, found.vectors[places]).map { $1 * $0 }
        return (value: value, vector: vector.dropFirst().reduce(vector[0], +))
      }.sorted { $0.value > $1.value }
      found.values.replaceSubrange(places, with: turned.map(\.value))
      found.vectors.replaceSubrange(places, with: turned.map(\.vector))
    }
  }
}
