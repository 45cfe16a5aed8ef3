/// A system of ordinary differential equations ẋ = f(t, x; p).
///
///     let system = EquationSystem(name: "pendulum", dimension: 2, parameters: [.init("g", .scalar, [9.81])]) { t, x, p in
///       .concatenation([x[1], -p[0] * .sin(x[0])])
///     }
///     let solution = try system.solve(from: [1, 0], times: .equal(from: 0, to: 10, count: 101))
///
/// Methods integrate autonomous fields. One that depends on the time becomes one: t is an element of what is integrated,
/// with ṫ = 1, so that Taylor's series are in t too and a Rosenbrock method's Jacobian has ∂f/∂t. Parameters and the
/// direction of time are inputs of what is compiled, once for all of their values.
///
/// Not for use by two threads at once.
public final class EquationSystem {
  /// A part of p.
  public struct Parameter: Hashable, Sendable {
    public let name: String
    public let shape: Shape
    /// Its value where a solution is given no other, row after row.
    public let values: [Double]

    /// - Precondition: there are as many values as the shape has elements.
    public init(_ name: String, _ shape: Shape, _ values: [Double]) {
      precondition(values.count == shape.count, "\(shape) has \(shape.count) values")
      (self.name, self.shape, self.values) = (name, shape, values)
    }
  }

  public let name: String
  /// The number of elements of x.
  public let dimension: Int
  public let parameters: [Parameter]
  public var precision: Precision { graph.precision }

  let graph = Graph()
  let time: Expression
  let point: Expression
  /// p, and the direction of time, 1 or −1, behind it.
  let constants: Expression
  /// f.
  let formula: Expression
  /// Whether f changes with t.
  public let dependsOnTime: Bool

  /// By whether t is an element of what is integrated.
  private var knownFields: [Bool: VectorField] = [:]
  private var knownPrograms: [String: Program] = [:]

  /// A system from its formula.
  ///
  /// - Parameter build: f of t, a number, of x, a vector, and of the parameters in their shapes.
  /// - Throws: what `build` throws.
  /// - Precondition: there is at least one element; what `build` returns is a vector of as many as x has.
  public init(
    name: String, dimension: Int, parameters: [Parameter] = [],
    build: (_ t: Expression, _ x: Expression, _ p: [Expression]) throws -> Expression
  ) rethrows {
    precondition(dimension > 0, "a system of \(dimension) equations")
    (self.name, self.dimension, self.parameters) = (name, dimension, parameters)
    (time, point) = (graph.input(.scalar), graph.input(.vector(dimension)))
    constants = graph.input(.vector(parameters.reduce(1) { $0 + $1.shape.count }))
    formula = try build(time, point, Self.parts(of: constants, parameters))
    precondition(formula.shape == .vector(dimension) && formula.graph === graph, "a field of the system's shape")
    dependsOnTime = graph.reachable(from: [formula.node]).contains(time.node)
  }

  private static func parts(of constants: Expression, _ parameters: [Parameter]) -> [Expression] {
    var start = 0
    return parameters.map { parameter in
      defer { start += parameter.shape.count }
      return constants.slice(from: start, parameter.shape)
    }
  }

  /// A formula of the system's inputs, such as one whose zero ends a solution.
  public func expression<Result>(
    _ build: (_ t: Expression, _ x: Expression, _ p: [Expression]) throws -> Result
  ) rethrows -> Result {
    try build(time, point, Self.parts(of: constants, parameters))
  }

  /// A formula by ``expression(_:)``, a number, at a time and a point.
  ///
  /// - Parameter values: p, all of its numbers.
  public func value(of formula: Expression, at t: Double, _ x: Vector, parameters values: [Double]) -> Double {
    let machine = Machine(Program(outputs: [formula], inputs: [time, point, constants]))
    machine.load([t], input: 0)
    machine.load(x, input: 1)
    machine.load(values + [1], input: 2)
    machine.run()
    return machine.number(ofOutput: 0)
  }

  /// f at a time and a point.
  ///
  /// - Parameter values: p, all of its numbers; those it was made with where nil.
  public func value(at t: Double, _ x: Vector, parameters values: [Double]? = nil) -> Vector {
    let field = field(hasTime: dependsOnTime) { () throws(Never) in }
    field.setConstants((values ?? initialParameters) + [1])
    return Vector(field.value(at: Vector(dependsOnTime ? x.elements + [t] : x.elements)).prefix(dimension))
  }

  /// p as it was given.
  var initialParameters: [Double] { parameters.flatMap(\.values) }

  /// The autonomous field of x, and of t behind it, in the direction of time.
  ///
  /// - Parameter poll: called now and then while it is compiled; what it throws ends the work.
  /// - Precondition: it has the time where f changes with it.
  func field<E: Error>(hasTime: Bool, poll: () throws(E) -> Void) throws(E) -> VectorField {
    precondition(hasTime || !dependsOnTime, "a field of the time without it")
    if let known = knownFields[hasTime] { return known }
    let direction = constants[constants.shape.count - 1]
    var (state, formula) = (point, formula * direction)
    if hasTime {
      state = graph.input(.vector(dimension + 1))
      formula = try formula.substituting(point, with: state.slice(from: 0, .vector(dimension)), poll: poll)
        .substituting(time, with: state[dimension], poll: poll)
      formula = .concatenation([formula, direction])
    }
    let field = try VectorField(formula, of: state, constants: constants, poll: poll)
    knownFields[hasTime] = field
    return field
  }

  /// A step of a method of equal steps: x, then t₀, h and the number k of steps made since t₀, then the constants.
  ///
  /// The time of a step is t₀ + kh, so that no rounding adds up.
  ///
  /// - Parameter poll: called now and then while it is compiled; what it throws ends the work.
  func program<E: Error>(
    of method: any ExplicitRungeKutta.Type, poll: () throws(E) -> Void
  ) throws(E) -> Program {
    if let known = knownPrograms[method.name] { return known }
    let clock = graph.input(.vector(3))
    let (start, h, k) = (clock[0], clock[1], clock[2])
    let t = start + k * h
    let tableau = method.tableau
    var stages = [try field(at: point, t, poll: poll)]
    for row in tableau.a {
      let c = row.reduce(0, +)
      stages.append(try field(at: moved(by: row, stages, h), c == 0 ? t : t + h * c, poll: poll))
    }
    let program = try Program(
      step: [moved(by: tableau.b, stages, h), .concatenation([start, h, k + 1]), constants],
      of: [point, clock, constants], isFused: false, poll: poll)
    knownPrograms[method.name] = program
    return program
  }

  private func field<E: Error>(
    at x: Expression, _ t: Expression, poll: () throws(E) -> Void
  ) throws(E) -> Expression {
    let moved = x == point ? formula : try formula.substituting(point, with: x, poll: poll)
    return try moved.substituting(time, with: t, poll: poll)
  }

  /// x + h Σ w_i k_i.
  private func moved(by weights: [Double], _ stages: [Expression], _ h: Expression) -> Expression {
    var sum: Expression?
    for (weight, stage) in zip(weights, stages) where weight != 0 {
      let term = stage * weight
      sum = sum.map { $0 + term } ?? term
    }
    return sum.map { point + h * $0 } ?? point
  }
}
