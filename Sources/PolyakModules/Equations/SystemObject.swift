import HeavyBall
import LuaKit

private let time = Parameter("t", .finiteNumber, "the time")
private let point = Parameter("x", .vector, "the point")

/// A system of equations in Lua's hands: `ode.define(2, function(t, x) return {x[2], -x[1]} end)`.
final class SystemObject: LuaObject {
  let system: EquationSystem

  init(_ system: EquationSystem) { self.system = system }

  static var luaClass: ClassDeclaration {
    ClassDeclaration(
      SystemObject.self, "System", "Ordinary differential equations dx/dt = f(t, x).", instanceName: "system",
      [
        .property("dimension", "The number of equations.", .integer) { $0.system.dimension },
        .property("name", "What printed solutions call it.", .string) { $0.system.name },
        .property("parameters", "The parameters it was defined with, by name.", .table) { s in
          Dictionary(s.system.parameters.map { ($0.name, $0.operand()) }) { a, _ in a }
        },
        .tostring { s in
          let system = s.system
          let names = system.parameters.map { p in
            p.shape == .scalar ? "\(p.name) = \(formatted(p.values[0]))" : "\(p.name) (\(p.shape))"
          }
          return "System  \(system.name), \(counted(system.dimension, "equation"))"
            + (system.dependsOnTime ? " that change with t" : "") + (names.isEmpty ? "" : ", \(names.joined(separator: ", "))")
        },
        .method(
          "field", "f(t, x), with the parameters that the system was defined with, or others.", [time, point],
          options: [SystemParameters.given], returns: .object(VectorObject.self),
          example: "ode.define(2, function(t, x) return {x[2], -x[1]} end):field(0, {1, 2})[2]  --> -1.0"
        ) { s, call in
          let x = try call[point]
          guard x.count == s.system.dimension else {
            throw call.fault(at: point, complaint: "must have \(elements(s.system.dimension)), got \(x.count)")
          }
          return VectorObject(
            s.system.value(at: try call[time], x, parameters: try SystemParameters.values(of: s.system, call)))
        },
        .method(
          "integrate",
          "The solution from a point, from every row of a matrix, or on from a trajectory's end, forwards or backwards in "
            + "time.",
          [SolveOptions.start], options: SolveOptions.parameters,
          returns: LuaType.object(TrajectoryObject.self).or(.object(EnsembleObject.self)),
          example: """
            fall = ode.define(2, function(t, x) return {x[2], -9.81} end)
            fall:integrate({10, 0}, {to = 5, stop = function(t, x) return x[1] end}).t[30]  --> 1.42784
            """
        ) { s, call in Run.Result(value: try s.integrate(call)) },
      ])
  }

  private func integrate(_ call: Call) throws -> any LuaObject {
    let start = try start(call)
    var (known, before) = (Double?.none, [String: Vector]())
    if case .trajectory(let t) = start { (known, before) = (t.endTime, t.parameters) }
    let times = try SolveOptions.solutionTimes(call, startingAt: known)
    let rows = start.rows.rows
    if rows > 1 || isMatrix(start) {
      for option in [SolveOptions.record, IntegrateOptions.dense] as [AnyParameter] where try call.has(option) {
        throw call.error("option '\(option.name)' is for single solutions: integrate from the starts one by one", at: option)
      }
    }
    try call.checkRoom(for: times.count, by: rows * (system.dimension + 1))
    var options = try SolveOptions.options(system, times, after: before, call)
    var reached: InterruptedWork?
    options.interrupted = { reached = $0 }
    do {
      if isMatrix(start) { return EnsembleObject(try system.solve(fromRows: start.rows, times: times, options)) }
      var made = try system.solve(from: start.rows.row(0), times: times, options)
      try record(&made, options.parameters, call)
      return TrajectoryObject(made)
    } catch let error as LuaError where error.kind == .interrupted {
      let state = try call.state
      switch reached {
      case .run(var run)?:
        guard state.goesOn(with: TrajectoryObject(run)) else { throw error }
        // Functions of the user's run again, now that the code goes on.
        try record(&run, options.parameters, call)
        return TrajectoryObject(run)
      case .ensemble(let ensemble)?:
        let work = EnsembleObject(ensemble)
        guard state.goesOn(with: work) else { throw error }
        return work
      case nil: throw error
      }
    } catch let shortage as Memory.Shortage {
      throw call.error("\(shortage)")
    }
  }

  private func isMatrix(_ start: Start) -> Bool { if case .rows = start { true } else { false } }

  private func start(_ call: Call) throws -> Start {
    let start = try call[SolveOptions.start], rows = start.rows
    guard rows.rows > 0 else { throw call.fault(at: SolveOptions.start, complaint: "must have at least one row") }
    guard rows.columns == system.dimension else {
      let kind = isMatrix(start) ? "rows of " : ""
      throw call.fault(
        at: SolveOptions.start,
        complaint: "must have \(kind)\(elements(system.dimension)), one for each equation, got \(rows.columns)")
    }
    guard rows.isFinite else { throw call.fault(at: SolveOptions.start, complaint: "must hold finite numbers") }
    return start
  }

  /// Calls the functions of the option `record` with each point that was kept.
  private func record(_ run: inout Trajectory, _ parameters: [Double]?, _ call: Call) throws {
    guard let functions = try call[SolveOptions.record] else { return }
    let (state, watch) = (try call.state, call.watch("recording"))
    var rest = (parameters ?? system.parameters.flatMap(\.values))[...]
    let values = system.parameters.map { p in
      defer { rest = rest.dropFirst(p.shape.count) }
      return (name: p.name, value: p.operand(Array(rest.prefix(p.shape.count))))
    }
    let table = try SystemParameters.table(values, state)
    for (name, function) in functions {
      var width: Int??
      try run.record(name) { t, x in
        try watch.poll()
        let value = try function.call([.number(t), .object(VectorObject(x)), .table(table)]).first ?? .nil
        guard let found = Measurement(value), width.map({ $0 == found.width }) ?? true else {
          let wanted = Measurement.wanted(after: width)
          throw call.error(
            "option 'record.\(name)' must return \(wanted), got \(Measurement.described(value)) at t = \(formatted(t))",
            at: SolveOptions.record, name)
        }
        width = .some(found.width)
        return found
      }
    }
  }
}
