/// A method that estimates its error and chooses its steps by it.
///
/// A method is one small file and a line in ``Integrators/all``. It says what it is and makes a ``Stepper``, which
/// does the work; ``Integration`` drives it.
public protocol AdaptiveMethod: Sendable {
  /// Its name in scripts.
  var name: String { get }
  /// What it is, in half a line of help.
  var summary: String { get }
  /// The order of the solution it goes on with, at the tolerances given.
  func order(_ options: IntegratorOptions) -> Int
  /// The order of the solution between the ends of a step: its error is O(hⁿ⁺¹) at all of them.
  func denseOrder(_ options: IntegratorOptions) -> Int
  /// Whether it factorizes matrices of as many rows as β has elements.
  var usesJacobian: Bool { get }
  /// Whether it takes more of a field than its values: power series or Jacobians, which are derived from a formula.
  var needsFormula: Bool { get }

  /// What it can be given beside the tolerances.
  static var settings: [AnySetting] { get }
  /// The method with those values.
  func configured(by values: SettingValues) -> Self

  /// Derives and compiles what the method computes with beside the field; `poll` is called now and then meanwhile, and
  /// what it throws ends the work.
  func prepare(_ field: VectorField, _ options: IntegratorOptions, poll: () throws -> Void) throws

  /// The method at work on points of so many elements.
  func stepper(dimension: Int, _ options: IntegratorOptions) -> any Stepper
}

extension AdaptiveMethod {
  public var usesJacobian: Bool { false }
  public var needsFormula: Bool { usesJacobian }
  public static var settings: [AnySetting] { [] }
  public func configured(by values: SettingValues) -> Self { self }
  public func prepare(_ field: VectorField, _ options: IntegratorOptions, poll: () throws -> Void) throws {
    if usesJacobian { try field.jacobian(poll: poll) }
  }
}
