import PolyakPlatform
import Testing

@testable import HeavyBall

@Suite("Heavy ball on a diagonal linear network") struct DiagonalRunTests {
  @Test("ends where the reference does, with its losses, kappa and integral", arguments: DiagonalReference.names)
  func endPoints(name: String) throws {
    let reference = try DiagonalReference.read(name)
    let problem = reference.problem
    for c in reference.cases {
      let training = DiagonalTraining(problem, stepSize: c.eta, momentum: c.mu)
      var options = RunOptions()
      options.recording = .every(c.steps / 10)
      let run = try training.run(from: problem.start(scale: c.s, ratio: c.theta), steps: c.steps, options)
      let w = problem.predictor(run.end)
      expectClose(w, c.w, 1e-9, "w")
      expectClose(problem.kappa(run.end), c.kappa, 1e-9, "kappa")
      expectClose(run.losses(), c.loss_every_steps_tenth, 1e-9, "loss")
      expectClose((w - Vector(reference.w_star)).norm(), c.distance, 1e-9, "distance")
      let integral = run.gradientIntegrals(for: problem).squares
      expectClose(integral, c.integral_gradient_squared, 1e-9, "integral")
      expectClose(
        HyperbolicPotential.value(w, kappa: problem.kappa(problem.start(scale: c.s, ratio: c.theta))),
        c.potential_gf_sum, 1e-9, "potential")
    }
  }

  @Test("has the kappa that both corollaries predict, to the reference's digits", arguments: DiagonalReference.names)
  func predictions(name: String) throws {
    let reference = try DiagonalReference.read(name)
    for c in reference.cases {
      let start = reference.problem.start(scale: c.s, ratio: c.theta)
      for (hessian, expected) in [(HessianBlocks.joint, c.kappa_joint), (.block, c.kappa_printed)] {
        let theory = PredictedBias(
          reference.problem, from: start, by: .heavyBall(c.eta, c.mu), order: 2, hessian: hessian)
        let squares = Vector(c.integral_gradient_squared)
        let kappa = theory.kappa(GradientIntegrals(squares: squares, cubes: squares * 0), to: Vector(c.w))
        // kappa is near 0.01: what counts is its relative error.
        for (found, expected) in zip(kappa, expected) { expectClose(found / expected, 1, 1e-9, "\(hessian)") }
      }
    }
  }

  @Test("without momentum keeps ln kappa within 5e-4 of the joint prediction, where the printed one is off by 0.1")
  func whichCorollaryHolds() throws {
    let reference = try DiagonalReference.read("dln.json")
    let c = try #require(reference.cases.first { $0.mu == 0 })
    let problem = reference.problem
    let start = problem.start(scale: c.s, ratio: c.theta)
    let run = try DiagonalTraining(problem, stepSize: c.eta, momentum: c.mu).run(from: start, steps: c.steps, .last)
    func error(_ hessian: HessianBlocks) -> Double {
      let theory = PredictedBias(problem, from: start, by: .heavyBall(c.eta, c.mu), order: 2, hessian: hessian)
      return PredictedBias.error(
        predicted: theory.kappa(of: run, problem), found: problem.kappa(run.end), initial: problem.kappa(start))
    }
    #expect(error(.joint) < 5e-4)
    #expect(error(.block) > 0.1)
  }

