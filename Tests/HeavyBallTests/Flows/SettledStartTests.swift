import Testing

@testable import HeavyBall

@Suite("Heavy ball started with its settled momentum") struct SettledStartTests {
  /// Errors beside heavy ball by 40 digits: momentum_start.json.
  struct File: Decodable {
    struct Case: Decodable {
      let alpha: Int
      let `init`: String
      let errors: [Double]
    }
    let cases: [Case]
  }

  private let etas = [0.01, 0.005, 0.0025, 0.00125]

  private func measured(_ order: Int, _ form: FlowForm, isSettled: Bool) throws -> OrderOfError {
    let objective = BilinearModel.objective()
    return try OrderOfError.measure(
      of: { HeavyBallFlow(objective, stepSize: $0, momentum: 0.5, order: order, form: form) }, from: BilinearModel.start,
      duration: BilinearModel.duration, stepSizes: etas, isSettled: isSettled)
  }

  @Test("is off the limit form by what the reference has, from rest and settled")
  func reference() throws {
    for c in try SeriesReference.read(File.self, "momentum_start.json").cases where c.`init` != "-eta g/(1-mu)" {
      let isSettled = c.`init` != "zero"
      let found = try measured(c.alpha, .limit, isSettled: isSettled).errors
      // The reference follows a flow of a higher order back: at the flow's own that is another error of the same order.
      for (x, y) in zip(found, c.errors) { expectClose(x / y, 1, isSettled ? 0.35 : 1e-6, "\(c)") }
    }
  }

  @Test("gives the limit form its order from the start itself, and the flow in phase space as well", arguments: [1, 2, 3, 4])
  func orders(order: Int) throws {
    for form in [FlowForm.limit, .phase] {
      let slopes = try measured(order, form, isSettled: true).slopes
      #expect((slopes[2] - Double(order)).magnitude < 0.1, "\(form) \(slopes)")
    }
    #expect((try measured(order, .limit, isSettled: false).slopes[2] - 1).magnitude < 0.1)
  }
}
