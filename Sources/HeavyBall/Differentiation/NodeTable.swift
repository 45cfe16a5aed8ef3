/// The numbers of a graph's nodes by hash: what finds the node that is to be made where there is one already.
///
/// It holds numbers and parts of hashes alone, 8 bytes for a node and as much for each free place; what two nodes are
/// equal by is theirs.
struct NodeTable {
  /// A node's number and the upper half of its hash; number -1 in a free place.
  private struct Place {
    var number: Int32
    var mark: UInt32
  }

  private var places = Array(repeating: Place(number: -1, mark: 0), count: 16)
  private var count = 0

  /// The first number of that hash for which a condition holds.
  func first(_ hash: Int, where isWanted: (Int) -> Bool) -> Int? {
    let mark = Self.mark(hash)
    var i = Int(mark) & (places.count - 1)
    while places[i].number >= 0 {
      if places[i].mark == mark, isWanted(Int(places[i].number)) { return Int(places[i].number) }
      i = (i + 1) & (places.count - 1)
    }
    return nil
  }

  mutating func insert(_ number: Int, _ hash: Int) {
    if 2 * count >= places.count { grow() }
    put(Place(number: Int32(number), mark: Self.mark(hash)))
    count += 1
  }

  private mutating func put(_ place: Place) {
    var i = Int(place.mark) & (places.count - 1)
    while places[i].number >= 0 { i = (i + 1) & (places.count - 1) }
    places[i] = place
  }

  private mutating func grow() {
    let old = places
    places = Array(repeating: Place(number: -1, mark: 0), count: 2 * old.count)
    for place in old where place.number >= 0 { put(place) }
  }

  private static func mark(_ hash: Int) -> UInt32 { UInt32(truncatingIfNeeded: UInt(bitPattern: hash) >> 32) }
}
