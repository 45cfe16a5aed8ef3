import HeavyBall
import LuaKit

extension Command {
  static let time = Command("time", "expr", "run it once and say how long it took") { argument, session throws(LuaError) in
    let function = try session.compile(argument)
    let clock = ContinuousClock()
    let start = clock.now
    let values = try session.call(function)
    let seconds = (clock.now - start) / .seconds(1)
    session.show(values)
    Terminal.write(Duration.words(seconds) + "\n")
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
