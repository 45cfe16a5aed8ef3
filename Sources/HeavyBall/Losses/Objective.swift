/// A loss with its derivatives, as formulas and as compiled programs.
///
///     let objective = Objective(ProductLoss(y: 0.6))
///     objective.value(at: [2.8, 3.5])          // 42.3
///     objective.gradient(at: [2.8, 3.5])
///     objective.derivative(at: β, along: [u, v])  // D²(∇L)(β)[u, v]
///
/// Formulas are made when first asked for, programs compiled when first run. Not for use by two threads at once.
public final class Objective {
  public let name: String
  public let dimension: Int
  public let graph: Graph
  /// What kind of numbers it is evaluated with.
  public var precision: Precision { graph.precision }
  /// β, the input.
  public let parameters: Expression
  /// L(β).
  public let value: Expression
  /// ∇L(β).
  public var gradient: Expression { gradient { () throws(Never) in } }
  private var knownGradient: Expression?

  /// The same formula as the mean over rows, where it is one.
  public private(set) lazy var rows = makeRows()
  private let makeRows: () -> RowFormula?

  private lazy var valueMachine = Machine(valueProgram, counting: .value)
  private var knownGradientProgram: Program?
  private var knownProductProgram: Program?
  private lazy var gradientMachine = Machine(gradientProgram { () throws(Never) in }, counting: .gradient)
  private(set) lazy var productMachine = Machine(productProgram { () throws(Never) in }, counting: .hessianProduct)
  /// By number of directions.
  private var derivatives: [Int: (directions: [Expression], value: Expression)] = [:]
  private var derivativePrograms: [Int: Program] = [:]
  var valueProgram: Program { valueProgram { () throws(Never) in } }
  private var knownValueProgram: Program?

  public convenience init(_ loss: some Loss) {
    self.init(name: type(of: loss).name, dimension: loss.dimension, rows: loss.rows) { loss.build($0) }
  }

  /// An objective from a formula.
  ///
  /// - Parameter rows: the same formula as the mean over rows, where it is one.
  /// - Precondition: `build` returns a scalar of the graph it was given.
  public convenience init<E: Error>(
    name: String, dimension: Int, rows: @autoclosure @escaping () -> RowFormula? = nil,
    build: (Expression) throws(E) -> Expression
  ) throws(E) {
    try self.init(name: name, dimension: dimension, rows: rows()) { (β) throws(E) in (try build(β), nil) }
  }

  /// The same with a formula of the gradient that costs less than reverse mode's would; nil leaves it to that.
  ///
  /// - Precondition: it is the gradient of the value.
  init<E: Error>(
    name: String, dimension: Int, rows: @autoclosure @escaping () -> RowFormula? = nil,
    build: (Expression) throws(E) -> (value: Expression, gradient: Expression?)
  ) throws(E) {
    makeRows = rows
    self.name = name
    self.dimension = dimension
    graph = Graph()
    parameters = graph.input(.vector(dimension))
    (value, knownGradient) = try build(parameters)
    precondition(value.shape == .scalar && value.graph === graph, "a loss is a number")
    precondition(knownGradient.map { $0.shape == parameters.shape } ?? true, "a gradient is a vector")
  }

  /// L of an expression of any graph, as a part of another loss.
  public func expression(at β: Expression) -> Expression { value.copied(replacing: parameters, with: β) }

  /// D^m(∇L)[v₁, …, v_m] of expressions of any graph, as a part of another loss: the gradient for no direction, the Hessian
  /// times v for one.
  ///
  /// - Parameter poll: called every thousand nodes or so; what it throws ends the work.
  public func derivativeExpression<E: Error>(
    at β: Expression, along directions: [Expression], poll: () throws(E) -> Void
  ) throws(E) -> Expression {
    let own = try derivative(directions.count, poll)
    return own.value.copied(replacing: [(parameters, β)] + zip(own.directions, directions).map { ($0, $1) })
  }

  /// D^m(∇L)[v₁, …, v_m] with the inputs that v₁, …, v_m are.
  private func derivative<E: Error>(
    _ m: Int, _ poll: () throws(E) -> Void
  ) throws(E) -> (directions: [Expression], value: Expression) {
    if let known = derivatives[m] { return known }
    let gradient = try gradient(poll: poll)
    let directions = (0..<m).map { _ in graph.input(.vector(dimension)) }
    let made = (directions, try gradient.derivative(withRespectTo: parameters, along: directions, poll: poll))
    derivatives[m] = made
    return made
  }

