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
  private static let type = ParameterType<Entries>.fields(Quantities.all.map(quantity) + [spectrum], others: own) { values in
    Entries(
      quantities: values.given(), spectrum: try values[spectrum],
      functions: values.others())
  }

  struct Entries {
    let quantities: [(name: String, value: Int)]
    let spectrum: Spectrum?
    let functions: [(name: String, value: Own)]
  }

  struct Own {
    let every: Int
    let function: LuaFunction
    /// What errors call the function: `.f` behind the name, or the name alone.
    let place: String
  }

  struct Spectrum {
    var every: Int
    var fraction = 0.5
    var threshold: Double?
    var most = 20
  }

  private static let fraction = Parameter(
    "above", .finiteNumber, "the fraction of the threshold above which eigenvalues are followed",
    default: Spectrum(every: 1).fraction)
  private static let threshold = Parameter("threshold", .positiveNumber, "in place of the method's").optional
  private static let most = Parameter(
    "most", .positiveInteger, "how many eigenvalues at a time at most, the largest", default: Spectrum(every: 1).most)
  private static let spectrum = Parameter(
    SpectrumObserver.name,
    ParameterType.positiveInteger.map { Spectrum(every: $0) }.or(
      .options(every, fraction, threshold, most) { values in
        Spectrum(
          every: try values[every], fraction: try values[fraction], threshold: try values[threshold], most: try values[most])
      }), SpectrumObserver.summary
  ).optional

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
    if let spectrum = entries.spectrum {
      if spectrum.threshold == nil, let refusal = SpectrumObserver.refusal(on: iteration) {
        throw call.fault(at: parameter, SpectrumObserver.name, complaint: refusal)
      }
      observers.append(
        SpectrumObserver(
          every: spectrum.every, above: spectrum.fraction, of: spectrum.threshold, most: spectrum.most))
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
  /// Elements of the vectors that it returns, nil of numbers; nil before the first.
  private var width: Int??

  init(_ name: String, _ own: RecordOptions.Own, _ caller: String) {
    (self.name, every, function, self.caller) = (name, own.every, own.function, caller)
    place = name + own.place
  }

  func observe(_ moment: Moment) throws -> Measurement {
    guard let state = function.state else { return .number(.nan) }
    let memory = state.makeTable()
    let shapes = moment.iteration.memory
    for (name, value) in moment.memory {
      let shape = shapes.first { $0.name == name }?.shape ?? .vector(value.count)
      memory[name] = Operand(value.elements, shape).luaValue(in: state)
    }
    let value =
      try function.call([.object(VectorObject(moment.point)), .integer(moment.step), .table(memory)]).first ?? .nil
    guard let found = Measurement(value), width.map({ $0 == found.width }) ?? true else {
      throw LuaError(
        "\(caller): option 'record.\(place)' must return \(Measurement.wanted(after: width)), got "
          + "\(Measurement.described(value)) at step \(moment.step)")
    }
    width = .some(found.width)
    return found
  }
}

extension Measurement {
  /// What a function of the user's has returned: a number, a vector or a table of numbers.
  init?(_ value: LuaValue) {
    switch Operand(value) {
    case .number(let x)?: self = .number(x)
    case .vector(let v)?: self = .vector(v)
    default:
      guard let elements = value.table.flatMap({ try? $0.elements() }) else { return nil }
      self = .vector(Vector(elements))
    }
  }

  /// How many elements a vector has; nil of a number.
  var width: Int? { if case .vector(let v) = self { v.count } else { nil } }

  /// What the next one must be, after one of such a width; nil before the first.
  static func wanted(after width: Int??) -> String {
    guard let width else { return "a number or a vector" }
    return width.map { "a vector of \($0), as before" } ?? "a number, as before"
  }

  static func described(_ value: LuaValue) -> String { Operand(value)?.description ?? value.briefly }
}
