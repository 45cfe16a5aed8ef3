import Testing

@testable import HeavyBall

/// Flows and integrators with native code written beforehand beside runs of the interpreter alone.
@Suite("Native code of flows", .enabled(if: NativeSupport.instructionSet != nil, "no native code here"))
struct NativeFlowTests {
  private func flow(_ form: FlowForm) -> HeavyBallFlow {
    HeavyBallFlow(Objective(ProductLoss(y: 0.6)), stepSize: 1e-3, momentum: 0.7, order: 3, form: form)
  }

  /// The field's machine makes a thousand evaluations first in the one, none in the other.
  private func warmed(_ form: FlowForm) throws -> HeavyBallFlow {
    let flow = flow(form)
    for _ in 0..<1100 {
      _ = flow.field(at: [1.2, 2.5])
      _ = flow.field(at: [1.2, 2.5], step: 2)
      _ = flow.limit.taylorCoefficients(at: [1.2, 2.5], order: 20)
    }
    return flow
  }

  @Test(arguments: FlowForm.allCases)
  func `adaptive methods make the same steps`(_ form: FlowForm) throws {
    for method in Integrators.adaptive {
      let runs = try [warmed(form), flow(form)].map { try $0.run(method).run(from: [1.2, 2.5], steps: 60, RunOptions()) }
      #expect(runs[0].points == runs[1].points && runs[0].statistics == runs[1].statistics, "\(method)")
    }
  }

  @Test(arguments: FlowForm.allCases)
  func `methods with equal steps go on in native code as they began`(_ form: FlowForm) throws {
    for method in Integrators.fixedStep {
      var options = RunOptions()
      options.recording = .every(20)
      let long = try flow(form).run(method, substeps: 4).run(from: [1.2, 2.5], steps: 600, options)
      // Runs of 40 steps, 160 of the method, each with a flow of its own: nothing gets to a thousand.
      var part = try flow(form).run(method, substeps: 4).run(from: [1.2, 2.5], steps: 40, options)
      var points = [part.points.row(0), part.points.row(1), part.points.row(2)]
      while points.count < 31 {
        part = try flow(form).run(method, substeps: 4).run(from: part, steps: 40, options)
        points += [part.points.row(1), part.points.row(2)]
      }
      #expect((0..<31).map { long.points.row($0) } == points, "\(method.name)")
    }
  }
}
