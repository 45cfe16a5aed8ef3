import HeavyBall
import LuaKit
import LuaPrompt

extension Command {
  static let time = Command("time", .expression, "run it once: how long it took, what was evaluated") {
    argument, session throws(LuaError) in
    var (seconds, evaluated) = (0.0, "")
    try session.run(argument) { function throws(LuaError) in
      let before = EvaluationCount.now
      let clock = ContinuousClock()
      let start = clock.now
      let values = try session.call(function)
      seconds = (clock.now - start) / .seconds(1)
      evaluated = (EvaluationCount.now - before).words()
      return values
    }
    Terminal.write(Duration.words(seconds) + (evaluated.isEmpty ? "" : "; " + evaluated) + "\n")
  }
}

extension EvaluationCount {
  /// "200 gradients, 12 Hessian products", in so many runs "... a run"; empty where there were none.
  func words(perRunOf runs: Int? = nil) -> String {
    let parts = Evaluation.allCases.filter { self[$0] != 0 }.map { kind in
      let count = Double(self[kind]) / Double(runs ?? 1)
      let text = count == count.rounded() && count < 1e15 ? String(Int(count)) : NumberStyle.text(count, digits: 4)
      return "\(text) \(count == 1 ? kind.words.one : kind.words.many)"
    }
    return parts.isEmpty ? "" : parts.joined(separator: ", ") + (runs == nil ? "" : " a run")
  }
}

extension Duration {
  /// "1.23 s", "45.6 ms", "7.89 us", "12.3 ns".
  static func words(_ seconds: Double) -> String {
    let units: [(Double, String)] = [(1, "s"), (1e-3, "ms"), (1e-6, "us")]
    let (unit, name) = units.first { seconds >= $0.0 } ?? (1e-9, "ns")
    return NumberStyle.text(seconds / unit, digits: 3) + " " + name
  }
}
