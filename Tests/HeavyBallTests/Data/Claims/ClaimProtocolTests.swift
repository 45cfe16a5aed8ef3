import Testing

@testable import HeavyBall

/// All orders of the steps of several processes that claim one thing, any of which may be killed or stopped between any two steps:
/// every state that can be reached is looked at, with the files in memory.
@Suite("Claims in all orders of their steps") struct ClaimProtocolTests {
  /// How often somebody may be stopped or killed in a history; the fewer, the more processes can be gone through.
  @Test("one holds at a time, and nobody removes another's", arguments: [(processes: 2, accidents: 3), (3, 1)])
  func orders(_ size: (processes: Int, accidents: Int)) throws {
    let exploration = Exploration(processes: size.processes, accidents: size.accidents)
    try exploration.run()
    #expect(exploration.violations == [])
    // All of what is to be seen does happen.
    #expect(exploration.outcomes == Exploration.Outcome.all)
    #expect(exploration.count > 10_000)
  }

  @Test("the search finds what is wrong with a claim that", arguments: Exploration.Mistake.allCases)
  func mistakes(_ mistake: Exploration.Mistake) throws {
    let exploration = Exploration(processes: 3, accidents: 2, mistake: mistake)
    try exploration.run()
    #expect(exploration.violations != [])
  }
}

/// A search through all states.
final class Exploration {
  /// What happens in some order of the steps.
  struct Outcome: OptionSet {
    let rawValue: Int
    static let takenOver = Outcome(rawValue: 1), refused = Outcome(rawValue: 2), foundDone = Outcome(rawValue: 4)
    static let lost = Outcome(rawValue: 8), failed = Outcome(rawValue: 16)
    static let all: Outcome = [.takenOver, .refused, .foundDone, .lost, .failed]
  }

  enum Mistake: String, CaseIterable {
    case `does not look above`
    case `does not look below`
  }

  /// A file of the claim: who has made it, in which attempt.
  struct Holder: Hashable { var process, attempt: Int }

  struct Process: Hashable {
    enum Stage: Hashable { case claiming(ClaimAttempt<Holder>), working(Int), releasing(ClaimRelease, Int), over }
    var stage = Stage.claiming(ClaimAttempt())
    var attempt = 0
    var isStopped = false
    var isDead = false
    /// Somebody has found its claim left.
    var isGivenUp = false
  }

  struct State: Hashable {
    var files: [Int: ClaimContent<Holder>] = [:]
    var processes: [Process]
    /// Whether what is claimed is done.
    var isDone = false
    var accidents: Int
  }

  private let start: State
  private let mistake: Mistake?
  private(set) var violations: Set<String> = []
  private(set) var outcomes: Outcome = []
  private(set) var count = 0

  init(processes: Int, accidents: Int, mistake: Mistake? = nil) {
    start = State(processes: Array(repeating: Process(), count: processes), accidents: accidents)
    self.mistake = mistake
  }

  func run() throws {
    var seen: Set<State> = [start], rest = [start]
    while let state = rest.popLast() {
      count += 1
      check(state)
      if mistake != nil, !violations.isEmpty { return }
      for next in try successors(of: state) where seen.insert(next).inserted { rest.append(next) }
    }
  }

  /// Of those that work, one at most has never been given up by others.
  private func check(_ state: State) {
    let workers = state.processes.filter { if case .working = $0.stage { !$0.isGivenUp && !$0.isDead } else { false } }
    if workers.count > 1 { violations.insert("two work at a time") }
  }

  private func successors(of state: State) throws -> [State] {
    var all: [State] = []
    for i in state.processes.indices {
      let process = state.processes[i]
      if process.isDead || process.stage == .over { continue }
      if process.isStopped {
        all.append(changed(state) { $0.processes[i].isStopped = false })
        continue
      }
      if state.accidents > 0 {
        all.append(changed(state) { ($0.processes[i].isStopped, $0.accidents) = (true, state.accidents - 1) })
        all.append(changed(state) { ($0.processes[i].isDead, $0.accidents) = (true, state.accidents - 1) })
      }
      all += try steps(of: i, in: state)
    }
    return all
  }

  private func changed(_ state: State, _ change: (inout State) -> Void) -> State {
    var state = state
    change(&state)
    return state
  }

  private func steps(of i: Int, in state: State) throws -> [State] {
    var next = state
    switch state.processes[i].stage {
    case .claiming(var attempt):
      var files = MemoryFiles(state: state, process: i, exploration: self)
      var givenUp: Int?
      switch attempt.stage {
      case .lookingAbove(let own, _) where mistake == .`does not look above`:
        next.processes[i].stage = begin(own, state)
        return [next]
      case .lookingBelow(let own, _) where mistake == .`does not look below`:
        next.processes[i].stage = begin(own, state)
        return [next]
      default: break
      }
      try attempt.step(&files) { _, holder in
        // One that is stopped for long is given up as one that is dead.
        let other = state.processes[holder.process]
        guard other.isDead || other.isStopped || other.stage == .over else { return false }
        givenUp = holder.process
        return true
      }
      next = files.state
      if let givenUp { next.processes[givenUp].isGivenUp = true }
      switch attempt.stage {
      case .held(let level):
        if level > 0 { outcomes.insert(.takenOver) }
        next.processes[i].stage = begin(level, next)
      case .refused:
        outcomes.insert(.refused)
        next.processes[i].stage = .over
      default: next.processes[i].stage = .claiming(attempt)
      }
      return [next]
    case .working(let level):
      // It is done, or has failed.
      var failed = next
      outcomes.insert(.failed)
      failed.processes[i].stage = .releasing(ClaimRelease(held: level, isDone: false), level)
      if state.processes[i].isGivenUp, next.files.contains(where: { $0.key > level && $0.value != .waived }) {
        outcomes.insert(.lost)
      }
      next.isDone = true
      next.processes[i].stage = .releasing(ClaimRelease(held: level, isDone: true), level)
      return [next, failed]
    case .releasing(var release, let level):
      var files = MemoryFiles(state: state, process: i, exploration: self)
      try release.step(&files)
      next = files.state
      next.processes[i].stage = release.isOver ? .over : .releasing(release, level)
      return [next]
    case .over: return []
    }
  }

  /// Who holds it looks whether it is done.
  private func begin(_ level: Int, _ state: State) -> Process.Stage {
    if state.isDone { outcomes.insert(.foundDone) }
    return state.isDone ? .releasing(ClaimRelease(held: level, isDone: true), level) : .working(level)
  }

  struct MemoryFiles: ClaimFiles {
    var state: State
    let process: Int
    let exploration: Exploration

    private var own: Holder { Holder(process: process, attempt: state.processes[process].attempt) }

    mutating func make(_ level: Int) -> Bool {
      guard state.files[level] == nil else { return false }
      state.files[level] = .holder(own)
      return true
    }

    func content(_ level: Int) -> ClaimContent<Holder>? { state.files[level] }

    mutating func remove(_ level: Int) -> Bool {
      guard let content = state.files.removeValue(forKey: level) else { return false }
      if content == .holder(own) {
        state.processes[process].attempt += 1
      } else if !state.isDone {
        exploration.violations.insert("one removes another's")
      }
      return true
    }

    mutating func waive() {
      for (level, content) in state.files where content == .holder(own) { state.files[level] = .waived }
      state.processes[process].attempt += 1
    }
  }
}