  /// Runs by NumPy 2 in doubles until the gradient was below 1e-13, from 0.5 in every component of X = (1 2 0; 0 1 1),
  /// y = (1, 2): κ by the formula of the family, and as it was.
  @Test(
    "with momentum has the kappa predicted for it, ten times nearer than without the term of the first steps",
    arguments: [
      (
        0.6, 0.001, [0.24974410876324085, 0.2469698133594872, 0.24795584499258225],
        [0.2497442636854094, 0.24696749938768336, 0.2479553810984972]
      ),
      (
        0.3, 0.004, [0.24972622550652643, 0.24675721060251396, 0.24782435781000264],
        [0.2497264202372223, 0.24675528680233547, 0.24782395371624752]
      ),
      (
        0.9, 0.0001, [0.24950215005419762, 0.24424979349944545, 0.24612671111180923],
        [0.24950316322935034, 0.24423377839797372, 0.24612338402317452]
      ),
    ])
  func heavyBall(mu: Double, eta: Double, predicted: [Double], found: [Double]) throws {
    let problem = DiagonalProblem(x: Matrix([[1, 2, 0], [0, 1, 1]]), y: [1, 2])
    let start = problem.start(scale: 0.5)
    let run = try DiagonalTraining(problem, stepSize: eta, momentum: mu).run(from: start, steps: Int(100 / eta), .last)
    let errors = [3, 2].map { order in
      let kappa = PredictedBias(problem, from: start, by: .heavyBall(eta, mu), order: order).kappa(of: run, problem)
      if order == 3 { expectClose(kappa, predicted, 1e-10) }
      return PredictedBias.error(predicted: kappa, found: problem.kappa(run.end), initial: problem.kappa(start))
    }
    expectClose(problem.kappa(run.end), found, 1e-10)
    #expect(errors[0] < 0.1 * errors[1], "\(errors)")
    // The family's formula goes over into it.
    let near = [0, 1e-12].map {
      PredictedBias(
        problem, from: start, by: MomentumFamily(stepSize: eta, momentum: mu, lookahead: $0), order: 3
      ).kappa(of: run, problem)
    }
    expectClose(near[0], near[1], 1e-10)
  }

  @Test("has the integral of its squared gradient from the points kept, with what that may be wrong by", arguments: [2, 5, 10])
  func integral(every: Int) throws {
    let problem = DiagonalProblem(x: Matrix([[1, 2, 0], [0, 1, 1]]), y: [1, 2])
    let iteration = Iteration(MomentumMethod(stepSize: 1e-3, momentum: 0.5, lookahead: 0), on: Objective(problem.loss))
    func integral(_ every: Int) throws -> GradientIntegrals {
      var options = RunOptions()
      options.recording = .every(every)
      return try iteration.run(from: problem.start(scale: 0.5), steps: 20_001, options).gradientIntegrals(for: problem)
    }
    let (all, some) = (try integral(1), try integral(every))
    let error = (some.squares - all.squares).norm(.infinity) / all.squares.norm(.infinity)
    #expect(all.error == 0 && some.error > 0 && some.error < 0.05 && error < some.error, "\(error) \(some.error)")
    let few = try integral(3000)
    #expect(few.error > 0.3)
  }

  @Test(
    "of the momentum family has the kappa that its own formula predicts",
    arguments: [
      (
        0.5, 0.5, 0.004, [0.24958557623684183, 0.24516849573110552, 0.24673695156875505],
        [0.24958501506718297, 0.24514749491862092, 0.24673365245534531]
      ),
      (
        0.5, -0.5, 0.002, [0.24957973763001542, 0.24509151731153647, 0.24671972515336388],
        [0.24958040256037012, 0.2450859589890583, 0.24671851326501265]
      ),
      (
        0.6, 1.2, 0.001, [0.2498998349664131, 0.24879502693033395, 0.24918272975692393],
        [0.24989973372711072, 0.2487938112377692, 0.24918258555452813]
      ),
    ])
  func family(mu: Double, nu: Double, eta: Double, predicted: [Double], found: [Double]) throws {
    let problem = DiagonalProblem(x: Matrix([[1, 2, 0], [0, 1, 1]]), y: [1, 2])
    let start = problem.start(scale: 0.5)
    let method = MomentumFamily(stepSize: eta, momentum: mu, lookahead: nu)
    let run = try Iteration(MomentumMethod(method), on: Objective(problem.loss)).run(from: start, steps: Int(100 / eta))
    let kappa = PredictedBias(problem, from: start, by: method, order: 3).kappa(of: run, problem)
    expectClose(kappa, predicted, 1e-10)
    expectClose(problem.kappa(run.end), found, 1e-10)
    let error = PredictedBias.error(predicted: kappa, found: problem.kappa(run.end), initial: problem.kappa(start))
    #expect(error < 0.005)
  }

