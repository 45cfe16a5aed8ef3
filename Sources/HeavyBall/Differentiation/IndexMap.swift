/// Which element of an operand each element of a result is, counted from 0: of a ``Gather``; of a ``Scatter`` it is the
/// element of the result that each element of the operand is added to.
///
/// A class, so that nodes refer to one list and hash it once.
final class IndexMap: Hashable, Sendable {
  let indices: [Int32]
  private let hash: Int

  /// - Precondition: none is below 0, or beyond what 32 bits hold.
  init(_ indices: [Int]) {
    self.indices = indices.map { Int32($0) }
    var hasher = Hasher()
    for index in self.indices { hasher.combine(index) }
    hash = hasher.finalize()
  }

  var count: Int { indices.count }

  /// Where they begin, if each is the next one to that before it.
  var start: Int? {
    guard let first = indices.first else { return 0 }
    return indices.indices.allSatisfy { indices[$0] == first + Int32($0) } ? Int(first) : nil
  }

  /// Whether all are elements of so many.
  func fits(_ count: Int) -> Bool { indices.allSatisfy { $0 < count } }

  /// The map back, where this one has each of so many elements once.
  func inverse(of count: Int) -> IndexMap? {
    guard indices.count == count else { return nil }
    var places = Array(repeating: -1, count: count)
    for (place, index) in indices.enumerated() {
      if places[Int(index)] >= 0 { return nil }
      places[Int(index)] = place
    }
    return IndexMap(places)
  }

  static func == (a: IndexMap, b: IndexMap) -> Bool { a === b || a.hash == b.hash && a.indices == b.indices }
  func hash(into hasher: inout Hasher) { hasher.combine(hash) }
}
