/// A method that estimates its error and chooses its steps by it.
///
/// A method is one small file and a line in ``Integrators/adaptive``. It says what it is and makes a ``Stepper``, which
/// does the work; ``Integration`` drives it.
public protocol AdaptiveMethod: Sendable {
  /// Its name in scripts.
  var name: String { get }
  /// The order of the solution it goes on with, at the tolerances given.
  func order(_ options: IntegratorOptions) -> Int
  /// The order of the solution between the ends of a step: its error is O(hⁿ⁺¹) at all of them.
  func denseOrder(_ options: IntegratorOptions) -> Int
  /// Whether it factorizes matrices of as many rows as β has elements.
  var usesJacobian: Bool { get }

  /// What it can be given beside the tolerances.
  static var settings: [AnySetting] { get }
  /// The method with those values.
  func configured(by values: SettingValues) -> Self

  /// The method at work on points of so many elements.
  func stepper(dimension: Int, _ options: IntegratorOptions) -> any Stepper
}

extension AdaptiveMethod {
  public var usesJacobian: Bool { false }
  public static var settings: [AnySetting] { [] }
  public func configured(by values: SettingValues) -> Self { self }
}
