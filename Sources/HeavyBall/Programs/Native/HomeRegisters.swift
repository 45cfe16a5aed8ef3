/// Which numbers of the state and which constants stay in registers while a code runs again and again.
struct HomeRegisters {
  /// By state number, then by constant: the register, or −1.
  private(set) var home: [Int8]

  /// What is left for intermediate results in any case: an instruction's three operands, its result, and two that wait.
  private static let reserve = 6

  init(for values: ScalarValues, registerCount: Int, keepsState: Bool) {
    home = Array(repeating: -1, count: values.firstResult)
    var taken = 0
    var counts = Array(repeating: 0, count: values.count)
    for instruction in values.instructions {
      for v in [instruction.a, instruction.b, instruction.c] where v >= 0 { counts[Int(v)] += 1 }
    }
    if keepsState {
      for s in 0..<values.stateCount where taken < registerCount - Self.reserve {
        guard counts[s] > 0 || values.outputs[s] != Int32(s) else { continue }
        home[s] = Int8(taken)
        taken += 1
      }
    }
    let room = registerCount - taken - max(Self.reserve, Self.pressure(of: values, keepsState: keepsState))
    let constants = (values.stateCount..<values.firstResult).filter { counts[$0] > 0 }
      .sorted { (counts[$1], $0) < (counts[$0], $1) }
    for c in constants.prefix(max(room, 0)) {
      home[c] = Int8(taken)
      taken += 1
    }
  }

  /// How many results are alive together at most, and numbers of the state that have no register.
  static func pressure(of values: ScalarValues, keepsState: Bool) -> Int {
    var last = Array(repeating: -1, count: values.count)
    for (i, instruction) in values.instructions.enumerated() {
      for v in [instruction.a, instruction.b, instruction.c] where v >= 0 { last[Int(v)] = i }
    }
    if keepsState { for v in values.outputs { last[Int(v)] = values.instructions.count } }
    var isSeen = Array(repeating: false, count: values.firstResult)
    var (alive, most) = (0, 0)
    for (i, instruction) in values.instructions.enumerated() {
      for v in [instruction.a, instruction.b, instruction.c]
      where v >= 0 && v < values.stateCount && !keepsState && !isSeen[Int(v)] {
        isSeen[Int(v)] = true
        alive += 1
      }
      alive += 1
      most = max(most, alive)
      for v in [instruction.a, instruction.b, instruction.c]
      where v >= 0 && last[Int(v)] == i && (Int(v) >= values.firstResult || !keepsState && Int(v) < values.stateCount) {
        last[Int(v)] = -1
        alive -= 1
      }
      if last[values.firstResult + i] < 0 { alive -= 1 }
    }
    return most
  }
}
