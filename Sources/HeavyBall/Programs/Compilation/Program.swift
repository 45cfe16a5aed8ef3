/// Expressions compiled for repeated evaluation.
///
/// A program is immutable and may be shared between threads; a ``Machine`` runs it.
///
///     let program = Program(outputs: [loss, gradient], inputs: [b])
///     let machine = Machine(program)
///     machine.load([2.8, 3.5], input: 0)
///     machine.run()
///     machine.output(1)      // the gradient
public struct Program: Sendable {
  enum Code: Sendable {
    case scalar(ScalarCode)
    case tensor(TensorCode)
  }

  let code: Code
  let precision: Precision
  /// Which elements hold each input and each output.
  let inputs: [Range<Int>]
  let outputs: [Range<Int>]
  /// How many inputs, the first, last from run to run. What depends on them alone is computed again only where they have
  /// changed, unless it is written out in scalars, where it costs less than to ask.
  let lastingCount: Int
  /// The code for the processor, where it has been written.
  let native = NativeProgram()
  /// Whether native code rounds a product and the sum that it goes into once, not twice: faster, and not to the last
  /// bit what the interpreter computes.
  let isFused: Bool

  /// Above how many scalar operations these outputs are run tensor by tensor: a thousand, or more where the tensors are
  /// so short that an operation on one costs as much as its scalars' own, up to what compiles in a moment.
  static func scalarLimit(of outputs: [Expression]) -> Int {
    max(1000, min(20_000, 8 * Scalarization.operationCount(of: outputs)))
  }

  /// A program that computes outputs from inputs.
  ///
  /// - Parameter isFused: whether native code may round a product and the sum that it goes into once, not twice.
  public init(outputs: [Expression], inputs: [Expression], isFused: Bool = false) {
    self.init(outputs: outputs, inputs: inputs, isFused: isFused) { () throws(Never) in }
  }

  /// The same, of formulas that may be long.
  ///
  /// - Parameters:
  ///   - lasting: how many inputs, the first, last from run to run: see ``lastingCount``. What is kept for this takes
  ///     memory.
  ///   - poll: called every thousand nodes or so; what it throws ends the work.
  init<E: Error>(
    outputs: [Expression], inputs: [Expression], lasting: Int = 0, isFused: Bool = false, poll: () throws(E) -> Void
  ) throws(E) {
    let ranges = Self.ranges(of: inputs, from: 0)
    try self.init(
      outputs, inputs, ranges, Self.ranges(of: outputs, from: ranges.last?.upperBound ?? 0),
      Self.scalarLimit(of: outputs), lasting, isFused, poll)
  }

  init(outputs: [Expression], inputs: [Expression], scalarLimit: Int, lasting: Int = 0, isFused: Bool = false) {
    let inputRanges = Self.ranges(of: inputs, from: 0)
    self.init(
      outputs, inputs, inputRanges, Self.ranges(of: outputs, from: inputRanges.last?.upperBound ?? 0), scalarLimit,
      lasting, isFused, { () throws(Never) in })
  }

  /// A program that computes the next state from a state, in place: run n times it makes n steps.
  ///
  /// - Precondition: output i has the shape of input i.
  public init(step outputs: [Expression], of state: [Expression], isFused: Bool = false) {
    self.init(step: outputs, of: state, scalarLimit: Self.scalarLimit(of: outputs), isFused: isFused)
  }

  init(step outputs: [Expression], of state: [Expression], scalarLimit: Int, isFused: Bool = false) {
    self.init(step: outputs, of: state, scalarLimit: scalarLimit, isFused: isFused) { () throws(Never) in }
  }

  /// The same; `poll` is called every thousand nodes or so, and what it throws ends the work.
  init<E: Error>(
    step outputs: [Expression], of state: [Expression], scalarLimit: Int? = nil, isFused: Bool,
    poll: () throws(E) -> Void
  ) throws(E) {
    precondition(outputs.map(\.shape) == state.map(\.shape), "a step returns a state of the same shapes")
    let ranges = Self.ranges(of: state, from: 0)
    try self.init(outputs, state, ranges, ranges, scalarLimit ?? Self.scalarLimit(of: outputs), 0, isFused, poll)
  }

  private init<E: Error>(
    _ outputs: [Expression], _ inputs: [Expression], _ inputRanges: [Range<Int>], _ outputRanges: [Range<Int>],
    _ scalarLimit: Int, _ lasting: Int, _ isFused: Bool, _ poll: () throws(E) -> Void
  ) throws(E) {
    self.isFused = isFused
    self.inputs = inputRanges
    self.outputs = outputRanges
    lastingCount = lasting
    let count = max(inputRanges.last?.upperBound ?? 0, outputRanges.last?.upperBound ?? 0)
    precision = outputs.first?.graph.precision ?? .double
    if precision == .double, Scalarization.cost(of: outputs) <= scalarLimit {
      let scalars = try Scalarization(of: outputs, inputs: inputs, poll: poll)
      code = .scalar(
        try ScalarCompiler.compile(
          outputs: Self.elements(scalars.outputs, outputRanges), inputs: Self.elements(scalars.inputs, inputRanges),
          registerCount: count, poll: poll))
    } else {
      code = .tensor(
        try TensorCode(
          outputs: zip(outputs, outputRanges).map { ($0, $1.lowerBound) },
          inputs: zip(inputs, inputRanges).map { ($0, $1.lowerBound) }, lasting: lasting, elementCount: count, poll: poll))
    }
  }

  private static func ranges(of expressions: [Expression], from start: Int) -> [Range<Int>] {
    var end = start
    return expressions.map {
      end += $0.shape.count
      return end - $0.shape.count..<end
    }
  }

  private static func elements(
    _ expressions: [[Expression]], _ ranges: [Range<Int>]
  ) -> [(value: Expression, register: Int)] {
    zip(expressions, ranges).flatMap { values, range in zip(values, range).map { ($0, $1) } }
  }

  /// How many of them inputs and outputs take, which are the first.
  var borderCount: Int { max(inputs.last?.upperBound ?? 0, outputs.last?.upperBound ?? 0) }

  /// How many bytes a machine of one member takes.
  var memory: Int {
    switch precision {
    case .double: 8 * elementCount
    case .single: 4 * elementCount + 8 * borderCount
    }
  }

  /// How many numbers a machine keeps for each member.
  var elementCount: Int {
    switch code {
    case .scalar(let code): code.registerCount
    case .tensor(let code): code.elementCount
    }
  }
}
