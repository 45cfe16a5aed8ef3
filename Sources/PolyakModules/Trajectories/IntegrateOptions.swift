import HeavyBall
import LuaKit

/// The options by which a flow or a system chooses a method, and what the method keeps to.
enum IntegrateOptions {
  private static let fixed = Integrators.fixedStep.map { $0.name }
  private static let adaptive = Integrators.adaptive.map(\.name)
  private static let adaptiveNames = adaptive.joined(separator: ", "), fixedNames = fixed.joined(separator: ", ")

  static let tolerances = ToleranceOptions { IntegratorOptions(precision: $0) }

  private static let method = Parameter(
    "method", .string(oneOf: Integrators.all.map(\.name)),
    "the integrator: \(adaptiveNames) choose their steps, \(fixedNames) do not; "
      + Integrators.all.map { "\($0.name) is \($0.summary)" }.joined(separator: "; "),
    default: DormandPrince853().name)
  private static let substeps = Parameter(
    "substeps", .integer(in: 1...1_000_000_000), "fixed-step methods: steps in each eta, or from each time to the next"
  ).optional(default: "\(FlowRun.defaultSubsteps)")
  private static let firstStep = Parameter("first_step", .positiveNumber, "adaptive methods: the first step to try").optional
  private static let maxStep = Parameter(
    "max_step", .positiveNumber,
    "adaptive methods: the longest step, in the flow's time, of which a step of heavy ball takes eta; features of the field "
      + "narrower than the steps may be stepped over"
  ).optional
  private static let maxSteps = Parameter(
    "max_steps", .positiveInteger,
    "adaptive methods: steps that may be tried"
  ).optional(default: LuaValue.integer(IntegratorOptions().maxSteps).briefly)
  static let dense = Parameter(
    "dense", .boolean, "keep the solution between the points, for trajectory:at(t); of flows by adaptive methods alone",
    default: false)

  /// What single methods can be given beside, by the method's name.
  private static let own: [(method: any AdaptiveMethod, settings: [SettingParameter])] = Integrators.adaptive.map { method in
    (method, type(of: method).settings.map { SettingParameter($0, prefix: method.name) })
  }

  static let parameters = parameters(tolerances)

  /// Those of a flow that has tolerances of its own where none are given.
  static func parameters(_ tolerances: ToleranceOptions) -> [AnyParameter] {
    [method, substeps] + tolerances.parameters + [firstStep, maxStep, maxSteps] + own.flatMap { $0.settings.map(\.parameter) } + [
      dense
    ]
  }

  /// The method that the options ask for.
  enum Choice {
    /// One of equal steps, and how many there are to be.
    case fixedStep(any ExplicitRungeKutta.Type, substeps: Int)
    case adaptive(any AdaptiveMethod, IntegratorOptions)
  }

  /// - Parameters:
  ///   - precision: of what is integrated.
  ///   - hasDense: Whether methods of equal steps can keep the solution between the points.
  ///   - tolerances: those among the call's parameters.
  static func choice(
    _ call: Call, precision: Precision, hasDense: Bool = false, tolerances: ToleranceOptions = tolerances
  ) throws -> Choice {
    let name = try call[method]
    for (method, settings) in own where method.name != name {
      for setting in settings where try call.has(setting.parameter) {
        throw call.error(
          "option '\(setting.parameter.name)' is for method '\(method.name)', not '\(name)'", at: setting.parameter)
      }
    }
    if let method = Integrators.fixedStep.first(where: { $0.name == name }) {
      let refused: [AnyParameter] = tolerances.parameters + [firstStep, maxStep, maxSteps] + (hasDense ? [] : [dense])
      for option in refused where try call.has(option) {
        throw call.error("option '\(option.name)' is for adaptive methods (\(adaptiveNames)), not '\(name)'", at: option)
      }
      return .fixedStep(method, substeps: try call[substeps] ?? FlowRun.defaultSubsteps)
    }
    if try call.has(substeps) {
      throw call.error(
        "option 'substeps' is for fixed-step methods (\(fixedNames)); '\(name)' chooses its steps by rtol and atol", at: substeps)
    }
    guard let (method, settings) = own.first(where: { $0.method.name == name }) else {
      throw call.error("no integrator '\(name)'")
    }
    var options = try tolerances.options(call, precision: precision)
    options.firstStep = try call[firstStep]
    options.maxStep = try call[maxStep]
    options.maxSteps = try call[maxSteps] ?? options.maxSteps
    options.keepsDenseOutput = try call[dense]
    return .adaptive(try call.make(settings) { method.configured(by: $0) }, options)
  }

  /// The method that the options ask for, equal steps being made so that what lies between them can be asked for.
  ///
  /// - Parameters:
  ///   - precision: of what is integrated.
  ///   - stepSize: the time of which a method of equal steps makes parts.
  ///   - hasFormula: whether the field is a formula, which some methods need.
  ///   - mostSteps: how many steps may be tried where nothing else is asked for.
  ///   - tolerances: those among the call's parameters.
  static func method(
    _ call: Call, precision: Precision, stepSize: Double, hasFormula: Bool = true, mostSteps: Int? = nil,
    tolerances: ToleranceOptions = tolerances
  ) throws -> (any AdaptiveMethod, IntegratorOptions) {
    switch try choice(call, precision: precision, hasDense: true, tolerances: tolerances) {
    case .adaptive(let method, var options):
      if let mostSteps, try call[maxSteps] == nil { options.maxSteps = mostSteps }
      if method.needsFormula, !hasFormula {
        let fitting = Integrators.adaptive.filter { !$0.needsFormula }.map(\.name) + fixed
        throw call.fault(
          at: Self.method,
          complaint: "must be one that takes a field's values alone (\(fitting.joined(separator: ", "))), got "
            + "'\(method.name)': the field has no formula to be differentiated")
      }
      return (method, options)
    case .fixedStep(let method, let substeps):
      var options = IntegratorOptions(precision: precision)
      options.keepsDenseOutput = try call[dense]
      return (FixedSteps(method, step: stepSize / Double(substeps)), options)
    }
  }
}
