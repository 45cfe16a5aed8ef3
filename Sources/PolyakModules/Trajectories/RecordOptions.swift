import HeavyBall
import LuaKit

/// The option `record` of a run: what is measured on the way.
enum RecordOptions {
  static let parameter = Parameter(
    "record", type,
    "what to measure at step 0, every nth and the last, kept in the trajectory's recorded: a quantity = n, or any name = "
      + "a function of the point, the step's number and a table of what the method remembers, that returns a number or a "
      + "vector, or {every = n, f = such a function}. Single runs only"
  ).optional

  /// Quantities by their names, and a function's under any other.
  private static let type = ParameterType<Entries>.fields(Quantities.all.map(quantity), others: own) { values in
    Entries(quantities: values.given(), functions: values.others())
  }

  struct Entries {
    let quantities: [(name: String, value: Int)]
    let functions: [(name: String, value: Own)]
  }

  struct Own {
    let every: Int
    let function: LuaFunction
    /// What errors call the function: `.f` behind the name, or the name alone.
    let place: String
  }

  private static let every = Parameter("every", .positiveInteger, "at every nth step")
  private static let function = Parameter(
    "f", .function, "of the point, the step's number and what the method remembers, returns a number or a vector")
  private static let own = ParameterType<LuaFunction>.function.map { Own(every: 1, function: $0, place: "") }
    .or(.options(every, function) { Own(every: try $0[every], function: try $0[function], place: "." + function.name) })
    .named("a function or {every, f}", annotation: "function|{every: integer, f: function}")

  private static let strayFunction = function.optional

  private static func quantity(_ quantity: any Quantity.Type) -> AnyParameter {
    let name = quantity.name
    let interval = ParameterType.options(every, strayFunction) { values in
      if try values[strayFunction] != nil {
        throw Flaw(complaint: "is measured as '\(name)' always is: give the function f another name")
      }
      return try values[every]
    }
    return Parameter(name, ParameterType.positiveInteger.or(interval), quantity.summary).optional
  }

  /// In the order of their names, which Lua's tables do not keep.
  ///
  /// - Parameter isFlow: whether a flow runs, and the iteration is the method that it models.
  static func observers(_ call: Call, on iteration: Iteration, isFlow: Bool = false) throws -> [any Observer] {
    guard let entries = try call[parameter] else { return [] }
    var observers: [any Observer] = try entries.quantities.compactMap { name, every in
      guard let quantity = Quantities.all.first(where: { $0.name == name }) else { return nil }
      if isFlow, quantity == StepSmoothnessQuantity.self {
        throw call.fault(at: parameter, name, complaint: "is for methods: a flow has no next step")
      }
      if let refusal = quantity.refusal(on: iteration) { throw call.fault(at: parameter, name, complaint: refusal) }
      return quantity.init(every: every)
    }
    observers += entries.functions.map { FunctionObserver($0.name, $0.value, call.name) }
    return observers.sorted { $0.name < $1.name }
  }
}

/// A quantity that a Lua function measures. An error in it is the run's.
private final class FunctionObserver: Observer {
  let name: String
  let every: Int
  private let function: LuaFunction
  private let caller: String
  private let place: String
  /// Elements of the vectors that it returns; nil of numbers, or before the first.
  private var width: Int?
  private var hasBegun = false

  init(_ name: String, _ own: RecordOptions.Own, _ caller: String) {
    (self.name, every, function, self.caller) = (name, own.every, own.function, caller)
    place = name + own.place
  }

  func observe(_ moment: Moment) throws -> Measurement {
    guard let state = function.state else { return .number(.nan) }
    let memory = state.makeTable()
    for (name, value) in moment.memory { memory[name] = .object(VectorObject(value)) }
    let value =
      try function.call([.object(VectorObject(moment.point)), .integer(moment.step), .table(memory)]).first ?? .nil
    let found: Measurement? =
      switch Operand(value) {
      case .number(let x)?: .number(x)
      case .vector(let v)?: .vector(v)
      default: value.table.flatMap { try? .vector(Vector($0.elements())) }
      }
    let count: Int? = if case .vector(let v)? = found { v.count } else { nil }
    guard let found, !hasBegun || width == count else {
      let wanted = !hasBegun ? "a number or a vector" : width.map { "a vector of \($0), as before" } ?? "a number, as before"
      let got = Operand(value)?.description ?? value.briefly
      throw LuaError("\(caller): option 'record.\(place)' must return \(wanted), got \(got) at step \(moment.step)")
    }
    (width, hasBegun) = (count, true)
    return found
  }
}
