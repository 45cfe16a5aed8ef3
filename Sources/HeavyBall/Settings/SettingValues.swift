/// Values of settings, each by its setting.
public struct SettingValues {
  private var values: [ObjectIdentifier: any Sendable] = [:]

  public init() {}

  /// The value given, or the default.
  ///
  /// - Precondition: a setting without a default has been given.
  public subscript<Value>(_ setting: Setting<Value>) -> Value {
    get {
      if let value = values[ObjectIdentifier(setting)] as? Value { return value }
      guard let value = setting.defaultValue else { preconditionFailure("setting '\(setting.name)' has no value") }
      return value
    }
    set { values[ObjectIdentifier(setting)] = newValue }
  }

  /// Whether it was given.
  public func has(_ setting: AnySetting) -> Bool { values[ObjectIdentifier(setting)] != nil }

  /// Every value that is a number or a coefficient, in the settings' order: what printing a method shows.
  public func coefficients(of settings: [AnySetting]) -> [(name: String, value: Coefficient)] {
    settings.compactMap { setting in
      if let number = setting as? Setting<Double> { return (number.name, .constant(self[number])) }
      return (setting as? Setting<Coefficient>).map { ($0.name, self[$0]) }
    }
  }
}

/// A value that is right by itself and wrong beside the others: "must be square".
public struct SettingFault: Error {
  public let setting: AnySetting
  public let complaint: String
  /// The element that it is about, of a vector: its value, and its place from 0.
  public let element: (value: Double, place: Int)?

  public init(_ setting: AnySetting, _ complaint: String, element: (value: Double, place: Int)? = nil) {
    (self.setting, self.complaint, self.element) = (setting, complaint, element)
  }
}

/// Settings that many methods share.
public enum Settings {
  public static let stepSize = Setting("eta", .coefficient(in: .positive), "step size")
  public static let momentum = Setting("mu", .coefficient(in: .fraction), "momentum")
}
