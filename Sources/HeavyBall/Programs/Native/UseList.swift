/// Where every value is read: what tells how far away its next use is.
///
/// A use is the number of an instruction; the uses by what the state is in the end come after all of them.
struct UseList {
  static let never = Int32.max

  /// The uses of value v are those from starts[v] on, up to starts[v + 1].
  private var starts: [Int32]
  private var uses: [Int32]
  /// By value: the position of its next use.
  private var cursor: [Int32]

  /// - Parameter home: by state number and constant, its home register or −1. A number that stays what it was in memory
  ///   is not read in the end, one in a register is.
  init(of values: ScalarValues, home: [Int8]) {
    starts = Array(repeating: 0, count: values.count + 1)
    uses = []
    let end = Int32(values.instructions.count)
    let walk = { (visit: (Int32, Int32) -> Void) in
      for (i, instruction) in values.instructions.enumerated() {
        visit(instruction.a, Int32(i))
        if instruction.b >= 0 { visit(instruction.b, Int32(i)) }
        if instruction.c >= 0 { visit(instruction.c, Int32(i)) }
      }
      for (s, output) in values.outputs.enumerated() where home[s] >= 0 || output != Int32(s) { visit(output, end) }
      for c in values.constants.indices where home[values.stateCount + c] >= 0 {
        visit(Int32(values.stateCount + c), end)
      }
    }
    var counts = Array(repeating: Int32(0), count: values.count + 1)
    walk { v, _ in counts[Int(v) + 1] += 1 }
    for v in 0..<values.count { counts[v + 1] += counts[v] }
    self.starts = counts
    cursor = counts
    var all = Array(repeating: Int32(0), count: Int(counts[values.count]))
    walk { v, use in
      all[Int(counts[Int(v)])] = use
      counts[Int(v)] += 1
    }
    uses = all
  }

  /// The next use, ``never`` where there is none.
  func next(_ v: Int32) -> Int32 {
    let i = cursor[Int(v)]
    return i < starts[Int(v) + 1] ? uses[Int(i)] : Self.never
  }

  /// Whether the use at an instruction is the last.
  func isLast(_ v: Int32, at i: Int32) -> Bool { uses[Int(starts[Int(v) + 1]) - 1] == i }

  /// Goes on to the first use after an instruction.
  mutating func advance(_ v: Int32, past i: Int32) {
    while cursor[Int(v)] < starts[Int(v) + 1], uses[Int(cursor[Int(v)])] <= i { cursor[Int(v)] += 1 }
  }
}
