/// The losses that scripts make by name. A new one is a file in this folder, with its ``Entry``, and a line here.
public enum Losses {
  public static let all: [Entry] = [
    ProductLoss.entry, QuadraticLoss.entry, RosenbrockLoss.entry, LeastSquaresLoss.entry, LogisticLoss.entry,
    DiagonalLinearLoss.entry,
  ]

  /// A loss as lists know it: what it is, what it can be given, and how it is made.
  public struct Entry: Sendable {
    public let name: String
    public let summary: String
    public let settings: [AnySetting]
    public let sample: Sample
    public let make: @Sendable (SettingValues) throws -> any Loss

    public init<L: Loss>(
      _ type: L.Type, _ summary: String, _ settings: AnySetting..., sample: Sample,
      make: @escaping @Sendable (SettingValues) throws -> L
    ) {
      (name, self.summary, self.settings, self.sample, self.make) = (L.name, summary, settings, sample, make)
    }
  }

  /// A loss, a point, and the value there: the example of help, and what tests over all losses begin with.
  public struct Sample: Sendable {
    public let loss: any Loss
    /// Its settings as a script writes them.
    public let source: String
    public let point: Vector
    public let value: Double

    public init(_ loss: any Loss, _ source: String, at point: Vector, value: Double) {
      (self.loss, self.source, self.point, self.value) = (loss, source, point, value)
    }
  }
}
