/// A tree of the flow in phase space: m, which is a leaf, or a gradient with what it is differentiated along below it.
///
/// Each gradient and each m counts a grade. Written as ``RootedTree`` is, with `m` for the leaf: `[[]m]` is
/// D²∇L[∇L, m], of grade 3. Gradients that are answered at once are in parentheses: `([])`.
struct PhaseTree: Hashable, Sendable {
  /// What follows from a gradient, in the directions in which it is taken.
  enum Response: Hashable, Sendable, CaseIterable {
    /// The method's own steps: a(τ+1) = (1+µ)a(τ) − µa(τ−1) − r(τ), which remember.
    case free
    /// What beyond the edge of stability does not move by itself: a(τ+1) + (1+µ)a(τ) + µa(τ−1) = −r(τ) has one solution
    /// that does not alternate.
    case slaved
  }

  /// What the gradient is differentiated along, larger trees first; nil of m.
  let children: PhaseForest?
  let response: Response
  let grade: Int

  static let momentum = PhaseTree(children: nil, response: .free, grade: 1)

  /// D^n∇L along the trees of a forest.
  init(_ children: PhaseForest, _ response: Response = .free) {
    self.init(children: children, response: response, grade: children.grade + 1)
  }

  private init(children: PhaseForest?, response: Response, grade: Int) {
    (self.children, self.response, self.grade) = (children, response, grade)
  }
}

extension PhaseTree: Comparable {
  static func < (a: PhaseTree, b: PhaseTree) -> Bool {
    if a.grade != b.grade { return a.grade < b.grade }
    guard let others = b.children else { return false }
    guard let own = a.children else { return true }
    if own == others { return a.response == .free && b.response == .slaved }
    return own.trees.lexicographicallyPrecedes(others.trees)
  }
}

extension PhaseTree: CustomStringConvertible {
  var description: String { children.map { response == .free ? "[\($0)]" : "(\($0))" } ?? "m" }
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

  /// All forests of grades 0 … `top`, by grade. There are 1, 2, 5, 13, 37, 108, 332, … of each; with both responses
  /// 1, 3, 12, 52, 248, …
  ///
  /// - Parameter hasMomentum: whether there is a leaf m.
  static func all(
    upTo top: Int, responses: [PhaseTree.Response] = [.free], hasMomentum: Bool = true
  ) -> [[PhaseForest]] {
    var forests = [[one]]
    var trees: [[PhaseTree]] = [[]]
    for n in stride(from: 1, through: top, by: 1) {
      let gradients = forests[n - 1].flatMap { forest in responses.map { PhaseTree(forest, $0) } }
      trees.append((n == 1 && hasMomentum ? [.momentum] : []) + gradients)
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
