import PolyakPlatform
import Testing

@testable import HeavyBall

@Suite("Systems of equations") struct EquationSystemTests {
  /// A solution by SciPy at 1e-13: References/Computed/equations.py.
  struct Case: Decodable, Sendable, CustomTestStringConvertible {
    let name: String
    let x0: [Double]
    let start: Double
    let times: [Double]
    let x: [[Double]]
    let event: Bool?
    var testDescription: String { "\(name) from \(start) to \(times)" }

    static let all = (try? SeriesReference.read([Case].self, "equations.json")) ?? []
    static let solutions = all.filter { $0.event == nil }
    static let events = all.filter { $0.event == true }
  }

  /// The same systems as in the script; `level` and `rate` are the numbers in their formulas, as parameters.
  static func system(_ name: String) -> (system: EquationSystem, event: Expression) {
    let system: EquationSystem
    switch name {
    case "forced":
      system = EquationSystem(
        name: name, dimension: 2, parameters: [.init("level", .scalar, [4]), .init("rest", .vector(2), [0.3, 1.5])]
      ) { t, x, p in
        .concatenation([x[1], -p[0] * x[0] - p[1][0] * x[1] * x[1] * x[1] + .cos(p[1][1] * t)])
      }
      return (system, system.expression { t, x, _ in x[0] + 0.5 * t - 1.25 })
    case "orbit":
      system = EquationSystem(name: name, dimension: 4) { _, x, _ in
        let squared = x[0].squared() + x[1].squared()
        let cubed = squared * .sqrt(squared)
        return .concatenation([x[2], x[3], -x[0] / cubed, -x[1] / cubed])
      }
      return (system, system.expression { _, x, _ in x[1] + 0.25 })
    default:
      system = EquationSystem(name: name, dimension: 1) { t, x, _ in .sin(t) * x - x * x }
      return (system, system.expression { _, x, _ in x[0] - 0.5 })
    }
  }

  /// A method, how closely it solves, and in how many equal steps from time to time.
  static let methods: [(entry: Integrators.Entry, tolerance: Double, substeps: Int)] = Integrators.all.map { entry in
    switch entry {
    case .adaptive(let method): (entry, method.usesJacobian ? 1e-8 : 1e-9, 1)
    case .fixedStep(let method):
      (entry, method.order == 1 ? 2e-3 : method.order == 2 ? 3e-5 : 1e-9, method.order == 1 ? 4000 : 1000)
    }
  }

  @Test("are solved by every method, forwards and backwards, from any time", arguments: Case.solutions, methods.indices)
  func solutions(_ c: Case, _ method: Int) throws {
    let (entry, tolerance, substeps) = Self.methods[method]
    var options = EquationOptions()
    options.method = entry
    options.substeps = substeps
    let run = try Self.system(c.name).system.solve(
      from: Vector(c.x0), times: .given(start: c.start, c.times), options)
    #expect(run.ending == .completed && run.times.elements == c.times && !run.hasLoss)
    expectClose(run.points.elements, c.x.flatMap { $0 }, tolerance, entry.name)
    let last = try Self.system(c.name).system.solve(
      from: Vector(c.x0), times: .equal(from: c.start, to: c.times[c.times.count - 1], count: 9), options)
    #expect(last.times.count == 9 && last.times[0] == c.start && last.times[8] == c.times[c.times.count - 1])
    #expect(last.points.row(0).elements == c.x0)
    expectClose(last.end, c.x[c.x.count - 1], tolerance, entry.name)
  }

  @Test("end at events, located within the step, by every method", arguments: Case.events, methods.indices)
  func events(_ c: Case, _ method: Int) throws {
    let (entry, tolerance, _) = Self.methods[method]
    let (system, event) = Self.system(c.name)
    var options = EquationOptions()
    options.method = entry
    options.substeps = entry.name == "euler" ? 8000 : 1000
    options.event = event
    for times in [SolutionTimes.equal(from: 0, to: 12, count: 7), .given(start: 0, [1, 5, 11.5])] {
      if case .fixedStep = entry, times.distance == nil { continue }
      let run = try system.solve(from: Vector(c.x0), times: times, options)
      #expect(run.ending == .stopped && run.endsBetweenSteps)
      expectClose(run.endTime, c.times[0], tolerance, entry.name)
      expectClose(run.end, c.x[0], tolerance, entry.name)
      let value = system.expression { t, x, _ in
        Machine(Program(outputs: [event], inputs: [t, x]))
      }
      value.load([run.endTime], input: 0)
      value.load(run.end, input: 1)
      value.run()
      #expect(value.output(0)[0].magnitude < 1e-13, "\(entry.name)")
      #expect(run.times.dropLast().allSatisfy { $0 < run.endTime } && run.times.last == run.endTime)
    }
  }

