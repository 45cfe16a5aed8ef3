import HeavyBall
import LuaKit

/// The option `noise` of `hbf.flow`: that the flow is to be the mean's of noisy gradients.
enum NoiseOptions {
  /// What is asked for; batches are another option.
  enum Wish {
    case batches(Batches.Order)
    case covariance(Covariance)
  }

  /// A covariance, or σ² for every parameter alike.
  enum Covariance {
    case matrix(Matrix)
    case variance(Double)

    /// - Throws: where it is not of the loss's parameters, or no covariance.
    func matrix(_ call: Call, _ parameter: AnyParameter, _ path: String?, of objective: Objective) throws -> Matrix {
      let p = objective.dimension
      func fault(_ complaint: String) -> LuaError {
        path.map { call.fault(at: parameter, $0, complaint: complaint) } ?? call.fault(at: parameter, complaint: complaint)
      }
      switch self {
      case .variance(let x):
        var matrix = Matrix(rows: p, columns: p)
        for i in 0..<p { matrix[i, i] = x }
        return matrix
      case .matrix(let matrix):
        guard matrix.rows == p, matrix.columns == p else {
          throw fault("must be a \(p)x\(p) matrix, got a \(matrix.rows)x\(matrix.columns) matrix")
        }
        guard matrix.isFinite else { throw fault("must be a matrix of finite numbers") }
        for i in 0..<p {
          for j in 0..<i where (matrix[i, j] - matrix[j, i]).magnitude > 1e-12 * matrix[i, j].magnitude {
            throw fault("must be symmetric, but elements (\(i + 1), \(j + 1)) and (\(j + 1), \(i + 1)) differ")
          }
        }
        return matrix
      }
    }
  }

  static let covarianceType = ParameterType<Double>.nonNegativeNumber.map { Covariance.variance($0) }
    .or(ParameterType<Matrix>.matrix.map { .matrix($0) })
    .named("a number >= 0 or a matrix", annotation: "number|Matrix|number[][]")

  private static let covariance = Parameter(
    "covariance", covarianceType, "of each step's gradient; a number is the variance of each of its components alike")

  static let parameter = Parameter(
    "noise",
    ParameterType<Wish>.options(covariance) { .covariance(try $0[covariance]) }.or(
      ParameterType<String>.string(oneOf: "reshuffled", "independent").map {
        .batches($0 == "reshuffled" ? .reshuffled : .independent)
      }
    ).named("\"reshuffled\", \"independent\" or a table {covariance = ..}"),
    "the flow of the mean of heavy ball with noisy gradients, of order 2: \"reshuffled\" or \"independent\" batches of "
      + "batches = {size = n}, or noise of a covariance, independent from step to step. With independent noise the covariance of beta "
      + "flows too, and is a trajectory's memory.covariance"
  ).optional

  /// The noise of a call, of which the batches say how many rows a step takes.
  static func noise(
    _ wish: Wish, _ batches: Batches?, _ call: Call, on objective: Objective, batchParameter: AnyParameter
  ) throws -> GradientNoise {
    switch wish {
    case .covariance(let covariance):
      if batches != nil {
        throw call.fault(at: batchParameter, complaint: "is for noise 'reshuffled' or 'independent': a covariance has no batches")
      }
      return .covariance(try covariance.matrix(call, parameter, "covariance", of: objective))
    case .batches(let order):
      guard let size = batches?.commonSize else {
        throw call.fault(
          at: batchParameter,
          complaint: "must be {size = n} where noise is '\(order.rawValue)'"
            + (batches == nil ? ", got nil" : ", got lists of rows"))
      }
      return order == .reshuffled ? .reshuffled(size: size) : .independent(size: size)
    }
  }
}
