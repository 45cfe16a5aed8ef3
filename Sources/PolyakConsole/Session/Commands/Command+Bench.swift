import HeavyBall
import LuaKit

extension Command {
  static let bench = Command(
    "bench", known: ["timeit"], .expression, "run it for a second, over and over: the median time, its spread, what was evaluated"
  ) {
    argument, session throws(LuaError) in
    let isExpression = (try? session.lua.load("return " + argument, name: "=")) != nil
    // In a loop of Lua's, for a call from here takes as long as many an expression. The newline ends a comment.
    let body = isExpression ? "local _ = (\(argument)\n)" : "do \(argument)\n end"
    let code = Array("for _ = 1, (...) do \(body) end".utf8)
    let loop = try session.compile(code, isExpression: false)
    session.transcript.add(note: ":bench " + argument + "   (run over and over; what that changed is not done again)")
    Terminal.write(try Measurement(of: loop, in: session).text + "\n")
  }
}

/// The times of one piece of code, run over and over for about a second.
private struct Measurement {
  /// Of one run, sorted.
  private var seconds: [Double] = []
  private let repetitions: Int
  /// In all the runs that were timed.
  private let evaluated: EvaluationCount

  init(of loop: LuaFunction, in session: Session) throws(LuaError) {
    let clock = ContinuousClock()
    func time(_ count: Int) throws(LuaError) -> Double {
      let start = clock.now
      _ = try session.call(loop, [.integer(count)])
      return (clock.now - start) / .seconds(1)
    }
    // Once for what only the first run does; then as many at a time as take ten milliseconds.
    _ = try time(1)
    var count = 1
    var last = try time(1)
    while last < 0.01, count < 1 << 30 {
      count = last < 0.001 ? count * 8 : Int(Double(count) * min(8, 0.012 / last) + 1)
      last = try time(count)
    }
    repetitions = count
    let start = clock.now
    let before = EvaluationCount.now
    repeat {
      seconds.append(try time(count) / Double(count))
    } while (clock.now - start) < .seconds(1) || seconds.count < 5
    evaluated = EvaluationCount.now - before
    seconds.sort()
  }

  private func quantile(_ p: Double) -> Double {
    let place = p * Double(seconds.count - 1)
    let lower = seconds[Int(place)], upper = seconds[min(Int(place) + 1, seconds.count - 1)]
    return lower + (upper - lower) * (place - place.rounded(.down))
  }

  var text: String {
    let times = repetitions == 1 ? counted(seconds.count, "run") : "\(seconds.count) times \(repetitions) runs"
    let counted = evaluated.words(perRunOf: seconds.count * repetitions)
    return "\(Duration.words(quantile(0.5)))  median; half of them within "
      + "\(Duration.words(quantile(0.25))) .. \(Duration.words(quantile(0.75))); \(times)"
      + (counted.isEmpty ? "" : "\n" + counted)
  }
}
