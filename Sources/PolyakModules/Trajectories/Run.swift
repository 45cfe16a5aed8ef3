import HeavyBall
import LuaKit

/// The parameters that `run`, `integrate` and `train` share: a start, a number of steps, how to record, stop and watch.
enum Run {
  static let start = Parameter("start", .points, "a point, a matrix with one in each row, or a trajectory to go on from")
  static let steps = Parameter("steps", .integer(in: stepRange), "how many steps")
  static let every = Parameter("every", recording, "keep every nth step, or \"last\" alone", default: .every(1))
  static let progress = Parameter(
    "progress", ParameterType.function.map(Progress.function).or(ParameterType.boolean.map { $0 ? .line : .none }),
    "called now and then with the steps done and the steps in all; false: no line on the terminal where a run is long, nor one a minute where there is none"
  ).optional
  static let memory = Parameter(
    "memory", .table,
    "what the method remembered at the start, as trajectory.memory has it: to go on from a point that was saved"
  ).optional
  static let step = Parameter(
    "step", .integer(in: 0...stepRange.upperBound), "the number of the start's step, where it is such a point", default: 0)

  static let recording = ParameterType.positiveInteger.map { RunOptions.Recording.every($0) }
    .or(ParameterType.string(oneOf: "last").map { _ in .last })
    .literal { recording in
      switch recording {
      case .every(let n): .integer(n)
      case .last: "last"
      }
    }

  static let stepRange = 1...1_000_000_000_000_000

  /// How a long run says how far it is.
  enum Progress {
    case function(LuaFunction)
    case line
    case none
  }

  /// A trajectory or an ensemble.
  struct Result: LuaRepresentable {
    let value: any LuaObject
    func luaValue(in state: LuaState) -> LuaValue { .object(value) }
  }
}

/// When a run ends before its last step.
struct StopRule {
  var loss: Double?
  var gradient: Double?
  var steps: Int?
  var function: LuaFunction?

  private static let loss = Parameter("loss", .finiteNumber, "at a loss this low").optional
  private static let gradient = Parameter("gradient", .nonNegativeNumber, "at a norm of the gradient this low").optional
  private static let steps = Parameter("steps", .positiveInteger, "after so many steps").optional

  static let parameter = Parameter(
    "stop",
    ParameterType.options(loss, gradient, steps) {
      StopRule(loss: try $0[loss], gradient: try $0[gradient], steps: try $0[steps])
    }.or(ParameterType.function.map { StopRule(function: $0) }),
    "stop at the first step, a flow at the very time, with a loss, or a norm of the gradient, that low; or a function of the "
      + "point and the step's number that returns true to stop; one that returns a number stops where that changes its sign, a "
      + "flow at the very time, which asks it of points between the steps, without a step's number"
  ).optional

  /// Whether steps are looked at on the way.
  var isWatching: Bool { loss != nil || gradient != nil || function != nil }

  /// The option that asks for the loss or its gradient at every step.
  var goal: String? { loss != nil ? Self.loss.name : gradient != nil ? Self.gradient.name : nil }

  /// - Parameters:
  ///   - start: Where a single run begins, and with which step.
  ///   - isFlow: Whether what runs has points between its steps.
  func apply(to options: inout RunOptions, from start: (point: Vector, step: Int)?, isFlow: Bool) throws(LuaError) {
    (options.lossGoal, options.gradientGoal) = (loss, gradient)
    guard let function, let start else { return }
    let value = { (β: Vector, step: Int?) throws(LuaError) -> LuaValue in
      try function.call([.object(VectorObject(β))] + (step.map { [.integer($0)] } ?? [])).first ?? .nil
    }
    if isFlow, try value(start.point, start.step).number != nil {
      options.stopValue = { try value($0, nil).number ?? .nan }
      return
    }
    var (wasPositive, hasBegun) = (Bool?.none, false)
    options.stop = { β, step in
      let found = try value(β, step)
      guard let x = found.number else { return found.isTrue }
      if !hasBegun, let before = try value(start.point, start.step).number, before != 0 { wasPositive = before > 0 }
      hasBegun = true
      if x.isNaN { return false }
      let hasChanged = wasPositive.map { x == 0 || $0 != (x > 0) } ?? false
      if x != 0 { wasPositive = x > 0 }
      return hasChanged
    }
  }
}
