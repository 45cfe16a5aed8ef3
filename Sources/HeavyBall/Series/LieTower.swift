/// The derivatives u, D_v u, D_v²u, … of one series along another, tree by tree.
///
/// Both are known on smaller trees when a tree's derivatives are found: a cut's trunk and branch are smaller than the
/// tree. So v and u may be computed from those derivatives as one goes, which is how every recursion here runs:
///
///     for tree in table.trees.indices {
///       tower.differentiate(at: tree)            // D_v u, D_v²u, … there
///       tower.field[tree] = …                    // v there
///       tower[tree, 0] = …                       // u there
///     }
///
/// All series have weights a = σc, so that (D_v u)(τ) = Σ v(branch) u(trunk) over the cuts of τ. On n nodes D_v^j u
/// is zero from j = n on, so that a tree has n levels.
///
/// - Complexity: cuts × nodes in time. The trees of the last order are no trunks and share one row.
struct LieTower<Scalar: SeriesScalar> {
  let table: TreeTable
  /// v.
  var field: [Scalar]
  private var levels: [Scalar]
  private let start: [Int]

  init(_ table: TreeTable) {
    self.table = table
    field = Array(repeating: .zero, count: table.trees.count)
    var start: [Int] = []
    var end = 0
    for n in stride(from: 1, through: table.order, by: 1) {
      for _ in table.first[n]..<table.first[n + 1] {
        start.append(end)
        if n < table.order { end += n }
      }
    }
    self.start = start
    levels = Array(repeating: .zero, count: end + table.order)
  }

  /// D_v^j u at a tree; of the trees of the last order, at the one differentiated last.
  subscript(tree: Int, j: Int) -> Scalar {
    get { levels[start[tree] + j] }
    set { levels[start[tree] + j] = newValue }
  }

  /// Finds D_v u, …, D_v^{n−1} u at a tree of n nodes.
  mutating func differentiate(at tree: Int) {
    let nodes = table.trees[tree].nodes
    let row = start[tree]
    for j in 0..<nodes { levels[row + j] = .zero }
    for i in table.cutStart[tree]..<table.cutStart[tree + 1] {
      let cut = table.cuts[i]
      let (trunk, branch) = (start[Int(cut.trunk)], Int(cut.branch))
      let weight = cut.edges == 1 ? field[branch] : field[branch] * Scalar(Int(cut.edges))
      for j in 0..<nodes - table.trees[branch].nodes { levels[row + j + 1].add(weight, times: levels[trunk + j]) }
    }
  }

  /// Σ_j factors[j] D_v^j u at a tree.
  func sum(_ factors: [Scalar], at tree: Int) -> Scalar {
    var sum = Scalar.zero
    for j in 0..<min(factors.count, table.trees[tree].nodes) { sum.add(factors[j], times: levels[start[tree] + j]) }
    return sum
  }
}
