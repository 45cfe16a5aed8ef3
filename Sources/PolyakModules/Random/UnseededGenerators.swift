internal import PolyakPlatform
import HeavyBall
import Synchronization

/// Where generators that are made without a seed take it: from the system, or, in a session that can be done again, from a
/// generator whose seed is known.
public enum UnseededGenerators {
  private struct Source {
    var generator: RandomGenerator
    let process: pid_t
    var count = 0
  }

  private static let source = Mutex<Source?>(nil)

  /// Has them take what `random.new(seed):integers(0, math.maxinteger)` gives, one after another.
  public static func follow(seed: Int) {
    source.withLock { $0 = Source(generator: RandomGenerator(seed: seed), process: getpid()) }
  }

  /// How many have been made since.
  public static var count: Int { source.withLock { $0?.count ?? 0 } }

  static func next() -> Int {
    source.withLock { source in
      // Copies of this process would all go on alike.
      guard source != nil, source?.process == getpid() else { return Int.random(in: 0...Int.max) }
      source?.count += 1
      return source?.generator.integer(in: 0...Int.max) ?? 0
    }
  }
}
