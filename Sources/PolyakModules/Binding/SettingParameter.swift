import HeavyBall
import LuaKit

/// A setting of a loss or a method as a parameter of the function that makes it.
struct SettingParameter: Sendable {
  let parameter: AnyParameter
  /// Puts what a call has given into values.
  let take: @Sendable (Call, inout SettingValues) throws -> Void

  /// - Parameter prefix: Whose setting it is, where a function lists those of many: "taylor: how many terms".
  init(_ setting: AnySetting, prefix: String? = nil) { self = setting.accept(Maker(prefix: prefix)) }

  private init<Value: Sendable>(
    _ setting: Setting<Value>, _ parameter: Parameter<Value>,
    check: @escaping @Sendable (Value, AnyParameter, Call) throws -> Void = { _, _, _ in }
  ) {
    self.parameter = parameter
    take = { call, values in
      let value = try call[parameter]
      try check(value, parameter, call)
      values[setting] = value
    }
  }

  private struct Maker: SettingVisitor {
    let prefix: String?

    func number(_ setting: Setting<Double>, in interval: Interval) -> SettingParameter {
      SettingParameter(setting, setting.parameter(.number(in: interval)))
    }

    func integer(_ setting: Setting<Int>, in range: ClosedRange<Int>) -> SettingParameter {
      SettingParameter(setting, setting.parameter(.integer(in: range)))
    }

    func optionalInteger(_ setting: Setting<Int?>, in range: ClosedRange<Int>) -> SettingParameter {
      SettingParameter(
        setting,
        Parameter(setting.name, ParameterType<Int>.integer(in: range), (prefix.map { $0 + ": " } ?? "") + setting.summary)
          .optional)
    }

    func vector(_ setting: Setting<Vector>) -> SettingParameter {
      SettingParameter(setting, setting.parameter(.vector)) { v, parameter, call in try call.checkFinite(v, parameter) }
    }

    func optionalVector(_ setting: Setting<Vector?>) -> SettingParameter {
      SettingParameter(setting, Parameter(setting.name, ParameterType<Vector>.vector, setting.summary).optional) {
        v, parameter, call in try call.checkFinite(v ?? [], parameter)
      }
    }

    func matrix(_ setting: Setting<Matrix>) -> SettingParameter {
      SettingParameter(setting, setting.parameter(.matrix)) { a, parameter, call in try call.checkFinite(a, parameter) }
    }

    func coefficient(_ setting: Setting<Coefficient>, in interval: Interval) -> SettingParameter {
      SettingParameter(setting, setting.parameter(.coefficient(in: interval)))
    }

    func choice<E: SettingChoice>(_ setting: Setting<E>) -> SettingParameter {
      SettingParameter(setting, setting.parameter(.choice(of: E.self)))
    }
  }
}

extension Setting {
  /// The parameter, of a type that takes the setting's values.
  func parameter(_ type: ParameterType<Value>) -> Parameter<Value> {
    if let defaultValue { return Parameter(name, type, summary, default: defaultValue) }
    return Parameter(name, type, summary)
  }
}

extension ParameterType where Value == Double {
  static func number(in interval: Interval) -> Self {
    switch (interval.includesLower, interval.includesUpper) {
    case _ where interval == .finite: .finiteNumber
    case (false, false): .number(above: interval.lower, below: interval.upper)
    case (true, false) where interval.upper == .infinity: .number(in: interval.lower...)
    case (true, false): .number(in: interval.lower..<interval.upper)
    case (_, true): .number(in: interval.lower...interval.upper)
    }
  }
}

extension Call {
  /// Makes something of a list of settings; what is wrong with them together is the option's fault.
  func make<Made>(_ settings: [SettingParameter], _ make: (SettingValues) throws -> Made) throws -> Made {
    var values = SettingValues()
    for setting in settings { try setting.take(self, &values) }
    do { return try make(values) } catch let fault as SettingFault {
      guard let parameter = settings.first(where: { $0.parameter.name == fault.setting.name })?.parameter else { throw fault }
      guard let (x, place) = fault.element else { throw self.fault(at: parameter, complaint: fault.complaint) }
      throw self.fault(at: parameter, "\(place + 1)", complaint: "\(fault.complaint), got \(LuaValue.number(x).briefly)")
    }
  }
}
