import HeavyBall
import LuaKit

/// The step of a method that a Lua function makes, as formulas: `optim.define`.
struct TracedMethod {
  /// What is remembered, in the order of the names.
  private(set) var variables: [StateVariable]
  private let function: LuaFunction
  private let objective: Objective
  /// ∇L for the function's hands, of a symbolic point or of numbers.
  private let gradient: LuaFunction
  private let traced: TracedGradient

  /// What `gradient` stands for while a step is traced: the loss's on all rows, or on those of a batch.
  private final class TracedGradient {
    var graph: Graph?
    var at: ((Expression) -> Expression)?
  }

  init(_ function: LuaFunction, memory: [StartingValue], on objective: Objective, _ call: Call) throws {
    (self.function, self.objective) = (function, objective)
    traced = TracedGradient()
    gradient = try Self.gradient(of: objective, traced, call)
    variables = memory.map { StateVariable($0.name, $0.shape, values: $0.values) }
    // A number that becomes a vector in the first step is one in all: the shapes are found by tracing.
    for _ in 0...memory.count {
      let graph = objective.graph
      let (β, whole) = (objective.parameters, objective.gradient)
      let made = try trace(graph.input(.scalar) + 1, β, variables.map { graph.input($0.shape) }) {
        $0 == β ? whole : whole.substituting(β, with: $0)
      }
      let shapes = made.memory.map(\.shape)
      if shapes == variables.map(\.shape) { return }
      for (i, shape) in shapes.enumerated() where shape != variables[i].shape {
        guard let number = memory[i].number, variables[i].shape == .scalar else {
          throw StepFault(
            "the step returns \(shape) for '\(memory[i].name)', which was \(variables[i].shape) before")
        }
        variables[i] = StateVariable(memory[i].name, shape, initial: number)
      }
    }
  }

  static let step = Parameter(
    "step", .function,
    "called with the parameters, what is remembered, the step's number k (1 first) and gradient, the loss's at any point; "
      + "returns the next parameters and a table of what is to be remembered")

  private static func gradient(of objective: Objective, _ traced: TracedGradient, _ call: Call) throws -> LuaFunction {
    try call.state.function("gradient") { call -> LuaValue in
      switch Operand(call[0]) {
      case .symbol(let point)? where point.graph === traced.graph && point.shape == objective.parameters.shape:
        guard let gradient = traced.at else { throw LuaError("gradient: the step has been traced") }
        return .object(SymbolObject(gradient(point)))
      case .vector(let point)? where point.count == objective.dimension:
        return .object(VectorObject(objective.gradient(at: point)))
      case let operand:
        let got = operand?.description ?? call[0].briefly
        throw LuaError("gradient: expected a point of \(counted(objective.dimension, "parameter")), got \(got)")
      }
    }
  }

  // MARK: Tracing

  /// The formulas of a step.
  func trace(
    _ k: Expression, _ β: Expression, _ memory: [Expression], gradient: (Expression) -> Expression
  ) throws -> (β: Expression, memory: [Expression]) {
    try withoutActuallyEscaping(gradient) { gradient in
      (traced.graph, traced.at) = (β.graph, gradient)
      defer { (traced.graph, traced.at) = (nil, nil) }
      return try formulas(k, β, memory)
    }
  }

  private func formulas(
    _ k: Expression, _ β: Expression, _ memory: [Expression]
  ) throws -> (β: Expression, memory: [Expression]) {
    let graph = β.graph
    let (next, kept) = try made(
      .object(SymbolObject(β)), memory.map { .object(SymbolObject($0)) }, .object(SymbolObject(k)))
    guard let point = Operand(next)?.expression(in: graph), point.shape == β.shape else {
      throw StepFault("the step must return the next parameters, \(β.shape), got \(Self.words(next))")
    }
    let remembered = try zip(variables, kept).map { variable, value in
      guard let expression = Operand(value)?.expression(in: graph) else {
        throw StepFault(
          "the step must return what is to be remembered as '\(variable.name)', a number, vector or matrix, got "
            + Self.words(value))
      }
      return expression
    }
    return (point, remembered)
  }

  private static func words(_ value: LuaValue) -> String { Operand(value)?.description ?? value.briefly }

  /// What the function returns: the next point, and what it remembers in the variables' order.
  private func made(_ β: LuaValue, _ memory: [LuaValue], _ k: LuaValue) throws -> (next: LuaValue, memory: [LuaValue]) {
    guard let state = function.state else { throw StepFault("its state is closed") }
    let table = try state.table(
      of: zip(variables, memory).map { ($0.name, $1) }, each: "remembered value", in: "optim.define")
    let results = try function.call([β, .table(table), k, .function(gradient)])
    let kept = results.count > 1 ? results[1] : .nil
    if variables.isEmpty {
      if kept.isNil { return (results.first ?? .nil, []) }
      throw StepFault("the step returns \(kept.briefly) to be remembered, but 'memory' has no starting values")
    }
    guard let kept = kept.table else {
      let got = results.first.map { "\($0.briefly) and \(kept.briefly)" } ?? "nothing"
      throw StepFault("the step must return the next parameters and a table of what is to be remembered, got \(got)")
    }
    for (key, _) in kept where !variables.contains(where: { $0.name == key.text }) {
      throw StepFault(
        "the step returns \(key.briefly) to be remembered, which 'memory' has no starting value for")
    }
    return (results.first ?? .nil, variables.map { kept[$0.name] })
  }

