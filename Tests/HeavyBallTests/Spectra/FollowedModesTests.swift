import PolyakPlatform
import Testing

@testable import HeavyBall

/// Σ λᵢ uᵢuᵢᵀ for orthonormal uᵢ, on what is left 0.01 times the coordinate's part of the dimension.
private struct Spectral {
  var pairs: [(value: Double, vector: Vector)]
  let rest: Vector

  init(dimension n: Int, _ pairs: [(Double, Vector)]) {
    self.pairs = pairs.map { ($0.0, $0.1) }
    rest = Vector((0..<n).map { 0.01 * Double($0) / Double(n) })
  }

  func product(_ v: Vector) -> Vector {
    func outside(_ v: Vector) -> Vector { pairs.reduce(v) { $0 - $1.vector * $1.vector.dot(v) } }
    return pairs.reduce(outside(rest * outside(v))) { $0 + $1.vector * ($1.value * $1.vector.dot(v)) }
  }

  var matrix: Matrix {
    let n = rest.count
    return Matrix((0..<n).map { i in product(Vector((0..<n).map { $0 == i ? 1 : 0 })).elements })
  }

  /// Up to 64 coordinates the whole matrix, beyond products.
  func modes(_ followed: inout FollowedModes) -> Modes {
    let n = rest.count
    if n <= 64 { return followed.update(of: matrix, precision: .double) }
    return followed.update(dimension: n, precision: .double) { v, result in
      result.update(from: product(Vector(v)).elements, count: n)
    }
  }
}

@Suite("Eigenpairs followed from point to point") struct FollowedModesTests {
  static let sizes = [8, 64, 65, 300]

  /// The unit vector of coordinate i.
  private func axis(_ i: Int, _ n: Int) -> Vector { Vector((0..<n).map { $0 == i ? 1 : 0 }) }

  @Test("keep identity and sign through a crossing", arguments: sizes)
  func crossing(n: Int) {
    var followed = FollowedModes(above: 1)
    // Vectors that turn slowly, by the same angle in two planes; values 3 − t and 2 + t, which cross, at the 11th point to the bit.
    var first: [Modes] = [], signs: [Double] = []
    for k in 0...20 {
      let (t, angle) = (Double(k) / 20, 0.05 * Double(k))
      let u = axis(0, n) * cos(angle) + axis(1, n) * sin(angle)
      let v = axis(2, n) * cos(angle) + axis(3, n) * sin(angle)
      let modes = Spectral(dimension: n, [(3 - t, u), (2 + t, v)]).modes(&followed)
      #expect(modes.isConverged && modes.isComplete && modes.values.count == 2 && modes.next < 1)
      expectClose(modes.values, [max(3 - t, 2 + t), min(3 - t, 2 + t)], 1e-10)
      let expected = k < 10 ? [0, 1] : [1, 0]
      #expect(k == 10 || modes.identities == expected, "at \(k): \(modes.identities)")
      for (row, identity) in modes.identities.enumerated() {
        let overlap = modes.vectors.row(row).dot(identity == 0 ? u : v)
        if k == 0 { signs.append(overlap) }
        expectClose(overlap, signs[identity], 1e-5, "at \(k)")
      }
      first.append(modes)
    }
    expectClose(signs.map(\.magnitude), [1, 1], 1e-10)
  }

  @Test("of a double eigenvalue are turned as little as its plane turns", arguments: sizes)
  func double(n: Int) {
    var followed = FollowedModes(above: 1)
    var last: Modes?
    for k in 0..<30 {
      let angle = 0.02 * Double(k)
      let u = axis(0, n) * cos(angle) + axis(4, n) * sin(angle)
      let modes = Spectral(dimension: n, [(2, u), (2, axis(1, n)), (2, axis(2, n))]).modes(&followed)
      #expect(modes.values.count == 3 && Set(modes.identities) == [0, 1, 2])
      expectClose(modes.values, [2, 2, 2], 1e-9)
      if let last {
        for (row, identity) in modes.identities.enumerated() {
          let before = last.vectors.row(last.identities.firstIndex(of: identity) ?? 0)
          #expect(modes.vectors.row(row).dot(before) > cos(0.02) - 1e-6)
        }
      }
      last = modes
    }
  }

  @Test("come and go, and one that has just gone comes back as itself", arguments: sizes)
  func comingAndGoing(n: Int) {
    var followed = FollowedModes(above: 1)
    let values: [[Double]] = [[2, 0.5], [2, 1.5], [2, 0.9], [2, 1.2], [0.8, 1.3], [0.8, 0.9], [0.5, 2], [3, 2]]
    let expected = [[0], [0, 1], [0], [0, 1], [1], [], [1], [0, 1]]
    for (values, expected) in zip(values, expected) {
      let modes = Spectral(dimension: n, [(values[0], axis(0, n)), (values[1], axis(1, n))]).modes(&followed)
      #expect(modes.identities == expected && modes.isConverged && modes.isComplete)
      expectClose(modes.values, values.filter { $0 > 1 }.sorted(by: >), 1e-10)
      #expect(modes.vectors.rows == expected.count && modes.vectors.columns == n)
    }
  }

  @Test("are found at the next look where they have come from nowhere", arguments: [65, 1000])
  func hidden(n: Int) {
    var followed = FollowedModes(above: 1)
    followed.lookEvery = 4
    var seen: [Int] = []
    for k in 0..<8 {
      let late: Double = k > 0 ? 3 : 0
      seen.append(Spectral(dimension: n, [(2, axis(0, n)), (late, axis(5, n))]).modes(&followed).values.count)
    }
    #expect(seen.prefix(1) == [1] && seen.suffix(4) == [2, 2, 2, 2])
  }

