/// What a claim does with the files of its levels, one thing at a time. Each file says who has made it.
protocol ClaimFiles<Holder> {
  /// What a file says of its maker.
  associatedtype Holder: Hashable

  /// Makes a level's file, the caller's own. False where there is such a file.
  mutating func make(_ level: Int) throws(SystemError) -> Bool
  func content(_ level: Int) throws(SystemError) -> ClaimContent<Holder>?
  /// Whether there was such a file.
  @discardableResult mutating func remove(_ level: Int) throws(SystemError) -> Bool
  /// Writes into the caller's own file, whatever its name is by now, that it claims nothing.
  mutating func waive() throws(SystemError)
}

enum ClaimContent<Holder: Hashable>: Hashable {
  case holder(Holder)
  /// It claims nothing, for good.
  case waived
}

/// The steps by which something is claimed, by several processes at a time, any of which may end or pause between any two.
///
/// A claim is a file of level 0, which its holder makes and takes away. A file whose holder is gone is left as it is, and one of
/// the next level is made beside it; for between a look at a file and its removal, another may have come in its place. The holder
/// is whoever has made the highest level that is not waived. So that this is one alone:
///
/// - Level 0 is removed by its maker alone, the others by nobody, which waives them instead, before what is claimed is done. Once it
///   is, everybody may remove everything: whoever makes a claim then finds it done.
/// - So no level above 0 is missing below one that there is.
/// - Who has made a file looks then whether those above it are waived, and whether those below are still those that were found to be
///   left. Of two that come at the same time, at least one sees the other, and withdraws.
///
/// A value that does one thing with the files at each step, so that a test can go through all orders of the steps of several.
struct ClaimAttempt<Holder: Hashable>: Hashable {
  enum Stage: Hashable {
    case making(Int)
    case reading(Int)
    /// Looks at a level above its own.
    case lookingAbove(own: Int, Int)
    case lookingBelow(own: Int, Int)
    /// Gives up its own level, to go on above, or not at all.
    case withdrawing(own: Int, next: Int?)
    case held(Int)
    case refused
  }

  private(set) var stage = Stage.making(0)
  /// Whose the levels are that were found to be left.
  private var left: [Int: Holder] = [:]
  /// Files that come and go are no reason to go on for ever.
  private var turns = 0

  var isOver: Bool {
    switch stage {
    case .held, .refused: true
    default: false
    }
  }

  /// - Parameter isLeft: Whether a holder has left its file for good.
  mutating func step<Files: ClaimFiles>(_ files: inout Files, isLeft: (Int, Holder) -> Bool) throws(SystemError)
  where Files.Holder == Holder {
    switch stage {
    case .making(let level):
      turns += 1
      if turns > 1000 {
        stage = .refused
      } else {
        stage = try files.make(level) ? .lookingAbove(own: level, level + 1) : .reading(level)
      }
    case .reading(let level):
      switch try files.content(level) {
      case nil: stage = .making(level)
      case .waived: stage = .making(level + 1)
      case .holder(let holder):
        guard isLeft(level, holder) else {
          stage = .refused
          return
        }
        left[level] = holder
        stage = .making(level + 1)
      }
    case .lookingAbove(let own, let level):
      switch try files.content(level) {
      case nil: stage = .lookingBelow(own: own, 0)
      case .waived: stage = .lookingAbove(own: own, level + 1)
      case .holder: stage = .withdrawing(own: own, next: level)
      }
    case .lookingBelow(let own, let level):
      if level == own {
        stage = .held(own)
      } else {
        switch try files.content(level) {
        case .holder(let holder) where holder != left[level]: stage = .withdrawing(own: own, next: nil)
        default: stage = .lookingBelow(own: own, level + 1)
        }
      }
    case .withdrawing(let own, let next):
      if own == 0 { try files.remove(0) } else { try files.waive() }
      left[own] = nil
      stage = next.map { .reading($0) } ?? .refused
    case .held, .refused: break
    }
  }
}

/// The steps by which a claim is given up.
struct ClaimRelease: Hashable {
  private let held: Int
  /// Whether what was claimed is done.
  private let isDone: Bool
  private var level = 0
  private(set) var isOver = false

  init(held: Int, isDone: Bool) { (self.held, self.isDone) = (held, isDone) }

  mutating func step<Files: ClaimFiles>(_ files: inout Files) throws(SystemError) {
    if isDone {
      isOver = try !files.remove(level) && level > held
      level += 1
    } else {
      if held == 0 { try files.remove(0) } else { try files.waive() }
      isOver = true
    }
  }
}
