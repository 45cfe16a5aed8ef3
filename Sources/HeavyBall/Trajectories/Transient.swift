/// The first steps of a method whose formula changes from step to step: the flow of Theorem 2.1.
///
/// They have a program of their own, with constants that are set before each step. Once there are none any more, the
/// method's own program goes on.
final class Transient {
  /// The constants of step k, nil from where on the method's own program serves.
  let constants: (Int) -> [Double]?
  private let makeProgram: () -> Program

  /// Advances the parameters, the constants behind them.
  private(set) lazy var program = makeProgram()

  /// - Parameters:
  ///   - parameters: the input that is the state, all there is of it.
  ///   - input: the input that the constants are.
  ///   - next: the next parameters.
  init(
    of parameters: Expression, _ input: Expression, isFused: Bool, next: @escaping () -> Expression,
    constants: @escaping (Int) -> [Double]?
  ) {
    self.constants = constants
    makeProgram = { Program(step: [next(), input], of: [parameters, input], isFused: isFused) }
  }
}
