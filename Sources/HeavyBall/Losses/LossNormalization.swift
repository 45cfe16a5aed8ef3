/// What a sum of squared residuals is multiplied by.
public enum LossNormalization: String, CaseIterable, Sendable {
  /// ‖Xw − y‖²/(2n), n the number of rows of X.
  case mean
  /// ‖Xw − y‖², as Lyu et al. print it in appendix C.3.
  case sum

  /// c in L = c‖Xw − y‖²/2, so that ∇_w L = c Xᵀ(Xw − y) and ∇²_w L = c XᵀX.
  func factor(rows n: Int) -> Double {
    switch self {
    case .mean: 1 / Double(n)
    case .sum: 2
    }
  }
}
