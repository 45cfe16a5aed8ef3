/// A tree of the flow in phase space: m, which is a leaf, or a gradient with what it is differentiated along below it.
///
/// Each gradient and each m counts a grade. Written as ``RootedTree`` is, with `m` for the leaf: `[[]m]` is
/// D²∇L[∇L, m], of grade 3.
struct PhaseTree: Hashable, Sendable {
  /// What the gradient is differentiated along, larger trees first; nil of m.
  let children: PhaseForest?
  let grade: Int

  static let momentum = PhaseTree(children: nil, grade: 1)

  /// D^n∇L along the trees of a forest.
  init(_ children: PhaseForest) { self.init(children: children, grade: children.grade + 1) }

  private init(children: PhaseForest?, grade: Int) { (self.children, self.grade) = (children, grade) }
}

extension PhaseTree: Comparable {
  static func < (a: PhaseTree, b: PhaseTree) -> Bool {
    if a.grade != b.grade { return a.grade < b.grade }
    guard let others = b.children else { return false }
    guard let own = a.children else { return true }
    return own.trees.lexicographicallyPrecedes(others.trees)
  }
}

extension PhaseTree: CustomStringConvertible {
  var description: String { children.map { "[\($0)]" } ?? "m" }
}

/// A product of trees: a monomial of the series that a gradient is expanded in.
struct PhaseForest: Hashable, Sendable {
  /// The larger ones first.
  let trees: [PhaseTree]
  let grade: Int

  static let one = PhaseForest([])

  /// - Parameter trees: in any order.
  init(_ trees: [PhaseTree]) {
    self.trees = trees.sorted(by: >)
    grade = trees.reduce(0) { $0 + $1.grade }
  }

  /// All forests of grades 0 … `top`, by grade. There are 1, 2, 5, 13, 37, 108, 332, … of each.
  static func all(upTo top: Int) -> [[PhaseForest]] {
    var forests = [[one]]
    var trees: [[PhaseTree]] = [[]]
    for n in stride(from: 1, through: top, by: 1) {
      trees.append((n == 1 ? [.momentum] : []) + forests[n - 1].map { PhaseTree($0) })
      // The largest tree, and what has no larger one.
      forests.append(
        (1...n).flatMap { k in
          trees[k].flatMap { largest in
            forests[n - k].filter { $0.trees.first.map { $0 <= largest } ?? true }.map { PhaseForest([largest] + $0.trees) }
          }
        })
    }
    return forests
  }
}

extension PhaseForest: GradedMonomial {
  static func * (a: PhaseForest, b: PhaseForest) -> PhaseForest { PhaseForest(a.trees + b.trees) }
}

extension GradedAlgebra {
  /// Forests of grades below `top`, in the order given; and last, in place of those of grade `top`, the combinations of them
  /// that are wanted.
  static func phase(_ forests: [[PhaseForest]], wanted: [[PhaseForest: Double]]) -> GradedAlgebra {
    GradedAlgebra(forests.flatMap { $0 }, top: forests.count, combinations: wanted)
  }
}

extension PhaseForest: CustomStringConvertible {
  var description: String { trees.map(\.description).joined() }
}
