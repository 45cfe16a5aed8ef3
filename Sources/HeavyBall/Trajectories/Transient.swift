/// The first steps of a method whose formula changes from step to step: the flow of Theorem 2.1.
///
/// They have a program of their own, with constants that are set before each step. Once there are none any more, the
/// method's own program goes on.
final class Transient {
  /// The constants of step k, nil from where on the method's own program serves.
  let constants: (Int) -> [Double]?
  /// Advances the parameters, the constants behind them.
  let program: Program

  /// - Parameters:
  ///   - parameters: the input that is the state, all there is of it.
  ///   - input: the input that the constants are.
  ///   - next: the next parameters.
  ///   - poll: called now and then; what it throws ends the work.
  init<E: Error>(
    of parameters: Expression, _ input: Expression, isFused: Bool, next: Expression, poll: () throws(E) -> Void,
    constants: @escaping (Int) -> [Double]?
  ) throws(E) {
    self.constants = constants
    program = try Program(step: [next, input], of: [parameters, input], isFused: isFused, poll: poll)
  }
}
