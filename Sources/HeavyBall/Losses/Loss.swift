/// A loss: a scalar formula of a vector of parameters.
///
/// A loss is one small file in this folder. It says how many parameters it has and writes its formula as an
/// ``Expression``; ``Objective`` gives it its gradient, its higher derivatives and their compiled programs.
public protocol Loss: Sendable {
  /// What tables and printed trajectories call it.
  static var name: String { get }

  /// The number of parameters.
  var dimension: Int { get }

  /// The loss at β, a vector of ``dimension`` elements.
  func build(_ β: Expression) -> Expression

  /// The same as the mean over rows of data, where it is one: it then has batches, see ``BatchFormula``.
  var rows: RowFormula? { get }
}

extension Loss {
  public var rows: RowFormula? { nil }
}
