/// A rooted tree: a root and, below it, the trees of its children, in no order.
///
/// Trees index the terms of every series in the gradient f = ∇L: F(•) = f, F([t₁ … t_m]) = D^m f[F(t₁), …, F(t_m)].
///
///     let bush: RootedTree = "[[][]]"
///     bush.nodes          // 3
///     bush.symmetry       // 2
///     bush.children       // [[], []]
///     RootedTree(children: [.leaf, "[[]]"])     // [[[]][]]: larger children stand first
///
/// Written as nested brackets, `[` as 1 and `]` as 0, a tree is a binary number; children stand by decreasing number,
/// which is by decreasing number of nodes, then by text. So a tree is one integer, and equality, hashing and order are
/// the integer's: trees with fewer nodes come first, and `[[][]]` before `[[[]]]`.
public struct RootedTree: Hashable, Sendable {
  /// The brackets, the last one lowest.
  let code: UInt64

  /// More nodes no tree may have: the largest number whose ``symmetry`` always fits an `Int`.
  public static let maximumNodes = 21

  /// The tree of one node.
  public static let leaf = RootedTree(code: 0b10)

  init(code: UInt64) { self.code = code }

  /// The tree with these children, whatever their order.
  ///
  /// - Precondition: it has at most ``maximumNodes`` nodes.
  public init(children: some Sequence<RootedTree>) {
    self.init(sorted: children.sorted(by: >))
  }

  /// The tree with children that stand by decreasing number already.
  init(sorted children: [RootedTree]) {
    var code: UInt64 = 1
    var nodes = 1
    for child in children {
      nodes += child.nodes
      precondition(nodes <= Self.maximumNodes, "a tree of more than \(Self.maximumNodes) nodes")
      code = code << UInt64(2 * child.nodes) | child.code
    }
    self.code = code << 1
  }

  /// How many nodes it has, |τ|.
  public var nodes: Int { code.nonzeroBitCount }

  /// The trees below the root, in their order.
  public var children: [RootedTree] {
    var result: [RootedTree] = []
    var (depth, length) = (0, UInt64(0))
    for bit in stride(from: UInt64(2 * nodes - 2), to: 0, by: -1) {
      length += 1
      depth += code >> bit & 1 == 1 ? 1 : -1
      if depth == 0 {
        result.append(RootedTree(code: code >> bit & (1 << length - 1)))
        length = 0
      }
    }
    return result
  }

  /// The number of nodes on the longest way up from the root: 1 for a leaf.
  public var height: Int {
    var (depth, deepest) = (0, 0)
    for bit in stride(from: UInt64(2 * nodes - 1), to: 0, by: -1) {
      depth += code >> bit & 1 == 1 ? 1 : -1
      deepest = max(deepest, depth)
    }
    return deepest
  }

  /// σ(τ), the number of ways to exchange equal parts: Π k! σ(t)^k over the distinct children t, each there k times.
  public var symmetry: Int {
    var product = 1
    var (previous, count) = (RootedTree?.none, 0)
    for child in children {
      count = child == previous ? count + 1 : 1
      previous = child
      product *= count * child.symmetry
    }
    return product
  }

  /// The chain of n nodes: `[[[]]]` for 3.
  public static func tall(_ n: Int) -> RootedTree {
    (1..<max(n, 1)).reduce(.leaf) { tree, _ in RootedTree(sorted: [tree]) }
  }
}

extension RootedTree: Comparable {
  public static func < (a: RootedTree, b: RootedTree) -> Bool { a.code < b.code }
}