  @Test("are the largest where there are more than wanted", arguments: sizes)
  func most(n: Int) {
    var followed = FollowedModes(above: 1, most: 2)
    let operators = Spectral(dimension: n, (0..<5).map { (2 + Double($0), axis($0, n)) })
    let modes = operators.modes(&followed)
    #expect(!modes.isComplete && modes.isConverged)
    expectClose(modes.values, [6, 5], 1e-10)
    expectClose(modes.next, 4, 0.5)
    followed.most = 5
    #expect(operators.modes(&followed).isComplete)
    followed.threshold = 3.5
    expectClose(operators.modes(&followed).values, [6, 5, 4], 1e-10)
  }

  @Test("of one and two coordinates, and of an operator that is 0", arguments: [1, 2, 70])
  func small(n: Int) {
    let matrix = Spectral(dimension: n, [(2, axis(0, n))])
    var followed = FollowedModes(above: 1)
    expectClose(matrix.modes(&followed).values, [2], 1e-12)
    var below = FollowedModes(above: 3)
    #expect(matrix.modes(&below).values.isEmpty)
    var none = FollowedModes(above: 0)
    let zero = none.update(of: Matrix(rows: n, columns: n), precision: .double)
    #expect(zero.values.isEmpty && zero.next == 0 && zero.residual == 0 && zero.isConverged)
    let byProducts = none.update(dimension: n, precision: .double) { _, result in result.update(repeating: 0, count: n) }
    #expect(byProducts.values.isEmpty && byProducts.next == 0 && byProducts.isConverged && byProducts.isComplete)
  }

  @Test("are those of before after a point where a product is not finite", arguments: sizes)
  func notFinite(n: Int) {
    var followed = FollowedModes(above: 1)
    let good = Spectral(dimension: n, [(2, axis(0, n)), (4, axis(1, n))])
    let first = good.modes(&followed)
    let broken = Spectral(dimension: n, [(.infinity, axis(0, n)), (4, axis(1, n))]).modes(&followed)
    #expect(broken.values.isEmpty && broken.residual.isNaN && !broken.isConverged && broken.next.isNaN)
    #expect(broken.vectors.rows == 0 && broken.vectors.columns == n)
    let again = good.modes(&followed)
    #expect(again.identities == first.identities && again.values.count == 2)
  }

  @Test("go on by themselves in a copy")
  func copies() {
    var followed = FollowedModes(above: 1)
    _ = Spectral(dimension: 80, [(2, axis(0, 80))]).modes(&followed)
    var copy = followed
    let both = Spectral(dimension: 80, [(2, axis(0, 80)), (4, axis(1, 80))])
    copy.lookEvery = 1
    #expect(both.modes(&copy).identities == [1, 0])
    #expect(Spectral(dimension: 80, [(2, axis(0, 80))]).modes(&followed).identities == [0])
  }

  @Test(
    "of a network are its whole Hessian's along a run, in double and single precision", arguments: [Precision.double, .single])
  func network(precision: Precision) throws {
    let objective = Self.network(precision)
    #expect(objective.precision == precision && objective.dimension > 64)
    var β = Vector((1...objective.dimension).map { 0.5 * sin(Double(3 * $0)) })
    let tolerance = precision == .double ? 1e-9 : 1e-4
    var followed = FollowedModes(above: 0.2, most: 50)
    var products: [Int] = []
    for _ in 0..<12 {
      let modes = followed.update(of: objective, at: β)
      let values = objective.hessian(at: β).symmetricEigenvalues().reversed()
      let largest = values.first ?? 0
      #expect(modes.isConverged && modes.isComplete)
      expectClose(modes.values, Array(values.prefix { $0 > 0.2 }), tolerance * max(1, largest))
      products.append(modes.products)
      β = β - objective.gradient(at: β) * 0.05
    }
    // The tenth from the first looks for more.
    #expect(products.indices.allSatisfy { $0 % 10 == 0 || products[$0] < products[0] }, "\(products)")
  }

  /// 4-12-3 on rows made up.
  static func network(_ precision: Precision) -> Objective {
    var x = Matrix(rows: 20, columns: 4)
    for i in x.elements.indices { x.elements[i] = sin(Double(7 * i + 1)) }
    let inputs = precision == .double ? SharedNumbers(x.elements) : SharedNumbers(FloatMatrix(x).elements)
    let labels = (0..<20).map { $0 * $0 % 3 }
    return Network(
      MultilayerPerceptron(
        inputs: inputs, targets: .oneHot(labels, classes: 3), layout: NetworkLayout(inputs: 4, widths: [12], outputs: 3),
        activation: .tanh, measure: .crossEntropy), labels: labels
    ).objective
  }

  @Test("ask before each product whether to go on, and stay as they were where not", arguments: [10, 100])
  func polling(n: Int) {
    struct Stop: Error {}
    let objective = Objective(RosenbrockLoss(dimension: n))
    var followed = FollowedModes(above: 100, most: 3)
    let β = Vector((1...n).map { sin(Double($0)) })
    let first = followed.update(of: objective, at: β)
    #expect(throws: Stop.self) { try followed.update(of: objective, at: β * 2) { throw Stop() } }
    #expect(followed.update(of: objective, at: β).identities == first.identities)
  }
}
