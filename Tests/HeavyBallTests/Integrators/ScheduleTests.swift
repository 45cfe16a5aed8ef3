import PolyakPlatform
import Testing

@testable import HeavyBall

@Suite("A field that changes") struct ScheduleTests {
  /// β̇ = c_k β with c₀ = −1, c₁ = −2, …, constant from step 5 on.
  final class Decay: FieldSchedule {
    let field: VectorField
    var askedFor: [Int] = []
    init() {
      let graph = Graph()
      let (β, c) = (graph.input(.vector(2)), graph.input(.vector(1)))
      field = VectorField(β * c[0], of: β, constants: c)
    }
    func field(ofStep k: Int) -> VectorField {
      askedFor.append(k)
      field.setConstants([-Double(min(k, 5) + 1)])
      return field
    }
    func nextChange(after k: Int) -> Int? { k < 5 ? k + 1 : nil }
  }

  @Test("is followed from step to step", arguments: Integrators.adaptive.map(\.name))
  func changing(name: String) throws {
    let schedule = Decay()
    var options = IntegratorOptions()
    options.keepsDenseOutput = true
    let integration = Integration(
      title: "", objective: KnownSolution.objective(2), schedule: schedule, stepSize: 0.1,
      method: Integrators.adaptive.first { $0.name == name }!, options: options)
    let run = try integration.run(from: [1, -2], steps: 20)
    #expect(schedule.askedFor == [0, 1, 2, 3, 4, 5])
    var exponent = 0.0
    for k in 0...20 {
      expectClose(run.points.row(k), [exp(exponent), -2 * exp(exponent)], 1e-9, "step \(k)")
      expectClose(run.dense!.value(at: 0.1 * Double(k))!, run.points.row(k), 1e-9)
      exponent -= 0.1 * Double(min(k, 5) + 1)
    }
    let second = try integration.run(from: try integration.run(from: [1, -2], steps: 3), steps: 17)
    expectClose(second.end, run.end, 1e-9)
  }

  @Test("has its Jacobian and its solution's Taylor coefficients changed with it")
  func derived() {
    let schedule = Decay()
    let field = schedule.field(ofStep: 1)
    for c in [-2.0, 3] {
      field.setConstants([c])
      let (matrix, terms) = (VectorStorage(count: 2, dimension: 2), VectorStorage(count: 3, dimension: 2))
      let point: [Double] = [1, -1]
      field.expand(at: point, order: 3, into: terms.start)
      field.evaluateJacobian(at: point, into: matrix.start)
      expectClose(UnsafeBufferPointer(start: matrix.start, count: 4), [c, 0, 0, c], 0)
      let expected = [c, -c, c * c / 2, -c * c / 2, c * c * c / 6, -c * c * c / 6]
      expectClose(UnsafeBufferPointer(start: terms.start, count: 6), expected, 1e-15)
      expectClose(field.value(at: [1, -1]), [c, -c], 0)
    }
    #expect(field.evaluations == 2)
  }
}
