import Testing

@testable import HeavyBall

@Suite("The error that a flow carries along") struct ErrorBarTests {
  /// Errors beside heavy ball, and the leading ones, by exact fractions and 40 digits: error_constant.json.
  struct File: Decodable {
    struct Case: Decodable {
      let mu: String
      let alpha: Int
      let etas: [Double], actual: [Double], predicted: [Double]
    }
    let cases: [Case]
  }

  private let objective = BilinearModel.objective()

  /// The flow with its error, and the method's own run.
  private func runs(
    _ order: Int, _ form: FlowForm, eta η: Double, mu µ: Double, nu ν: Double = 0
  ) throws -> (flow: Trajectory, method: Trajectory) {
    let steps = Int((BilinearModel.duration / η).rounded())
    let method = MomentumFamily(stepSize: η, momentum: µ, lookahead: ν)
    let flow = HeavyBallFlow(objective, stepSize: η, momentum: µ, lookahead: ν, order: order, form: form)
    let run = flow.runWithError(DormandPrince853(), OrderOfError.tolerances()) {}
    return (
      try run.run(from: BilinearModel.start, steps: steps, RunOptions()),
      try Iteration(MomentumMethod(method), on: objective).run(from: BilinearModel.start, steps: steps)
    )
  }

  @Test("of the matched form is the reference's leading error, and the nearer to the error the smaller the step size")
  func matched() throws {
    for c in try SeriesReference.read(File.self, "error_constant.json").cases {
      let µ = c.mu == "1/2" ? 0.5 : 0.3
      var parts: [Double] = []
      for (η, (actual, predicted)) in zip(c.etas, zip(c.actual, c.predicted)) {
        let (flow, method) = try runs(c.alpha, .matched, eta: η, mu: µ)
        let error = try #require(flow.errors).row(flow.steps.count - 1)
        #expect(
          (error.norm() / predicted - 1).magnitude < 0.02 * η / 0.0025, "\(c.mu) \(c.alpha) \(η) \(error.norm()) \(predicted)")
        let found = flow.end - method.end
        #expect((found.norm() / actual - 1).magnitude < 1e-6, "\(found.norm()) \(actual)")
        parts.append((error - found).norm() / actual)
      }
      #expect(parts[1] < 0.6 * parts[0] && parts[2] < 0.6 * parts[1], "\(parts)")
    }
  }

  @Test(
    "is the error at every kept step, of every form and order, up to a part that falls as the step size",
    arguments: FlowForm.allCases, [1, 2, 3])
  func forms(form: FlowForm, order: Int) throws {
    let parts = try [0.005, 0.0025].map { η in
      let (flow, method) = try runs(order, form, eta: η, mu: 0.5)
      let errors = try #require(flow.errors)
      #expect(errors.rows == flow.steps.count && errors.columns == 4)
      // The forms that have the field for large k are not about heavy ball's first steps.
      let first = form == .limit || form == .matched ? errors.rows / 4 : 0
      let found = (first..<errors.rows).map { flow.points.row($0) - method.points.row($0) }
      let largest = found.map { $0.norm() }.max() ?? 0
      return (first..<errors.rows).map { (errors.row($0) - found[$0 - first]).norm() }.max().map { $0 / largest } ?? .nan
    }
    #expect(parts[0] < 0.25 && parts[1] < 0.62 * parts[0], "\(parts)")
  }

  @Test("of a method that looks ahead is so too, of one without momentum as well", arguments: [0, 0.5], [2, 3])
  func lookahead(mu: Double, order: Int) throws {
    let parts = try [0.005, 0.0025].map { η in
      let (flow, method) = try runs(order, .piecewise, eta: η, mu: mu, nu: 0.8)
      let errors = try #require(flow.errors)
      // At η itself, where the first steps' fields have been all there is, and later.
      return try [1, 2, errors.rows - 1].map { row in
        let found = flow.points.row(row) - method.points.row(row)
        return (try #require(flow.errors).row(row) - found).norm() / found.norm()
      }.max() ?? .nan
    }
    #expect(parts[0] < 0.4 && parts[1] < 0.65 * parts[0], "\(parts)")
  }

  @Test("goes on with what a trajectory remembers, and from a run of the method with none")
  func continued() throws {
    let (η, µ) = (0.005, 0.5)
    for form in FlowForm.allCases {
      let run = HeavyBallFlow(objective, stepSize: η, momentum: µ, order: 2, form: form)
        .runWithError(DormandPrince853(), OrderOfError.tolerances()) {}
      let whole = try run.run(from: BilinearModel.start, steps: 30, RunOptions())
      let part = try run.run(from: BilinearModel.start, steps: 10, RunOptions())
      let rest = try run.run(from: part, steps: 20, RunOptions())
      expectClose(rest.errors?.row(20).elements ?? [], whole.errors?.row(30).elements ?? [0], 1e-9)
      expectClose(rest.memory["error"]?.elements ?? [], rest.errors?.row(20).elements ?? [0], 0)
      let settled = try Iteration(HeavyBallMethod(stepSize: 0.005, momentum: 0.5), on: objective)
        .run(from: BilinearModel.start, steps: 60)
      #expect(try run.run(from: settled, steps: 1, RunOptions()).errors?.row(0) == [0, 0, 0, 0])
    }
  }

  @Test("leaves the points what they are without it")
  func points() throws {
    for form in FlowForm.allCases {
      let flow = HeavyBallFlow(objective, stepSize: 0.01, momentum: 0.5, order: 2, form: form)
      let with = try flow.runWithError(DormandPrince853(), OrderOfError.tolerances()) {}
        .run(from: BilinearModel.start, steps: 40, RunOptions())
      let without = try flow.run(DormandPrince853(), OrderOfError.tolerances())
        .run(from: BilinearModel.start, steps: 40, RunOptions())
      expectClose(with.points.elements, without.points.elements, 1e-11)
      #expect(without.errors == nil && (with.momenta != nil) == (form == .phase))
      if let m = with.momenta, let own = without.momenta { expectClose(m.elements, own.elements, 1e-11) }
    }
  }
}
