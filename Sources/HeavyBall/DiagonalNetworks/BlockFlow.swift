extension HeavyBallFlow {
  /// The limit flow of order 2 on a diagonal linear network with the Hessian's diagonal blocks alone,
  ///
  ///     β̇ = −∇L/(1−µ) − η(1+µ)/(2(1−µ)³) diag(∇²_{w₊}L, ∇²_{w₋}L) ∇L,
  ///
  /// as the proofs of Lyu et al. have it. It is of order 1, not 2: the blocks left out are as large as those taken.
  ///
  /// - Precondition: the objective has w₊ and w₋ as its parameters, halves of one size.
  public static func withHessianBlocks(_ objective: Objective, stepSize η: Double, momentum µ: Double) -> HeavyBallFlow {
    let d = objective.dimension / 2
    return HeavyBallFlow(
      objective, stepSize: η, momentum: µ, order: 2, title: "heavy-ball flow of order 2 with diagonal Hessian blocks"
    ) { β, gradient in
      let zero = β.graph.constant(0, .vector(d))
      let ahead = gradient.derivative(
        withRespectTo: β, along: [Expression.concatenation([gradient[0..<d], zero])])[0..<d]
      let behind = gradient.derivative(
        withRespectTo: β, along: [Expression.concatenation([zero, gradient[d..<2 * d]])])[d..<2 * d]
      let c = η * (1 + µ) / (2 * (1 - µ) * (1 - µ) * (1 - µ))
      return gradient * (-1 / (1 - µ)) - Expression.concatenation([ahead, behind]) * c
    }
  }
}
