/// A tree without a root, which stands for a number made of a loss's derivatives: S(T), where a vertex of degree d is D^dL,
/// a leaf so g = ∇L, and an edge a contraction.
///
///     FreeTree("[[][]]")                 // g·Hg, the path of three vertices
///     FreeTree("[[[]]]") == FreeTree("[[][]]")         // true: the root does not count
///     FreeTree.all(nodes: 4)             // the star D³L[g,g,g], and the path |Hg|²
///
/// It is named by the least of its rooted forms, the bushiest.
public struct FreeTree: Hashable, Sendable {
  /// The least of the trees that its vertices make when they are roots.
  public let root: RootedTree

  /// The tree that a rooted one is when its root is forgotten.
  public init(_ tree: RootedTree) { root = Self.rootings(of: tree).keys.min() ?? tree }

  private init(least root: RootedTree) { self.root = root }

  public var nodes: Int { root.nodes }

  /// The rooted trees that its vertices make, each with how many do.
  public var rootings: [RootedTree: Int] { Self.rootings(of: root) }

  private static func rootings(of tree: RootedTree) -> [RootedTree: Int] {
    var found: [RootedTree: Int] = [:]
    /// Of a vertex with these trees below it and, it being no root, the rest of the tree on its other side.
    func visit(_ children: [RootedTree], rest: RootedTree?) {
      let all = children + (rest.map { [$0] } ?? [])
      found[RootedTree(children: all), default: 0] += 1
      for (i, child) in children.enumerated() {
        var others = all
        others.remove(at: i)
        visit(child.children, rest: RootedTree(children: others))
      }
    }
    visit(tree.children, rest: nil)
    return found
  }

  /// The trees of n nodes by their names: 1, 1, 1, 2, 3, 6, 11, 23, 47, 106, … of them.
  public static func all(nodes n: Int) -> [FreeTree] { RootedTree.all(nodes: n).compactMap(least) }

  /// The same among these rooted trees.
  static func least(_ tree: RootedTree) -> FreeTree? {
    rootings(of: tree).keys.allSatisfy { $0 >= tree } ? FreeTree(least: tree) : nil
  }
}

extension FreeTree: CustomStringConvertible {
  /// The name: `[[][]]`.
  public var description: String { root.description }
}
