import Testing

@testable import HeavyBall

/// A method, and its textbook loop.
struct OptimizerSample: Sendable, CustomTestStringConvertible {
  let optimizer: any Optimizer
  /// The points after each step from a start, given the gradient.
  let reference: @Sendable (Vector, Int, (Vector) -> Vector) -> [Vector]
  var testDescription: String { type(of: optimizer).name }

  static let all: [OptimizerSample] = [
    OptimizerSample(optimizer: GradientDescent(stepSize: 2e-3)) { start, steps, gradient in
      var β = start
      return (0..<steps).map { _ in
        β = β - gradient(β) * 2e-3
        return β
      }
    },
    OptimizerSample(optimizer: HeavyBallMethod(stepSize: 2e-3, momentum: 0.8)) { start, steps, gradient in
      var (β, previous) = (start, start)
      return (0..<steps).map { _ in
        (β, previous) = (β * 1.8 - previous * 0.8 - gradient(β) * 2e-3, β)
        return β
      }
    },
    OptimizerSample(optimizer: NesterovGradient(stepSize: 2e-3, momentum: 0.8)) { start, steps, gradient in
      var (β, previous) = (start, start)
      return (0..<steps).map { _ in
        let ahead = β + (β - previous) * 0.8
        (β, previous) = (ahead - gradient(ahead) * 2e-3, β)
        return β
      }
    },
    OptimizerSample(optimizer: MomentumMethod(stepSize: 2e-3, momentum: 0.8, lookahead: 0.3)) { start, steps, gradient in
      var (β, previous) = (start, start)
      return (0..<steps).map { _ in
        let y = β * 1.3 - previous * 0.3
        (β, previous) = (β * 1.8 - previous * 0.8 - gradient(y) * 2e-3, β)
        return β
      }
    },
    OptimizerSample(optimizer: TwoStepMethod(stepSize: 2e-3, a2: -0.8, b2: -0.5)) { start, steps, gradient in
      var (β, previous) = (start, start)
      return (0..<steps).map { _ in
        (β, previous) = (β * 1.8 - previous * 0.8 - (gradient(β) * 1.5 - gradient(previous) * 0.5) * 2e-3, β)
        return β
      }
    },
    OptimizerSample(optimizer: Adam(stepSize: 0.05)) { start, steps, gradient in
      var β = start
      var m = Vector(repeating: 0, count: start.count)
      var v = m
      var (p1, p2) = (1.0, 1.0)
      return (0..<steps).map { _ in
        let g = gradient(β)
        m = m * 0.9 + g * 0.1
        v = v * 0.999 + g * g * 0.001
        p1 *= 0.9
        p2 *= 0.999
        β = β - ((m / (1 - p1)) / ((v / (1 - p2)).mapped { $0.squareRoot() } + 1e-8)) * 0.05
        return β
      }
    },
    OptimizerSample(optimizer: RMSProp(stepSize: 1e-3, decay: 0.9, momentum: 0.5)) { start, steps, gradient in
      var β = start
      var m = Vector(repeating: 0, count: start.count)
      var v = m
      return (0..<steps).map { _ in
        let g = gradient(β)
        v = v * 0.9 + g * g * 0.1
        m = m * 0.5 + g / (v.mapped { $0.squareRoot() } + 1e-8)
        β = β - m * 1e-3
        return β
      }
    },
  ]
}

@Suite("Optimizers") struct OptimizerTests {
  @Test("take the steps of their textbook loops", arguments: OptimizerSample.all)
  func steps(sample: OptimizerSample) throws {
    for loss in [RosenbrockLoss(dimension: 3) as any Loss, LossSample.all[4].loss] {
      let objective = Objective(loss)
      let start: Vector = [-0.4, 0.3, 0.2]
      let run = try Iteration(sample.optimizer, on: objective).run(from: start, steps: 60)
      let expected = sample.reference(start, 60) { objective.gradient(at: $0) }
      for k in 1...60 { expectClose(run.points.row(k), expected[k - 1], 1e-12, "step \(k)") }
    }
  }

  static let members = Optimizers.all.map { Member(entry: $0) }

  struct Member: CustomTestStringConvertible {
    let entry: Optimizers.Entry
    var testDescription: String { entry.name }
    func iteration() -> Iteration { Iteration(entry.sample.method, on: Objective(ProductLoss(y: 1))) }
  }

  @Test("have names of their own, and settings with names of their own, the step size first")
  func names() {
    #expect(Set(Optimizers.all.map(\.name)).count == Optimizers.all.count)
    for entry in Optimizers.all {
      #expect(Set(entry.settings.map(\.name)).count == entry.settings.count, "\(entry.name)")
      #expect(entry.settings.first === Settings.stepSize, "\(entry.name)")
    }
  }

  @Test("are where the list says after three steps", arguments: members)
  func sample(_ member: Member) throws {
    let run = try member.iteration().run(from: [2, 0.8], steps: 3)
    expectClose(run.end.elements, member.entry.sample.end.elements, 1e-15)
  }

  @Test("a run that goes on from another is the longer run, to the bit", arguments: members)
  func continuation(_ member: Member) throws {
    let iteration = member.iteration()
    let whole = try iteration.run(from: [2, 0.8], steps: 50)
    let first = try iteration.run(from: [2, 0.8], steps: 20)
    let second = try iteration.run(from: first, steps: 30)
    #expect(second.end == whole.end)
    #expect(second.steps == Array(20...50) && second.times == Vector(whole.times.dropFirst(20)))
    #expect(second.memory == whole.memory)
  }

  @Test("every member of an ensemble makes the run of its own, to the bit", arguments: members)
  func ensembles(_ member: Member) throws {
    let iteration = member.iteration()
    let starts = Matrix((0..<600).map { i -> [Double] in [-0.5 + 0.001 * Double(i), 0.3 - 0.0005 * Double(i)] })
    let ensemble = try iteration.run(fromRows: starts, steps: 40)
    #expect(ensemble.count == 600 && ensemble.steps == Array(0...40))
    for k in [0, 1, 255, 256, 599] {
      let own = try iteration.run(from: starts.row(k), steps: 40)
      #expect(ensemble.member(k).points == own.points, "member \(k)")
      #expect(ensemble.member(k).memory == own.memory)
      #expect(ensemble.end.row(k) == own.end)
    }
  }
}
