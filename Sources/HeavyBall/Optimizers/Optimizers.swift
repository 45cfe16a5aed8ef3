/// The methods there are.
public enum Optimizers {
  public static let all: [Entry] = [
    GradientDescent.entry, HeavyBallMethod.entry, NesterovGradient.entry, MomentumMethod.entry,
    TwoStepMethod.entry, Adam.entry, AdamW.entry, RMSProp.entry,
  ]

  /// A method as lists know it: what it is, what it can be given, and how it is made.
  public struct Entry: Sendable {
    public let type: any Optimizer.Type
    public let summary: String
    /// The step size first.
    public let settings: [AnySetting]
    public let sample: Sample
    public let make: @Sendable (SettingValues) throws -> any Optimizer

    public init<O: Optimizer>(
      _ type: O.Type, _ summary: String, _ settings: AnySetting..., sample: Sample,
      make: @escaping @Sendable (SettingValues) throws -> O
    ) { self.init(type, summary, settings, sample: sample, make: make) }

    public init<O: Optimizer>(
      _ type: O.Type, _ summary: String, _ settings: [AnySetting], sample: Sample,
      make: @escaping @Sendable (SettingValues) throws -> O
    ) {
      (self.type, self.summary, self.settings, self.sample, self.make) = (type, summary, settings, sample, make)
    }

    public var name: String { type.name }
  }
  /// A method, and where three steps from (2, 0.8) on (β₁β₂ − 1)²/2 bring it: the example of help, and what tests over
  /// all methods begin with.
  public struct Sample: Sendable {
    public let method: any Optimizer
    /// Its settings as a script writes them.
    public let source: String
    public let end: Vector

    public init(_ method: any Optimizer, _ source: String, end: Vector) {
      (self.method, self.source, self.end) = (method, source, end)
    }
  }
}