  // MARK: Comparing

  /// Makes single steps by the formulas and by the function with numbers, which must agree.
  func compare(with iteration: Iteration) throws {
    guard let state = function.state else { return }
    var generator = RandomGenerator(seed: 0)
    for k in Self.compared(of: iteration) {
      let β = Vector((0..<objective.dimension).map { _ in generator.uniform() + 0.25 })
      // Values of one sign: what is remembered may stand under a root.
      let memory = variables.map { variable in
        k == 1 ? Vector(variable.initial) : Vector((0..<variable.shape.count).map { _ in generator.uniform() })
      }
      let start = Trajectory(
        resuming: β, step: k - 1, memory: Dictionary(uniqueKeysWithValues: zip(variables.map(\.name), memory)),
        of: objective, stepSize: 1)
      var options = RunOptions()
      options.recording = .last
      let traced = try iteration.run(from: start, steps: 1, options)
      let (next, kept) = try made(
        .object(VectorObject(β)), zip(variables, memory).map { Operand($1.elements, $0.shape).luaValue(in: state) }, .integer(k))
      guard traced.ending == .completed else {
        if ([next] + kept).allSatisfy({ Self.numbers($0)?.allSatisfy(\.isFinite) ?? true }) {
          throw StepFault(
            "in step \(k) the function gives finite numbers and its traced formula does not: \(Self.noFormula), and a number that is "
              + "not finite is one too where where(..) does not choose it")
        }
        continue
      }
      try check(next, traced.end, "the next parameters", step: k)
      for (variable, value) in zip(variables, kept) {
        try check(value, traced.memory[variable.name] ?? [], "'\(variable.name)'", step: k)
      }
    }
  }

  /// The steps at which the function and its formulas are compared: as many of the first ones, where a test for a single step is
  /// met, as take little time.
  private static func compared(of iteration: Iteration) -> [Int] {
    Array(1...min(256, max(5, 500_000 / max(iteration.workingCount, 1)))) + [1001, 100_000]
  }

  private static let noFormula =
    "a test of a symbolic value (if, ==, and, or) or a value that changes from call to call is no part of a formula"

  private func check(_ value: LuaValue, _ traced: Vector, _ what: String, step k: Int) throws {
    guard let plain = Self.numbers(value), plain.count == traced.count else {
      throw StepFault("the step returns \(value.briefly) for \(what) where it is called with numbers")
    }
    let tolerance = objective.graph.hasSingles ? 1e-3 : 1e-8
    let scale = plain.reduce(1e-6) { $1.isFinite ? max($0, $1.magnitude) : $0 }
    for (a, b) in zip(plain, traced) where !(a == b || a.isNaN && b.isNaN || (a - b).magnitude <= tolerance * scale) {
      throw StepFault(
        "in step \(k) the function gives \(formatted(a)) in \(what), its traced formula \(formatted(b)): "
          + Self.noFormula)
    }
  }

  private static func numbers(_ value: LuaValue) -> [Double]? {
    switch Operand(value) {
    case .number(let x)?: [x]
    case .vector(let v)?: v.elements
    case .matrix(let a)?: a.elements
    default: nil
    }
  }
}

/// A step that is none: what the function returns, or that it is no formula.
struct StepFault: Error, CustomStringConvertible {
  let message: String
  init(_ message: String) { self.message = message }
  var description: String { "optim.define: \(message)" }
}

extension TracedMethod {
  /// What is remembered, as a call gives it.
  struct StartingValue {
    let name: String
    let shape: Shape
    let values: [Double]
    /// Of a number alone, which stands for every element of whatever the step makes of it.
    var number: Double? { shape == .scalar ? values[0] : nil }
  }

  static let memory = Parameter(
    "memory", startingValues,
    "what is remembered, by name, with its values before the first step; a number stands for every element where the step "
      + "makes a vector or matrix of it"
  ).optional

  private static let startingValues = ParameterType<LuaTable>.table.map { table in
    try table.map { key, value in
      guard let name = key.text else { throw Mismatch("it has the key \(key.briefly), which is no name") }
      switch Operand(value) {
      case .number(let x)?: return StartingValue(name: name, shape: .scalar, values: [x])
      case .vector(let v)?: return StartingValue(name: name, shape: .vector(v.count), values: v.elements)
      case .matrix(let a)?:
        return StartingValue(name: name, shape: .matrix(rows: a.rows, columns: a.columns), values: a.elements)
      default: throw Mismatch("'\(name)' is \(value.briefly), not a number, vector or matrix")
      }
    }.sorted { $0.name < $1.name }
  }
}
