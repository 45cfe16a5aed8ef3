/// The method of Dormand and Prince of order 5 with an error estimate of order 4, "DOPRI5", "RK45", "ode45".
///
/// J. R. Dormand, P. J. Prince, A family of embedded Runge-Kutta formulae, Journal of Computational and Applied
/// Mathematics 6 (1980); the solution between steps, of order 4, is that of Hairer, Nørsett and Wanner, Solving Ordinary
/// Differential Equations I, section II.6.
///
/// Six evaluations a step, the seventh being the next step's first. For tolerances below about 1e-7
/// ``DormandPrince853`` takes fewer. Where steps are short though the solution is smooth the field is stiff: see
/// ``Rodas4``.
public struct DormandPrince54: AdaptiveMethod {
  public let name = "dopri5"
  public let summary = "Dormand and Prince's of order 5"

  public init() {}

  public func order(_ options: IntegratorOptions) -> Int { 5 }
  public func denseOrder(_ options: IntegratorOptions) -> Int { 4 }

  public func stepper(dimension: Int, _ options: IntegratorOptions) -> any Stepper {
    ExplicitStepper(Self.pair, dimension: dimension, options)
  }

  static let pair = ExplicitPair(
    a: [
      [0: 1 / 5],
      [0: 3 / 40, 1: 9 / 40],
      [0: 44 / 45, 1: -56 / 15, 2: 32 / 9],
      [0: 19372 / 6561, 1: -25360 / 2187, 2: 64448 / 6561, 3: -212 / 729],
      [0: 9017 / 3168, 1: -355 / 33, 2: 46732 / 5247, 3: 49 / 176, 4: -5103 / 18656],
    ],
    b: [0: 35 / 384, 2: 500 / 1113, 3: 125 / 192, 4: -2187 / 6784, 5: 11 / 84],
    error: [0: 71 / 57600, 2: -71 / 16695, 3: 71 / 1920, 4: -17253 / 339200, 5: 22 / 525, 6: -1 / 40],
    errorExponent: 5,
    dense: [
      [
        0: -12_715_105_075 / 11_282_082_432, 2: 87_487_479_700 / 32_700_410_799, 3: -10_690_763_975 / 1_880_347_072,
        4: 701_980_252_875 / 199_316_789_632, 5: -1_453_857_185 / 822_651_844, 6: 69_997_945 / 29_380_423,
      ]
    ])
}
