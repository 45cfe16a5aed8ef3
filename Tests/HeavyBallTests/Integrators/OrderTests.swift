import PolyakPlatform
import Testing

@testable import HeavyBall

@Suite("An integrator") struct OrderTests {
  private let duration = 0.5
  /// Steps are made whatever the tolerance; the order of a Taylor series is chosen from it.
  private var options: IntegratorOptions {
    var options = IntegratorOptions()
    options.relativeTolerance = 1e-4
    return options
  }

  @Test("has the order it states", arguments: Integrators.fixedStep.map { $0.name } + Integrators.adaptive.map(\.name))
  func order(name: String) throws {
    let (errors, order) =
      if let method = Integrators.fixedStep.first(where: { $0.name == name }) {
        (try steps(method.order).map { try error(method, steps: $0) }, method.order)
      } else {
        adaptiveErrors(Integrators.adaptive.first { $0.name == name }!)
      }
    let slope = log2(errors[0] / errors[1])
    #expect((slope - Double(order)).magnitude < 0.25, "slope \(slope)")
  }

  @Test("by Taylor series has the order it is given", arguments: [2, 3, 5, 7])
  func taylorOrder(order: Int) {
    let (errors, stated) = adaptiveErrors(TaylorSeries(order: order))
    let slope = log2(errors[0] / errors[1])
    #expect((slope - Double(order)).magnitude < 0.25 && stated == order, "slope \(slope)")
  }

  @Test("has between its steps the order it states", arguments: Integrators.adaptive.map(\.name))
  func denseOrder(name: String) throws {
    let method = Integrators.adaptive.first { $0.name == name }!
    let order = method.denseOrder(options)
    let problem = KnownSolution.spiral
    let errors = [0.4, 0.2].map { scale in
      let h = scale * (order > 5 ? 0.25 : 0.1)
      let stepper = start(method, problem)
      _ = stepper.attempt(h)
      let interpolant = stepper.interpolant()
      var point = Vector(repeating: 0, count: 2)
      return stride(from: 0, through: 1, by: 0.125).map { θ in
        point.elements.withUnsafeMutableBufferPointer { interpolant.evaluate(θ, into: $0.baseAddress!) }
        return (point - problem.solution(θ * h)).norm()
      }.max()!
    }
    let slope = log2(errors[0] / errors[1])
    #expect((slope - Double(order + 1)).magnitude < 0.35, "slope \(slope), errors \(errors)")
  }

  /// Steps few enough that the finer error is far above rounding.
  private func steps(_ order: Int) -> [Int] {
    order < 3 ? [256, 512] : order < 6 ? [128, 256] : order < 8 ? [32, 64] : [12, 24]
  }

  private func error(_ method: any ExplicitRungeKutta.Type, steps: Int) throws -> Double {
    let problem = KnownSolution.spiral
    let iteration = Iteration(
      title: method.name, objective: KnownSolution.objective(2), memory: [], sizes: .constant(duration / Double(steps)),
      substeps: 1, poll: { () throws(Never) in }
    ) { _, β, _ in (method.tableau.step(β, duration / Double(steps), field: problem.build), []) }
    return (try iteration.run(from: problem.start, steps: steps).end - problem.solution(duration)).norm()
  }

  /// The method with equal steps, whatever it thinks of them.
  private func adaptiveErrors(_ method: any AdaptiveMethod) -> (errors: [Double], order: Int) {
    let order = method.order(options)
    let problem = KnownSolution.spiral
    let errors = steps(order).map { steps in
      let stepper = start(method, problem)
      for _ in 0..<steps {
        _ = stepper.attempt(duration / Double(steps))
        stepper.accept()
      }
      return (Vector(UnsafeBufferPointer(start: stepper.point, count: 2)) - problem.solution(duration)).norm()
    }
    return (errors, order)
  }

  private func start(_ method: any AdaptiveMethod, _ problem: KnownSolution) -> any Stepper {
    let stepper = method.stepper(dimension: problem.start.count, options)
    problem.start.elements.withUnsafeBufferPointer { stepper.move(to: $0.baseAddress!) }
    stepper.follow(problem.field)
    return stepper
  }
}
