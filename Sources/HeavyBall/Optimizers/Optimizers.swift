/// The methods there are.
public enum Optimizers {
  public static let all: [Entry] = [
    GradientDescent.entry, HeavyBallMethod.entry, NesterovGradient.entry, MomentumFamily.entry, Adam.entry,
  ]

  /// A method as lists know it: what it is, what it can be given, and how it is made.
  public struct Entry: Sendable {
    public let type: any Optimizer.Type
    public let summary: String
    /// The step size first.
    public let settings: [AnySetting]
    /// Settings as a script writes them: of help's example, and what tests over all methods run.
    public let sample: String
    public let make: @Sendable (SettingValues) throws -> any Optimizer

    public init<O: Optimizer>(
      _ type: O.Type, _ summary: String, _ settings: AnySetting..., sample: String,
      make: @escaping @Sendable (SettingValues) throws -> O
    ) {
      (self.type, self.summary, self.settings, self.sample, self.make) = (type, summary, settings, sample, make)
    }

    public var name: String { type.name }
  }
}
