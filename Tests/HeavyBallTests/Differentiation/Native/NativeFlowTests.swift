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
      _ = flow.hasMomentum ? flow.field(at: [1.2, 2.5], momentum: [0, 0]).position : flow.field(at: [1.2, 2.5])
      _ = flow.field(at: [1.2, 2.5], step: 2)
      _ = flow.limit.taylorCoefficients(at: [1.2, 2.5], order: 20)
    }
    return flow
  }

  /// What is computed is the same but for rounding; for an order with that many products some of it differs.
  @Test(arguments: FlowForm.allCases)
  func `a fused flow is near the other, and not the same`(_ form: FlowForm) throws {
    let flows = [false, true].map {
      HeavyBallFlow(
        Objective(ProductLoss(y: 0.6)), stepSize: 1e-3, momentum: 0.7, order: 3, form: form, isFused: $0)
    }
    var options = RunOptions()
    options.recording = .every(50)
    for method in Integrators.fixedStep {
      let ends = try flows.map { flow in
        let run = try flow.run(method, substeps: 2).run(from: [1.2, 2.5], steps: 2000, options)
        return run.points.elements + (run.momenta?.elements ?? [])
      }
      #expect(ends[0] != ends[1], "\(method.name)")
      #expect(zip(ends[0], ends[1]).allSatisfy { abs($0 - $1) < 1e-11 }, "\(method.name)")
    }
    let fields = flows.map { flow in (0..<50).map { flow.field(at: [1.2 + 0.01 * Double($0), 2.5]) } }
    #expect(fields[0] != fields[1])
    #expect(zip(fields[0], fields[1]).allSatisfy { ($0 - $1).norm() < 1e-12 * $0.norm() })
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
