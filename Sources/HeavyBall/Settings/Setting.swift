/// What a loss or a method can be given, by name, range and default: lists of them are what scripts see as options.
public class AnySetting: @unchecked Sendable {
  public let name: String
  public let summary: String

  init(_ name: String, _ summary: String) { (self.name, self.summary) = (name, summary) }

  /// Hands the setting to whom knows what to do with each kind.
  public func accept<V: SettingVisitor>(_ visitor: V) -> V.Result { preconditionFailure("every setting is a Setting<Value>") }
}

/// A setting with the type of its value.
///
///     static let x = Setting("x", .finite, "the input", default: 1)
///     static let y = Setting("y", .finite, "the target")
public final class Setting<Value: Sendable>: AnySetting, @unchecked Sendable {
  public let kind: SettingKind<Value>
  /// Nil: it must be given.
  public let defaultValue: Value?

  public init(_ name: String, _ kind: SettingKind<Value>, _ summary: String, default value: Value? = nil) {
    (self.kind, defaultValue) = (kind, value)
    super.init(name, summary)
  }

  public override func accept<V: SettingVisitor>(_ visitor: V) -> V.Result { kind.visit(self, visitor) }
}

/// Who makes something of each kind of setting.
public protocol SettingVisitor {
  associatedtype Result
  func number(_ setting: Setting<Double>, in interval: Interval) -> Result
  func integer(_ setting: Setting<Int>, in range: ClosedRange<Int>) -> Result
  func optionalInteger(_ setting: Setting<Int?>, in range: ClosedRange<Int>) -> Result
  func vector(_ setting: Setting<Vector>) -> Result
  func optionalVector(_ setting: Setting<Vector?>) -> Result
  func matrix(_ setting: Setting<Matrix>) -> Result
  func coefficient(_ setting: Setting<Coefficient>, in interval: Interval) -> Result
  func choice<E: SettingChoice>(_ setting: Setting<E>) -> Result
}

/// An enumeration whose words scripts use.
public typealias SettingChoice = CaseIterable & RawRepresentable<String> & Sendable

/// What the values of a setting may be.
public struct SettingKind<Value: Sendable>: Sendable {
  private let visitor: @Sendable (Setting<Value>, any SettingVisitor) -> Any

  private init(_ visitor: @escaping @Sendable (Setting<Value>, any SettingVisitor) -> Any) { self.visitor = visitor }

  func visit<V: SettingVisitor>(_ setting: Setting<Value>, _ visitor: V) -> V.Result {
    guard let result = self.visitor(setting, visitor) as? V.Result else { preconditionFailure("a visitor gives its own result") }
    return result
  }
}

extension SettingKind where Value == Double {
  /// Numbers of an interval.
  public static func number(in interval: Interval) -> Self { Self { $1.number($0, in: interval) } }
  /// Any number but NaN and the infinities.
  public static var finite: Self { number(in: .finite) }
  /// > 0
  public static var positive: Self { number(in: .positive) }
  /// [0, 1)
  public static var fraction: Self { number(in: .fraction) }
}

extension SettingKind where Value == Int {
  /// Whole numbers of a range.
  public static func integer(in range: ClosedRange<Int>) -> Self { Self { $1.integer($0, in: range) } }
}

extension SettingKind where Value == Int? {
  /// One that a method chooses itself where it is left out.
  public static func chosenInteger(in range: ClosedRange<Int>) -> Self { Self { $1.optionalInteger($0, in: range) } }
}

extension SettingKind where Value == Vector {
  /// Finite numbers.
  public static var vector: Self { Self { $1.vector($0) } }
}

extension SettingKind where Value == Vector? {
  /// Finite numbers, or nothing.
  public static var optionalVector: Self { Self { $1.optionalVector($0) } }
}

extension SettingKind where Value == Matrix {
  /// Finite numbers.
  public static var matrix: Self { Self { $1.matrix($0) } }
}

extension SettingKind where Value == Coefficient {
  /// A number of an interval, or numbers of it that change from step to step or from member to member.
  public static func coefficient(in interval: Interval) -> Self { Self { $1.coefficient($0, in: interval) } }
}

extension SettingKind where Value: SettingChoice {
  /// One of an enumeration's words.
  public static var choice: Self { Self { $1.choice($0) } }
}
