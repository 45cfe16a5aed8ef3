extension RootedTree: CustomStringConvertible {
  /// Nested brackets: `[]` for a leaf, `[[][]]` for a root with two leaves.
  public var description: String {
    String((0..<2 * nodes).reversed().map { code >> UInt64($0) & 1 == 1 ? "[" : "]" })
  }
}

extension RootedTree {
  /// What is wrong with a text that should be a tree, and where.
  ///
  ///     try RootedTree(parsing: "[[]")     // '[[]' is no tree: the bracket at 1 is not closed
  public struct ParseError: Error, Hashable, CustomStringConvertible {
    public enum Reason: Hashable, Sendable {
      case empty
      case unexpected(Character)
      case unclosed
      case unopened
      case severalRoots
      case tooLarge
    }

    public let text: String
    public let reason: Reason
    /// The character where it shows, counted from 1.
    public let position: Int

    public var description: String {
      let shown = text.count <= 40 ? text : text.prefix(37) + "..."
      let why =
        switch reason {
        case .empty: "it is empty, and a single node is '[]'"
        case .unexpected(let character): "'\(character)' at \(position) is neither '[' nor ']'"
        case .unclosed: "the bracket at \(position) is not closed"
        case .unopened: "the bracket at \(position) closes none"
        case .severalRoots: "a second root begins at \(position)"
        case .tooLarge: "it has more than \(RootedTree.maximumNodes) nodes"
        }
      return "'\(shown)' is no tree: \(why)"
    }
  }

  /// Reads nested brackets; children may stand in any order.
  ///
  /// - Throws: what is wrong with the text, and where.
  public init(parsing text: String) throws(ParseError) {
    var open: [(position: Int, children: [RootedTree])] = []
    var root: RootedTree?
    var nodes = 0
    var position = 0
    for character in text {
      position += 1
      let failure = { (reason: ParseError.Reason) in ParseError(text: text, reason: reason, position: position) }
      switch character {
      case "[":
        if root != nil { throw failure(.severalRoots) }
        nodes += 1
        if nodes > Self.maximumNodes { throw failure(.tooLarge) }
        open.append((position, []))
      case "]":
        guard let (_, children) = open.popLast() else { throw failure(.unopened) }
        let tree = RootedTree(children: children)
        if open.isEmpty { root = tree } else { open[open.count - 1].children.append(tree) }
      default: throw failure(.unexpected(character))
      }
    }
    if let unclosed = open.last { throw ParseError(text: text, reason: .unclosed, position: unclosed.position) }
    guard let root else { throw ParseError(text: text, reason: .empty, position: 1) }
    self = root
  }
}

extension RootedTree: ExpressibleByStringLiteral {
  /// - Precondition: the literal is a tree.
  public init(stringLiteral text: String) {
    do throws(ParseError) { try self.init(parsing: text) } catch { preconditionFailure(error.description) }
  }
}
