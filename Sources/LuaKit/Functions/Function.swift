/// A Swift function for Lua, declared once: its binding, checks, help, completion, editor stubs and tests follow from it.
///
///     let mu = Parameter("mu", in: 0..<1, "momentum")
///     Function("radius", "The largest η·|λ| for which the flow's series converges on a quadratic: (1 - √µ)².", [mu],
///       returns: .number, example: "hbf.radius(0.7)  --> 0.0266799") { call in
///       Radius.value(momentum: try call[mu])
///     }
public struct Function: Sendable {
  /// Pushes its results, answers how many.
  typealias Body = @Sendable (Call) throws -> Int

  /// Without the module: "radius".
  public package(set) var name: String
  /// What help says of it: a sentence.
  public package(set) var summary: String
  /// By position first, then the variadic one, then the options.
  public let parameters: [ParameterDeclaration]
  /// What it returns, for help and stubs; nil where that is nothing.
  public let returns: LuaType?
  /// Lua code that runs, with what it gives behind `-->`.
  public let example: String?
  let body: Body

  /// What the results depend on beside the arguments, "files".
  public private(set) var outsideCause: String?

  /// What follows the summary in help, a text for each paragraph.
  package var details: [String] = []
  /// The options of each table that its table of options lists: `plot{{x = t, y = a}, log = "y"}`.
  package var entryOptions: [AnyParameter] = []
  /// Other ways to call it.
  package var overloads: [Function] = []
  /// Whether it is called as `value:name()`; of functions that a module's file has beside those behind a dot.
  package var isMethod = false
  /// Where a Lua function is defined, by which a value is known to be this.
  package var place: Place?

  package struct Place: Hashable, Sendable {
    /// The chunk's name: "@stdlib/plot.lua".
    let source: String
    let line: Int

    package init(source: String, line: Int) { (self.source, self.line) = (source, line) }
  }

  /// Tried before anything else, where the arguments are just numbers.
  var unary: (@Sendable (Double) -> Double)?
  var binary: (@Sendable (Double, Double) -> Double)?

  /// - Parameters:
  ///   - arguments: By position. Those behind the first that may be absent may be absent too.
  ///   - variadic: Any number of arguments behind them.
  ///   - options: The fields of the table that is the last argument.
  ///   - returns: For help and stubs; nil where it returns nothing.
  ///   - example: Lua code that runs, with what it gives behind `-->`.
  ///   - body: Gets checked arguments; returns a value, ``Results``, or nothing.
  public init<R: LuaReturnable>(
    _ name: String, _ summary: String, _ arguments: [AnyParameter] = [], variadic: AnyParameter? = nil,
    options: [AnyParameter] = [],
    returns: LuaType? = nil, example: String? = nil, body: @escaping @Sendable (Call) throws -> R
  ) {
    self.init(
      name, summary, Self.declarations(arguments, variadic, options), returns: returns, example: example
    ) { call in try body(call).pushResults(to: call.state) }
  }

  /// The same with nothing as result.
  public init(
    _ name: String, _ summary: String, _ arguments: [AnyParameter] = [], variadic: AnyParameter? = nil,
    options: [AnyParameter] = [],
    returns: LuaType? = nil, example: String? = nil, body: @escaping @Sendable (Call) throws -> Void
  ) {
    self.init(
      name, summary, Self.declarations(arguments, variadic, options), returns: returns, example: example
    ) { call in
      try body(call)
      return 0
    }
  }

  /// One that is only documented here: calling it is an error.
  package static func documented(
    _ name: String, _ summary: String, _ parameters: [ParameterDeclaration], returns: LuaType? = nil, example: String? = nil
  ) -> Function {
    Function(name, summary, parameters, returns: returns, example: example) { _ throws -> Int in
      throw LuaError("\(name) is only documented here")
    }
  }

  static func declarations(
    _ arguments: [AnyParameter], _ variadic: AnyParameter?, _ options: [AnyParameter]
  ) -> [ParameterDeclaration] {
    arguments.map { ParameterDeclaration(role: .positional, parameter: $0) }
      + (variadic.map { [ParameterDeclaration(role: .variadic, parameter: $0)] } ?? [])
      + options.map { ParameterDeclaration(role: .option, parameter: $0) }
  }

  init(
    _ name: String, _ summary: String, _ parameters: [ParameterDeclaration], returns: LuaType?, example: String?,
    pushing body: @escaping Body
  ) {
    self.name = name
    self.summary = summary
    self.parameters = parameters
    self.returns = returns
    self.example = example
    self.body = body
  }

  /// The same function, whose results depend on something beside its arguments: "files", "the time". A prompt says so of what
  /// is saved.
  public func dependent(on cause: String) -> Function {
    var copy = self
    copy.outsideCause = cause
    return copy
  }

  /// The same function with a short cut: called with one number, it answers `number(x)` with no check and no allocation.
  public func quick(number: @escaping @Sendable (Double) -> Double) -> Function {
    var copy = self
    copy.unary = number
    return copy
  }

  /// The same with two numbers.
  public func quick(numbers: @escaping @Sendable (Double, Double) -> Double) -> Function {
    var copy = self
    copy.binary = numbers
    return copy
  }
}
