/// A number of a method, as η and µ are: the same at every step, a formula of the step's number, or one for each member
/// of an ensemble.
///
///     HeavyBallMethod(stepSize: 1e-4, momentum: .schedule { k in (k - 1) / (k + 2) })
///     HeavyBallMethod(stepSize: .members([1e-4, 2e-4]), momentum: 0.7)
public struct Coefficient: Sendable {
  enum Kind {
    case constant(Double)
    case schedule(Schedule)
    case members(Vector)
  }

  let kind: Kind

  /// The same number at every step and for every member; literals are such numbers too.
  public static func constant(_ value: Double) -> Coefficient { Coefficient(kind: .constant(value)) }

  /// A formula of k, the number of the step, 1 first.
  public static func schedule(_ formula: (Expression) -> Expression) -> Coefficient { Coefficient(Schedule(formula)) }

  /// A number for each member of an ensemble. The method then makes ensembles alone.
  ///
  /// - Precondition: there is at least one.
  public static func members(_ values: Vector) -> Coefficient {
    precondition(values.count > 0, "a number for every member")
    return Coefficient(kind: .members(values))
  }

  /// A schedule that has been traced.
  public init(_ schedule: Schedule) { kind = .schedule(schedule) }

  private init(kind: Kind) { self.kind = kind }

  /// The number that it is at every step and for every member; nil where it changes.
  public var constant: Double? { if case .constant(let value) = kind { value } else { nil } }

  /// The formula of the step's number that it is; nil of others.
  public var schedule: Schedule? { if case .schedule(let schedule) = kind { schedule } else { nil } }

  /// The numbers of the members; nil where all have the same.
  public var members: Vector? { if case .members(let values) = kind { values } else { nil } }

  /// What it is in step k, 1 first; of the first member where members differ.
  public func value(at k: Int) -> Double {
    switch kind {
    case .constant(let value): value
    case .schedule(let schedule): schedule.value(at: k)
    case .members(let values): values[0]
    }
  }

  /// The time at which step k ends, of steps that take what it is: kη, or η(1) + … + η(k).
  ///
  /// - Complexity: of a schedule an evaluation for every step past the last that was asked for.
  public func time(ofStep k: Int) -> Double { schedule?.sum(through: k) ?? Double(k) * value(at: 1) }

  /// The number with its sign turned.
  static prefix func - (a: Coefficient) -> Coefficient {
    switch a.kind {
    case .constant(let value): .constant(-value)
    case .schedule(let schedule): .schedule { -schedule.formula($0) }
    case .members(let values): .members(values * -1)
    }
  }

  /// The same for one member.
  func member(_ i: Int) -> Coefficient { members.map { .constant($0[i]) } ?? self }

  /// What stands in the formulas of a step: a scalar of the step's graph, `momentum(k) * memory[0]`.
  public func callAsFunction(_ step: StepNumber) -> Expression {
    switch kind {
    case .constant(let value): step.graph.constant(value)
    case .schedule(let schedule): schedule.formula(step.number)
    case .members(let values): step.input(of: values)
    }
  }
}

extension Coefficient: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
  public init(floatLiteral value: Double) { self = .constant(value) }
  public init(integerLiteral value: Int) { self = .constant(Double(value)) }
}

/// The number of the step that formulas are of, and what else changes from step to step or from member to member.
public final class StepNumber {
  let graph: Graph
  private var counted: Expression?
  private(set) var inputs: [(values: Vector, input: Expression)] = []

  init(in graph: Graph) { self.graph = graph }

  /// How many steps have been made, where a formula asks for it: an input.
  private(set) lazy var made: Expression = {
    let input = graph.input(.scalar)
    counted = input
    return input
  }()

  /// k, 1 in the first step.
  public var number: Expression { made + 1 }

  /// Whether a formula asked.
  var isUsed: Bool { counted != nil }

  /// The input that holds each member's number; one for equal vectors.
  func input(of values: Vector) -> Expression {
    if let known = inputs.first(where: { $0.values == values }) { return known.input }
    let input = graph.input(.scalar)
    inputs.append((values, input))
    return input
  }
}
