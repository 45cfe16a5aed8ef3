/// The rows of its data that each step of a run takes: mini-batches.
///
///     options.batches = Batches(size: 128, order: .reshuffled, seed: 0)
public struct Batches: Hashable, Sendable {
  /// How rows come into batches.
  public enum Order: String, CaseIterable, Sendable {
    /// Every epoch puts all rows in a new order, that of NumPy's `permutation(n)`, one draw after another of one generator
    /// `default_rng(seed)`, and cuts it into batches. Rows left over sit the epoch out.
    case reshuffled
    /// The rows in their own order, again and again; a batch may end in the first ones.
    case cyclic
    /// Each batch draws its rows, NumPy's `integers(n, size=size)`, one draw after another: a row may come twice.
    case independent
  }

  enum Kind: Hashable {
    case drawn(size: Int, Order, seed: UInt64)
    case listed([[Int]])
  }

  let kind: Kind

  /// Batches of a size, drawn as `order` says.
  ///
  /// - Precondition: the size is positive.
  public init(size: Int, order: Order = .reshuffled, seed: UInt64 = 0) {
    precondition(size > 0, "batches of one row at least")
    kind = .drawn(size: size, order, seed: seed)
  }

  /// The given lists of rows, counted from 0, in turn, from the first in step 1 on and again.
  ///
  /// - Precondition: there is at least one list, and none is empty.
  public init(_ lists: [[Int]]) {
    precondition(!lists.isEmpty && lists.allSatisfy { !$0.isEmpty }, "lists of rows")
    kind = .listed(lists)
  }

  /// The sizes that batches have, each once.
  var sizes: Set<Int> {
    switch kind {
    case .drawn(let size, _, _): [size]
    case .listed(let lists): Set(lists.map(\.count))
    }
  }

  /// How many steps go once through so many rows, or through the lists: an epoch.
  func stepsInEpoch(of rows: Int) -> Int {
    switch kind {
    case .drawn(let size, _, _): max(rows / size, 1)
    case .listed(let lists): lists.count
    }
  }

  /// How many rows each has, where they are drawn; nil of lists.
  public var commonSize: Int? { if case .drawn(let size, _, _) = kind { size } else { nil } }

  /// Why they cannot be taken of so many rows; nil where they can.
  public func refusal(of rows: Int) -> String? {
    switch kind {
    case .drawn(let size, _, _): size > rows ? "batches of \(size) of \(rows) rows" : nil
    case .listed(let lists):
      lists.joined().first { !(0..<rows).contains($0) }.map { "row \($0 + 1) of \(rows) rows" }
    }
  }
}

/// The batches of a run's steps, one after another.
struct BatchSequence {
  private let batches: Batches
  private let rows: Int
  private var generator: RandomGenerator
  /// The rows of the latest epoch or batch that was drawn, and its number from 0.
  private var drawn: (number: Int, rows: [Int]) = (-1, [])

  /// - Precondition: they can be taken of so many rows.
  init(_ batches: Batches, of rows: Int) {
    precondition(batches.refusal(of: rows) == nil, "batches of rows that there are")
    (self.batches, self.rows) = (batches, rows)
    generator = Self.generator(of: batches)
  }

  private static func generator(of batches: Batches) -> RandomGenerator {
    if case .drawn(_, _, let seed) = batches.kind { RandomGenerator(seed: seed) } else { RandomGenerator(seed: 0) }
  }

  /// The rows of a step, 1 first.
  ///
  /// - Complexity: that of all draws before it which have not been made.
  mutating func rows(ofStep k: Int) -> ArraySlice<Int> {
    switch batches.kind {
    case .listed(let lists): return lists[(k - 1) % lists.count][...]
    case .drawn(let size, .cyclic, _): return ArraySlice((0..<size).map { ((k - 1) * size + $0) % rows })
    case .drawn(let size, .independent, _):
      draw(k - 1) { generator, rows in generator.integers(in: 0...rows - 1, count: size) }
      return drawn.rows[...]
    case .drawn(let size, .reshuffled, _):
      let perEpoch = rows / size
      draw((k - 1) / perEpoch) { generator, rows in generator.permutation(of: rows) }
      let first = (k - 1) % perEpoch * size
      return drawn.rows[first..<first + size]
    }
  }

  /// Makes draws up to one, from the first where that has gone by.
  private mutating func draw(_ number: Int, _ next: (inout RandomGenerator, Int) -> [Int]) {
    if number < drawn.number {
      generator = Self.generator(of: batches)
      drawn = (-1, [])
    }
    while drawn.number < number { drawn = (drawn.number + 1, next(&generator, rows)) }
  }
}
