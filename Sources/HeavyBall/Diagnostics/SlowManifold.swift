extension HeavyBallFlow {
  /// The m at β with which the method is on the orbit of its limit form: β less the point that the flow of this order comes
  /// from, η before.
  ///
  /// The limit form lives on the surface that it makes of (β, m), which the flow in phase space tends to as µᵏ does where
  /// heavy ball does not oscillate. To first order it is −η∇L/(1−µ).
  ///
  /// - Parameter poll: called now and then; what it throws ends the work.
  /// - Returns: Nil where the flow does not get there.
  /// - Precondition: the flow is in the limit form.
  public func slowMomentum(at β: Vector, poll: () throws -> Void) throws -> Vector? {
    precondition(form == .limit, "the limit form")
    let (formula, parameters) = (try formula(poll: poll), objective.parameters)
    let backwards = try VectorField(-formula, of: parameters, poll: poll)
    let integration = Integration(
      title: title, objective: objective, schedule: backwards, stepSize: stepSize, method: DormandPrince853(),
      options: OrderOfError.tolerances(objective.precision))
    let run = try integration.run(from: β, steps: 1)
    return run.ending == .completed ? β - run.end : nil
  }

  /// The method at β with the m that it has where it has settled, to go on from: ``slowMomentum(at:poll:)`` of the limit form of
  /// this flow's order. From there the limit form has its order from β itself.
  ///
  /// - Returns: Nil where there is no such m.
  /// - Precondition: η, µ and ν are constant.
  public func settledStart(at β: Vector, poll: () throws -> Void) throws -> Trajectory? {
    let limit =
      form == .limit ? self : HeavyBallFlow(objective, of: method, order: order, form: .limit)
    guard let m = try limit.slowMomentum(at: β, poll: poll) else { return nil }
    return Trajectory(resuming: β, step: 0, memory: ["m": m], of: objective, stepSize: stepSize)
  }
}
