import HeavyBall
import LuaKit

/// Parameters that the functions of several modules share.
enum Parameters {
  static let eta = Parameter(Settings.stepSize.name, .positiveNumber, Settings.stepSize.summary)
  static let mu = Parameter(Settings.momentum.name, .number(in: 0..<1), Settings.momentum.summary)
  static let beta = Parameter("beta", .vector, "the point")
  static let seed = Parameter("seed", .integer(in: 0...), "of the generator", default: 0)
  static let file = Parameter("path", .path, "the file")
  static let fma = Parameter(
    "fma", .boolean,
    "machine code rounds a product and the sum it goes into once: faster, and not the interpreter's result to the last bit; "
      + "nothing where there is no machine code (see diagnostics.machine_code), so that bits depend on the machine",
    default: false)
}
