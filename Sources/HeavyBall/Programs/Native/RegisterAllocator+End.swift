/// What comes behind the last instruction: the state, put where the next run of the code expects it.
extension RegisterAllocator {
  /// Puts the state where the next run expects it.
  mutating func restoreHomes() {
    let pending = (0..<values.stateCount).filter {
      home[$0] < 0 && !isStored[$0] && values.outputs[$0] != Int32($0)
    }
    // What is only in a place that is about to be overwritten is copied aside.
    if !pending.isEmpty {
      for s in 0..<values.stateCount {
        let v = Int(values.outputs[s])
        if register[v] < 0, case .state(let t) = place[v], t != s, pending.contains(Int(t)) {
          target.load(target.scratch, .state(t))
          place[v] = newSlot()
          target.store(target.scratch, place[v]!)
        }
      }
    }
    for s in pending {
      let v = Int(values.outputs[s])
      if register[v] < 0 { target.load(target.scratch, place[v]!) }
      target.store(register[v] < 0 ? target.scratch : UInt8(register[v]), .state(Int32(s)))
    }
    var moves: [(to: UInt8, from: UInt8)] = []
    var loads: [(to: UInt8, from: NativePlace)] = []
    for value in home.indices where home[value] >= 0 {
      let to = UInt8(home[value])
      let v = value < values.stateCount ? Int(values.outputs[value]) : value
      if register[v] < 0 {
        loads.append((to, place[v]!))
      } else if UInt8(register[v]) != to {
        moves.append((to, UInt8(register[v])))
      }
    }
    moveTogether(moves)
    for load in loads { target.load(load.to, load.from) }
  }

  /// Leaves the first numbers of the state where they are, and puts the state behind them.
  mutating func moveOn(by count: Int) {
    for s in 0..<count where home[s] >= 0 { target.store(UInt8(home[s]), .state(Int32(s))) }
    // The last first, for they go to places of one another.
    for s in (0..<values.stateCount).reversed() where home[s] < 0 {
      target.load(target.scratch, .state(Int32(s)))
      target.store(target.scratch, .state(Int32(s + count)))
    }
    target.moveState(by: count)
  }

  /// Moves between registers as if at one time.
  private mutating func moveTogether(_ all: [(to: UInt8, from: UInt8)]) {
    var moves = all
    while !moves.isEmpty {
      if let i = moves.firstIndex(where: { move in !moves.contains { $0.from == move.to } }) {
        target.move(moves[i].to, moves[i].from)
        moves.remove(at: i)
      } else {
        // All that is left goes round: one register's value is kept aside.
        let aside = moves[0].to
        target.move(target.scratch, aside)
        for i in moves.indices where moves[i].from == aside { moves[i].from = target.scratch }
      }
    }
  }
}
