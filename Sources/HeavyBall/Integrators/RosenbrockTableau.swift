/// The coefficients of a stiffly accurate Rosenbrock method, transformed so that no product with the Jacobian is made:
///
///     (I − hγJ) u_i = hγF(β + Σ_j a_ij u_j) + γ Σ_j c_ij u_j,   β' = β + Σ_j m_j u_j
///
/// with m the weights of the last stage's point and 1 for that stage itself, which is the error estimate: E. Hairer,
/// G. Wanner, Solving Ordinary Differential Equations II, section IV.7. Weights are by stage, counted from 0.
struct RosenbrockTableau: Hashable, Sendable {
  let γ: Double
  /// Row i has a of stage i + 1; the last has m but for its 1.
  let a: [[Int: Double]]
  /// Row i has c of stage i + 1.
  let c: [[Int: Double]]
  /// n where the estimated error goes as hⁿ.
  let errorExponent: Int
  /// Row i has the weights of coefficient i + 2 of the interpolant.
  let dense: [[Int: Double]]
}
