@testable import HeavyBall

/// Maps and fields as series on trees, by their weights a(τ) = σ(τ)c(τ) in the order of a table.
///
/// A field is v = Σ c(τ)η^{|τ|−1}F(τ), a map β ↦ β + Σ c(τ)η^{|τ|}F(τ). The map of a field is its flow for the time η,
///
///     exp(v) = id + v + D_v v/2! + D_v²v/3! + …,
///
/// and on trees of n nodes the sum ends at D_v^{n−1}v/n!, so that log is found order by order from the same sum.
///
/// - Complexity: cuts × nodes each.
enum TreeSeries {
  /// The map of a field.
  static func exponential<S: FractionalScalar>(_ field: [S], on table: TreeTable) -> [S] {
    let factors = Array(S.inverseFactorials(upTo: table.order).dropFirst())
    var tower = LieTower<S>(table)
    return table.trees.indices.map { tree in
      tower.differentiate(at: tree)
      tower.field[tree] = field[tree]
      tower[tree, 0] = field[tree]
      return tower.sum(factors, at: tree)
    }
  }

  /// The field that has a given map.
  static func logarithm<S: FractionalScalar>(_ map: [S], on table: TreeTable) -> [S] {
    let factors = Array(S.inverseFactorials(upTo: table.order).dropFirst())
    var tower = LieTower<S>(table)
    for tree in table.trees.indices {
      tower.differentiate(at: tree)
      tower.field[tree] = map[tree] - tower.sum(factors, at: tree)
      tower[tree, 0] = tower.field[tree]
    }
    return tower.field
  }

  /// The map `second` ∘ `first`: exp(D_v) applied to the second, v = log of the first.
  static func composition<S: FractionalScalar>(_ second: [S], after first: [S], on table: TreeTable) -> [S] {
    let factors = S.inverseFactorials(upTo: table.order)
    let field = logarithm(first, on: table)
    var tower = LieTower<S>(table)
    return table.trees.indices.map { tree in
      tower.differentiate(at: tree)
      tower.field[tree] = field[tree]
      tower[tree, 0] = second[tree]
      // The identity's part of the second map gives the first.
      return tower.sum(factors, at: tree) + first[tree]
    }
  }

  /// The map that undoes another.
  static func inverse<S: FractionalScalar>(_ map: [S], on table: TreeTable) -> [S] {
    exponential(logarithm(map, on: table).map { S.zero - $0 }, on: table)
  }

  /// D_v u, the derivative of a field or a function along a field.
  static func derivative<S: SeriesScalar>(of u: [S], along v: [S], on table: TreeTable) -> [S] {
    var result = Array(repeating: S.zero, count: u.count)
    for tree in table.trees.indices {
      for cut in table.cuts(of: tree) {
        result[tree] += v[Int(cut.branch)] * u[Int(cut.trunk)] * S(Int(cut.edges))
      }
    }
    return result
  }
}
