import HeavyBall
import LuaKit

/// The options that name the data of a regression, as the losses have them.
enum RegressionData {
  static let inputs = SettingParameter(RegressionSettings.inputs)
  static let targets = SettingParameter(RegressionSettings.targets)
  static let normalization = RegressionSettings.normalization.parameter(.choice(of: LossNormalization.self))
}

extension Call {
  /// X and y, a row for each target.
  func regressionData() throws -> (Matrix, Vector) {
    try make([RegressionData.inputs, RegressionData.targets]) { values in
      try RegressionSettings.data(values[RegressionSettings.inputs], values[RegressionSettings.targets])
    }
  }
}
