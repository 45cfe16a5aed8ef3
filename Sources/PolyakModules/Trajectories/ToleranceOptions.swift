import HeavyBall
import LuaKit

/// The tolerances of adaptive methods as options, whose defaults depend on the loss's precision.
struct ToleranceOptions {
  private let relative, absolute: Parameter<Double?>
  private let defaults: @Sendable (Precision) -> IntegratorOptions

  /// - Parameter defaults: What they are where they are not given.
  init(_ defaults: @escaping @Sendable (Precision) -> IntegratorOptions) {
    self.defaults = defaults
    let (double, single) = (defaults(.double), defaults(.single))
    func option(
      _ name: String, _ type: ParameterType<Double>, _ value: KeyPath<IntegratorOptions, Double>, _ summary: String
    ) -> Parameter<Double?> {
      let words = [double, single].map { LuaValue.number($0[keyPath: value]).briefly }
      return Parameter(name, type, "adaptive methods: \(summary)")
        .optional(default: "\(words[0]), \(words[1]) for a loss in single precision")
    }
    relative = option("rtol", .positiveNumber, \.relativeTolerance, "error of a step relative to beta")
    absolute = option("atol", .nonNegativeNumber, \.absoluteTolerance, "what is added to rtol |beta_i|")
  }

  var parameters: [AnyParameter] { [relative, absolute] }

  /// An integrator's options with what a call has given.
  func options(_ call: Call, precision: Precision) throws -> IntegratorOptions {
    var options = defaults(precision)
    options.relativeTolerance = try call[relative] ?? options.relativeTolerance
    options.absoluteTolerance = try call[absolute] ?? options.absoluteTolerance
    return options
  }
}