  /// x = e^{kt}, and for a matrix the rotation by t.
  @Test("take other parameters without being traced again") func parameters() throws {
    var traced = 0
    let decay = EquationSystem(name: "decay", dimension: 1, parameters: [.init("k", .scalar, [-1])]) { _, x, p in
      traced += 1
      return p[0] * x
    }
    let matrix = EquationSystem(
      name: "linear", dimension: 2, parameters: [.init("A", .matrix(rows: 2, columns: 2), [0, 1, -1, 0])]
    ) { _, x, p in shapesSuit { () throws(ShapeError) in try .matrixProduct(p[0], x) } }
    for entry in Integrators.all {
      var options = EquationOptions()
      options.method = entry
      options.substeps = 1000
      let tolerance = entry.name == "euler" ? 1e-2 : 5e-6
      for (k, expected) in [(-1.0, exp(-1.0)), (0.5, exp(0.5)), (-1, exp(-1.0))] {
        options.parameters = [k]
        let run = try decay.solve(from: [1], times: .equal(from: 0, to: 1, count: 3), options)
        expectClose(run.end[0], expected, tolerance, entry.name)
        options.event = decay.expression { _, x, p in x[0] - .exp(0.25 * p[0]) }
        let ended = try decay.solve(from: [1], times: .equal(from: 0, to: 1, count: 3), options)
        expectClose(ended.endTime, 0.25, tolerance, entry.name)
        options.event = nil
      }
      options.parameters = nil
      expectClose(
        try matrix.solve(from: [0, 1], times: .equal(from: 0, to: 1, count: 2), options).end, [sin(1), cos(1)], tolerance)
      options.parameters = [0, 2, -2, 0]
      expectClose(
        try matrix.solve(from: [0, 1], times: .equal(from: 0, to: 1, count: 2), options).end, [sin(2), cos(2)], tolerance)
    }
    #expect(traced == 1)
  }

  @Test("keep the solution between the times, forwards and backwards", arguments: Integrators.all.map(\.name))
  func dense(_ name: String) throws {
    let entry = Integrators.all.first { $0.name == name }!
    let (system, _) = Self.system("growth")
    var options = EquationOptions()
    options.method = entry
    options.substeps = 200
    options.integrator = IntegratorOptions()
    options.integrator?.keepsDenseOutput = true
    for end in [2.0, -1] {
      let run = try system.solve(from: [0.4], times: .equal(from: 0, to: end, count: 3), options)
      let half = try system.solve(from: [0.4], times: .equal(from: 0, to: 0.37 * end, count: 2), options)
      let value = try #require(run.dense?.value(at: 0.37 * end))
      expectClose(value, half.end, entry.name == "euler" ? 1e-2 : 1e-6, name)
      #expect(run.dense?.value(at: end) != nil && run.dense?.value(at: -0.1 * end) == nil)
    }
    #expect(try system.solve(from: [0.4], times: .equal(from: 0, to: 1, count: 3)).dense == nil)
  }

  /// ẋ = x² from 1 is infinite at t = 1.
  @Test("that end before their time say so and keep what came before", arguments: Integrators.all.map(\.name))
  func failures(_ name: String) throws {
    let system = EquationSystem(name: "blow-up", dimension: 1) { _, x, _ in x.squared() }
    for times in [SolutionTimes.equal(from: 0, to: 2, count: 5), .given(start: 0, [0, 0.5, 0.75, 2])] {
      var options = EquationOptions()
      options.method = Integrators.all.first { $0.name == name }!
      options.substeps = 100
      let run = try system.solve(from: [1], times: times, options)
      #expect(run.ending.failedStep != nil && run.points.isFinite)
      #expect(run.times[1] == 0.5 && run.times.count <= 4)
      expectClose(run.points[1, 0], 2, name == "euler" ? 0.1 : 1e-3, name)
    }
  }

  @Test("from many points are those from each") func ensembles() throws {
    let (system, event) = Self.system("growth")
    let starts = Matrix([[0.1], [0.4], [0.9]])
    for entry in [Integrators.Entry.adaptive(DormandPrince54()), .fixedStep(RungeKutta4.self)] {
      for event in [nil, event] {
        var options = EquationOptions()
        options.method = entry
        options.event = event
        let times = SolutionTimes.equal(from: 1, to: 3, count: 5)
        let all = try system.solve(fromRows: starts, times: times, options)
        for i in 0..<3 {
          let one = try system.solve(from: starts.row(i), times: times, options)
          let member = all.member(i)
          #expect(member.points == one.points && member.times == one.times && member.ending == one.ending)
          #expect(all.end.row(i) == one.end)
        }
      }
    }
  }

  @Test("that are interrupted keep what came before") func interrupted() throws {
    struct Stop: Error {}
    for entry in Integrators.all {
      var options = EquationOptions()
      options.method = entry
      options.substeps = 1_000_000
      options.integrator = IntegratorOptions()
      options.integrator?.maxSteps = .max
      var polls = 0
      options.poll = {
        polls += 1
        if polls > 20 { throw Stop() }
      }
      var reached: Trajectory?
      options.interrupted = { if case .run(let run) = $0 { reached = run } }
      let system = EquationSystem(name: "oscillator", dimension: 2) { _, x, _ in .concatenation([x[1], -x[0]]) }
      #expect(throws: Stop.self) {
        try system.solve(from: [1, 0], times: .equal(from: 0, to: 1e7, count: 10_000_000), options)
      }
      let run = try #require(reached, "\(entry.name)")
      #expect(run.ending == .interrupted && run.times.count >= 1)
      if entry.name != "euler", run.endTime < 1000 { expectClose(run.end[0], cos(run.endTime), 1e-4, entry.name) }
    }
  }
}