  @Test("the printed prediction's error does not fall with the step size, the joint one's does")
  func errorAgainstStepSize() throws {
    let reference = try DiagonalReference.read("dln_small.json")
    let problem = reference.problem
    let start = problem.start(scale: 0.3)
    let errors = try [0.02, 0.005].map { η in
      let run = try DiagonalTraining(problem, stepSize: η, momentum: 0).run(from: start, steps: Int(40 / η), .last)
      return HessianBlocks.allCases.map { hessian in
        let theory = PredictedBias(problem, from: start, by: .heavyBall(η, 0), order: 2, hessian: hessian)
        return PredictedBias.error(
          predicted: theory.kappa(of: run, problem), found: problem.kappa(run.end), initial: problem.kappa(start))
      }
    }
    #expect(errors[1][0] < 0.3 * errors[0][0])
    #expect(errors[1][1] > 0.9 * errors[0][1])
  }

  @Test("its flows of order 2 and 3 have the reference's fields", arguments: DiagonalReference.names)
  func fields(name: String) throws {
    let reference = try DiagonalReference.read(name)
    let objective = Objective(reference.problem.loss)
    for c in reference.cases {
      let start = reference.problem.start(scale: c.s, ratio: c.theta)
      for (order, expected) in [(2, c.field_alpha2_at_start), (3, c.field_alpha3_at_start)] {
        let flow = HeavyBallFlow(objective, stepSize: c.eta, momentum: c.mu, order: order, form: .limit)
        let scale = Vector(expected).norm(.infinity)
        for (found, expected) in zip(flow.field(at: start), expected) {
          #expect((found - expected).magnitude <= 1e-10 * max(expected.magnitude, 1e-3 * scale))
        }
      }
    }
  }

  @Test("a plain sum of squares is 2n times the mean, loss and gradient alike")
  func normalization() throws {
    let problem = try DiagonalReference.read("dln_small.json").problem
    let sum = DiagonalProblem(x: problem.x, y: problem.y, normalization: .sum)
    let β = Vector((0..<12).map { 0.1 * Double($0) - 0.3 })
    let n = Double(problem.equations)
    expectClose(Objective(sum.loss).value(at: β), 2 * n * Objective(problem.loss).value(at: β), 1e-15)
    let w = problem.predictor(β)
    expectClose(sum.gradient(ofPredictor: w), problem.gradient(ofPredictor: w) * (2 * n), 1e-15)
    // ∇_{w₊}L = 2w₊⊙g
    let (plus, _) = problem.split(β)
    expectClose(
      Array(Objective(sum.loss).gradient(at: β)[0..<6]), sum.gradient(ofPredictor: w) * plus * 2.0, 1e-14)
  }

  @Test("counts the iterates at which a component of kappa is negative")
  func signChanges() throws {
    let reference = try DiagonalReference.read("dln.json")
    let problem = reference.problem
    let (start, iteration) = (problem.start(scale: 0.05, ratio: 0.9), DiagonalTraining(problem, stepSize: 1e-2, momentum: 0.9))
    let run = try iteration.run(from: start, steps: 1000)
    var expected = Vector(repeating: 0, count: 100)
    for i in 1...1000 {
      for (j, κ) in problem.kappa(run.points.row(i)).enumerated() where κ < 0 { expected[j] += 1 }
    }
    #expect(expected.contains { $0 > 0 })
    #expect(run.memory[DiagonalTraining.negative] == expected)
  }
}

extension RunOptions {
  static var last: RunOptions {
    var options = RunOptions()
    options.recording = .last
    return options
  }
}

extension MomentumFamily {
  static func heavyBall(_ η: Double, _ µ: Double) -> MomentumFamily {
    MomentumFamily(stepSize: η, momentum: µ, lookahead: 0)
  }
}

extension PredictedBias {
  func kappa(of run: Trajectory, _ problem: DiagonalProblem) -> Vector {
    kappa(run.gradientIntegrals(for: problem), to: problem.predictor(run.end))
  }
}
