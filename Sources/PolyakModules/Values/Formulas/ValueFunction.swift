import HeavyBall
import LuaKit

/// A function of a whole value, not of each number in it: global, and a method of the classes whose values it takes.
///
///     sum(A, "rows")      A:sum("rows")
struct ValueFunction: Sendable {
  /// What it takes: a method of what it cannot take is none.
  enum Kind: Sendable { case vector, matrix }

  /// Help's example, and where it is tried: the call of numbers, as a function, a method and in a formula, and what it gives.
  struct Sample: Sendable {
    let operand: String
    /// The arguments behind it.
    var arguments = ""
    /// What is looked at in the result, such as "[2]".
    var part = ""
    let value: String

    func call(_ name: String) -> String {
      "\(name)(\(operand)\(arguments.isEmpty ? "" : ", ")\(arguments))\(part)"
    }
  }

  let name: String
  let summary: String
  let kinds: Set<Kind>
  let operand: Parameter<Operand>
  let parameters: [AnyParameter]
  let variadic: AnyParameter?
  let returns: LuaType
  let sample: Sample
  /// Whether it is of symbolic values too; else it refuses them.
  var isSymbolic = true
  /// Of two numbers, where it is quick.
  var quick: (@Sendable (Double, Double) -> Double)?
  let body: @Sendable (Operand, Call) throws -> Operand

  init(
    _ name: String, _ summary: String, of kinds: Set<Kind> = [.vector, .matrix], _ operand: Parameter<Operand>,
    _ parameters: [AnyParameter] = [], variadic: AnyParameter? = nil, returns: LuaType = ParameterType<Operand>.operand.type,
    sample: Sample, body: @escaping @Sendable (Operand, Call) throws -> Operand
  ) {
    (self.name, self.summary, self.kinds, self.operand) = (name, summary, kinds, operand)
    (self.parameters, self.variadic, self.returns, self.sample) = (parameters, variadic, returns, sample)
    self.body = body
  }

  var function: Function {
    let (operand, body) = (operand, body)
    let function = Function(
      name, summary, [operand] + parameters, variadic: variadic, returns: returns,
      example: "\(sample.call(name))  --> \(sample.value)"
    ) { call in try body(call[operand], call) }
    return quick.map { function.quick(numbers: $0) } ?? function
  }

  func method<T: OperandObject>(of type: T.Type) -> ClassMember<T> {
    let body = body
    return .method(name, summary, parameters, variadic: variadic, returns: returns) { object, call in
      try body(object.operand, call)
    }
  }
}

extension ValueFunction {
  /// Those that take a kind of value as methods of its class; all of them where none is given.
  static func methods<T: OperandObject>(of type: T.Type, taking kind: Kind? = nil) -> [ClassMember<T>] {
    all.filter { function in kind.map { function.kinds.contains($0) } ?? true }.map { $0.method(of: type) }
  }
}

/// An object that operations take.
protocol OperandObject: LuaObject {
  var operand: Operand { get }
}

extension VectorObject: OperandObject { var operand: Operand { .vector(vector) } }
extension MatrixObject: OperandObject { var operand: Operand { .matrix(matrix) } }
extension SymbolObject: OperandObject { var operand: Operand { .symbol(expression) } }

/// Operands that several functions have.
enum Operands {
  static let any = Parameter("x", .operand, "numbers")
  static let vector = Parameter("x", .operand, "a vector")
  static let matrix = Parameter("A", .operand, "a matrix")
  static let more = VariadicParameter("more", .operand, "further values")
  static let axis = Parameter(
    "axis", .choice(of: Axis.self), "\"rows\": for each row; \"columns\": for each column; of all numbers otherwise"
  ).optional
}
