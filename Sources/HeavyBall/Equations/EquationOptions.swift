/// How a system is solved.
public struct EquationOptions {
  public var method = Integrators.Entry.adaptive(DormandPrince853())
  /// The tolerances of adaptive methods; those of the system's precision where nil.
  public var integrator: IntegratorOptions?
  /// Methods of equal steps: so many from each time to the next.
  public var substeps = 10
  /// p, all of its numbers; those that the system was made with where nil.
  public var parameters: [Double]?
  /// A formula by ``EquationSystem/expression(_:)``, a number: the solution ends where it changes its sign.
  public var event: Expression?
  /// Called now and then; what it throws ends the work.
  public var poll: () throws -> Void = {}
  /// Called as `poll` is.
  public var progress: ((RunProgress) throws -> Void)?
  /// Called with what there was where something that is called throws, before the error goes on.
  public var interrupted: ((InterruptedWork) -> Void)?

  public init() {}
}