  /// ∇L(β), derived where it has not been.
  ///
  /// - Parameter poll: called every thousand nodes or so; what it throws ends the work.
  func gradient<E: Error>(poll: () throws(E) -> Void) throws(E) -> Expression {
    if let knownGradient { return knownGradient }
    let made = try value.gradient(withRespectTo: parameters, poll: poll)
    knownGradient = made
    return made
  }

  /// Derives and compiles what ``derivative(at:along:)`` needs for so many directions, where that has not been done: of a
  /// long formula it takes seconds, and an evaluation milliseconds.
  ///
  /// - Parameter poll: called every thousand nodes or so; what it throws ends the work, and nothing has changed.
  public func prepare<E: Error>(directions m: Int, poll: () throws(E) -> Void) throws(E) {
    _ = try program(directions: m, poll)
  }

  /// The same for ``value(at:)``.
  public func prepareValue<E: Error>(poll: () throws(E) -> Void) throws(E) { _ = try valueProgram(poll) }

  /// How many bytes ``value(at:)`` works in, which is taken the first time.
  public var valueMemory: Int { valueProgram.memory }

  /// How many bytes ``derivative(at:along:)`` works in for so many directions.
  public func memory(directions m: Int) -> Int { program(directions: m) { () throws(Never) in }.memory }

  private func program<E: Error>(directions m: Int, _ poll: () throws(E) -> Void) throws(E) -> Program {
    switch m {
    case 0: try gradientProgram(poll)
    case 1: try productProgram(poll)
    default: try derivativeProgram(m, poll)
    }
  }

  private func valueProgram<E: Error>(_ poll: () throws(E) -> Void) throws(E) -> Program {
    if let knownValueProgram { return knownValueProgram }
    let program = try Program(outputs: [value], inputs: [parameters], poll: poll)
    knownValueProgram = program
    return program
  }

  private func gradientProgram<E: Error>(_ poll: () throws(E) -> Void) throws(E) -> Program {
    if let knownGradientProgram { return knownGradientProgram }
    let program = try Program(outputs: [gradient(poll: poll)], inputs: [parameters], poll: poll)
    knownGradientProgram = program
    return program
  }

  func productProgram<E: Error>(_ poll: () throws(E) -> Void) throws(E) -> Program {
    if let knownProductProgram { return knownProductProgram }
    let (directions, product) = try derivative(1, poll)
    let program = try Program(
      outputs: [product, gradient(poll: poll)], inputs: [parameters] + directions, lasting: 1, poll: poll)
    knownProductProgram = program
    return program
  }

  /// L(β).
  public func value(at β: Vector) -> Double {
    let machine = valueMachine
    machine.load(β, input: 0)
    machine.run()
    return machine.number(ofOutput: 0)
  }

  /// ∇L(β).
  public func gradient(at β: Vector) -> Vector {
    let machine = gradientMachine
    machine.load(β, input: 0)
    machine.run()
    return machine.output(0)
  }

  /// D^m(∇L)(β)[v₁, …, v_m], a vector: the gradient for no direction, the Hessian times v for one.
  public func derivative(at β: Vector, along directions: [Vector]) -> Vector {
    if directions.isEmpty { return gradient(at: β) }
    if directions.count == 1 { return hessianProduct(at: β, with: directions[0]).product }
    let machine = Machine(derivativeProgram(directions.count), counting: .higherDerivative)
    machine.load(β, input: 0)
    for (i, direction) in directions.enumerated() { machine.load(direction, input: i + 1) }
    machine.run()
    return machine.output(0)
  }

  /// Inputs β, v₁, …, v_m; output D^m(∇L)(β)[v₁, …, v_m].
  func derivativeProgram(_ m: Int) -> Program { derivativeProgram(m) { () throws(Never) in } }

  func derivativeProgram<E: Error>(_ m: Int, _ poll: () throws(E) -> Void) throws(E) -> Program {
    if let program = derivativePrograms[m] { return program }
    let (directions, value) = try derivative(m, poll)
    let program = try Program(outputs: [value], inputs: [parameters] + directions, poll: poll)
    derivativePrograms[m] = program
    return program
  }
}
