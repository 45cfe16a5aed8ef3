/// A quantity that runs can record by its name. A new one is a file in this folder and a line in ``Quantities/all``.
public protocol Quantity: Observer, SendableMetatype {
  /// Its name in scripts.
  static var name: String { get }
  /// What it is and what a measurement costs, for help.
  static var summary: String { get }
  /// What it is at the first point of a run by which it is tried: heavy ball's with η = 5e-3 and µ = 0.7 from (2.8, 3.5)
  /// on (β₁β₂ − 0.6)²/2.
  static var sample: Double { get }

  init(every: Int)

  /// - Returns: A number, finite or not. What it throws ends the run.
  func measure(_ moment: Moment) throws -> Double

  /// Why it cannot be measured on a method; nil where it can.
  static func refusal(on iteration: Iteration) -> String?
}

extension Quantity {
  public var name: String { Self.name }
  public func observe(_ moment: Moment) throws -> Measurement { .number(try measure(moment)) }
  public static func refusal(on iteration: Iteration) -> String? { nil }
}

/// The quantities there are.
public enum Quantities {
  public static let all: [any Quantity.Type] = [
    LossQuantity.self, GradientQuantity.self, DirectionalSmoothnessQuantity.self, StepSmoothnessQuantity.self,
    RadiusQuantity.self, SharpnessQuantity.self, StabilityQuantity.self, BatchSharpnessQuantity.self,
  ]
}
