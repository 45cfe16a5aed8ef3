/// A field β̇ = F(β; c), compiled for repeated evaluation.
///
///     let graph = Graph()
///     let b = graph.input(.vector(2))
///     let field = VectorField(-b.squared(), of: b)
///     field.value(at: [1, 2])        // [-1.0, -4.0]
///
/// c is a vector of constants: what the formula of a field that changes from time to time is multiplied by. Changing
/// c costs a copy, where another formula would have to be compiled. What a method needs beside F itself, the solution's
/// Taylor coefficients and the Jacobian, is derived from the formula and compiled when first asked for.
///
/// A field may be computed without a formula: see `ComputedField`.
///
/// Not for use by two threads at once.
public final class VectorField {
  /// How often a field was computed.
  struct Counts: Hashable {
    var evaluations = 0
    var expansions = 0
    var jacobians = 0
  }

  /// The number of elements of β.
  public let dimension: Int
  /// The formula; nil of a field that is computed.
  private let form: Form?
  let constants: Expression?
  /// Whether native code may round a product and the sum that it goes into once, not twice.
  let isFused: Bool
  /// c.
  private(set) var constantValues: [Double]
  var counts = Counts()

  private let source: Source
  private var expansions: [Int: SolutionExpansion] = [:]
  private var jacobian: FieldJacobian?

  /// Where ``evaluate(into:)`` reads β.
  ///
  /// Unsafe pointers here and below: methods evaluate fields in their innermost loops, where an array for every stage
  /// would cost more than the field of a small problem.
  let point: UnsafeMutablePointer<Double>
  private let output: UnsafeMutablePointer<Double>

  private typealias Form = (formula: Expression, parameters: Expression)

  /// What computes it, and what keeps ``point`` and the value alive.
  private enum Source {
    case program(Machine)
    case computed(any ComputedField, VectorStorage)
  }

  /// A field from its formula.
  ///
  /// - Parameters:
  ///   - β: the input that is the point.
  ///   - constants: the input that is c, zero until ``setConstants(_:)``.
  /// - Precondition: the formula is a vector of as many elements as β.
  public convenience init(_ formula: Expression, of β: Expression, constants: Expression? = nil, isFused: Bool = false) {
    self.init(formula, of: β, constants: constants, isFused: isFused) { () throws(Never) in }
  }

  /// The same, of a formula that may be long.
  ///
  /// - Parameter poll: called now and then; what it throws ends the work.
  init<E: Error>(
    _ formula: Expression, of β: Expression, constants: Expression? = nil, isFused: Bool = false,
    poll: () throws(E) -> Void
  ) throws(E) {
    precondition(formula.shape == β.shape, "a field of shape \(formula.shape) at a point of \(β.shape)")
    form = (formula, β)
    self.constants = constants
    self.isFused = isFused
    dimension = β.shape.count
    constantValues = Array(repeating: 0, count: constants?.shape.count ?? 0)
    let machine = Machine(
      try Program(outputs: [formula], inputs: [β] + (constants.map { [$0] } ?? []), isFused: isFused, poll: poll),
      counting: .field)
    source = .program(machine)
    point = machine.address(ofInput: 0)
    output = machine.address(ofOutput: 0)
  }

  /// A field that is computed without a formula.
  init(_ computed: any ComputedField) {
    (form, constants, isFused, constantValues) = (nil, nil, false, [])
    dimension = computed.dimension
    let storage = VectorStorage(count: 2, dimension: computed.dimension)
    source = .computed(computed, storage)
    (point, output) = (storage[0], storage[1])
  }

  /// F as a formula.
  ///
  /// - Precondition: the field has one, as all have but those that are computed.
  var formula: Expression { known.formula }
  /// β.
  var parameters: Expression { known.parameters }

  private var known: Form {
    guard let form else { preconditionFailure("a field with a formula") }
    return form
  }

  /// How often F was computed.
  public var evaluations: Int { counts.evaluations }

  /// Sets c, for all evaluations to come.
  ///
  /// - Precondition: the field has as many constants.
  public func setConstants(_ values: some Collection<Double>) {
    precondition(values.count == constantValues.count, "\(values.count) values for \(constantValues.count) constants")
    guard constants != nil else { return }
    constantValues = Array(values)
    if case .program(let machine) = source { machine.load(constantValues, input: 1) }
    for expansion in expansions.values { expansion.setConstants(constantValues) }
    jacobian?.setConstants(constantValues)
  }

  /// F(β).
  public func value(at β: Vector) -> Vector {
    precondition(β.count == dimension, "a point of \(β.count) elements for a field of \(dimension)")
    for (i, x) in β.enumerated() { point[i] = x }
    run()
    return Vector(UnsafeBufferPointer(start: output, count: dimension))
  }

  private func run() {
    switch source {
    case .program(let machine): machine.run()
    case .computed(let field, _): field.evaluate(at: point, into: output)
    }
    counts.evaluations += 1
  }

  /// F at ``point``.
  func evaluate(into result: UnsafeMutablePointer<Double>) {
    run()
    result.update(from: output, count: dimension)
  }

  /// F(β).
  func evaluate(at β: UnsafePointer<Double>, into result: UnsafeMutablePointer<Double>) {
    point.update(from: β, count: dimension)
    evaluate(into: result)
  }

  /// The coefficients of s, s², …, sⁿ in the solution from β, one vector after another.
  func expand(at β: UnsafePointer<Double>, order n: Int, into result: UnsafeMutablePointer<Double>) {
    let expansion = expansion(order: n) { () throws(Never) in }
    expansion.evaluate(at: β, into: result)
    counts.expansions += 1
  }

  /// What computes the coefficients, derived and compiled when it is first asked for.
  ///
  /// - Parameter poll: called now and then meanwhile; what it throws ends the work.
  @discardableResult
  func expansion<E: Error>(order n: Int, poll: () throws(E) -> Void) throws(E) -> SolutionExpansion {
    if let known = expansions[n] { return known }
    let made = try SolutionExpansion(self, order: n, poll: poll)
    expansions[n] = made
    return made
  }

  /// The same of the Jacobian.
  @discardableResult
  func jacobian<E: Error>(poll: () throws(E) -> Void) throws(E) -> FieldJacobian {
    if let jacobian { return jacobian }
    let made = try FieldJacobian(self, poll: poll)
    jacobian = made
    return made
  }

  /// The coefficients of s, s², …, sⁿ in the solution from β.
  public func taylorCoefficients(at β: Vector, order n: Int) -> [Vector] {
    var all = Array(repeating: 0.0, count: n * dimension)
    β.elements.withUnsafeBufferPointer { β in
      all.withUnsafeMutableBufferPointer { all in
        guard let start = β.baseAddress, let result = all.baseAddress else { return }
        expand(at: start, order: n, into: result)
      }
    }
    return (0..<n).map { Vector(all[$0 * dimension..<($0 + 1) * dimension]) }
  }

  /// ∂F/∂β at β, row after row.
  func evaluateJacobian(at β: UnsafePointer<Double>, into result: UnsafeMutablePointer<Double>) {
    jacobian { () throws(Never) in }.evaluate(at: β, into: result)
    counts.jacobians += 1
  }

  /// The inputs of programs that are derived from the formula.
  var inputs: [Expression] { [parameters] + (constants.map { [$0] } ?? []) }
}

extension IntegrationStatistics {
  mutating func add(_ after: VectorField.Counts, since before: VectorField.Counts) {
    evaluations += after.evaluations - before.evaluations
    expansions += after.expansions - before.expansions
    jacobians += after.jacobians - before.jacobians
  }
}
