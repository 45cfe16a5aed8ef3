/// Hairer and Wanner's Rosenbrock method of order 4 with an error estimate of order 3, "RODAS", for stiff fields.
///
/// E. Hairer, G. Wanner, Solving Ordinary Differential Equations II, section IV.7; coefficients of their program RODAS.
/// L-stable and stiffly accurate: what decays fast compared with the step is gone after it, where an explicit method
/// must take steps as short as the fastest decay, for all the time. The flow of a loss whose Hessian has eigenvalues
/// from small to large is such a field.
///
/// A step costs six evaluations, a Jacobian (p products with unit vectors on p parameters, exact) and its
/// factorization, 2p³/3 operations: for some hundreds of parameters at the most. The solution between the steps is of
/// order 3. For many digits on a field that is not stiff use ``DormandPrince853``.
public struct Rodas4: AdaptiveMethod {
  public let name = "rodas4"
  public let summary = "Hairer and Wanner's of order 4, for stiff fields"
  public var usesJacobian: Bool { true }

  public init() {}

  public func order(_ options: IntegratorOptions) -> Int { 4 }
  public func denseOrder(_ options: IntegratorOptions) -> Int { 3 }

  public func stepper(dimension: Int, _ options: IntegratorOptions) -> any Stepper {
    RosenbrockStepper(Self.tableau, dimension: dimension, options)
  }

  static let tableau = RosenbrockTableau(
    γ: 1 / 4,
    a: [
      [0: 1.544],
      [0: 0.9466785280815826, 1: 0.2557011698983284],
      [0: 3.314825187068521, 1: 2.896124015972201, 2: 0.9986419139977817],
      [0: 1.221224509226641, 1: 6.019134481288629, 2: 12.53708332932087, 3: -0.6878860361058950],
      [0: 1.221224509226641, 1: 6.019134481288629, 2: 12.53708332932087, 3: -0.6878860361058950, 4: 1],
    ],
    c: [
      [0: -5.6688],
      [0: -2.430093356833875, 1: -0.2063599157091915],
      [0: -0.1073529058151375, 1: -9.594562251023355, 2: -20.47028614809616],
      [0: 7.496443313967647, 1: -10.24680431464352, 2: -33.99990352819905, 3: 11.70890893206160],
      [
        0: 8.083246795921522, 1: -7.981132988064893, 2: -31.52159432874371, 3: 16.31930543123136,
        4: -6.058818238834054,
      ],
    ],
    errorExponent: 4,
    dense: [
      [
        0: 10.12623508344586, 1: -7.487995877610167, 2: -34.80091861555747, 3: -7.992771707568823,
        4: 1.025137723295662,
      ],
      [
        0: -0.6762803392801253, 1: 6.087714651680015, 2: 16.43084320892478, 3: 24.76722511418386,
        4: -6.594389125716872,
      ],
    ])
}
