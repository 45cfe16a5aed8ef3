/// The field of a ``NoiseFlow``: of the mean, and of the covariance's rows behind it where that flows.
///
/// Unsafe pointers: as ``ComputedField``'s.
final class NoiseField: ComputedField {
  private let objective: Objective
  private let stepSize: Double
  private let momentum: Double
  private let noise: GradientNoise
  private let rows: RowMoments?
  /// D²(∇L)[u, v], for many pairs side by side.
  private let third: Machine?
  let dimension: Int

  init(
    _ objective: Objective, stepSize: Double, momentum: Double, noise: GradientNoise, poll: () throws -> Void
  ) throws {
    (self.objective, self.stepSize, self.momentum, self.noise) = (objective, stepSize, momentum, noise)
    let p = objective.dimension
    if case .covariance(let matrix) = noise {
      precondition(matrix.rows == p && matrix.columns == p, "a covariance of \(p) rows")
      rows = nil
    } else {
      rows = try RowMoments(objective, poll: poll)
    }
    if case .reshuffled = noise {
      (third, dimension) = (nil, p)
    } else {
      let program = try objective.derivativeProgram(2, poll)
      (third, dimension) = (Machine(program, members: min(p, 64), counting: .higherDerivative), p + p * p)
    }
  }

  func evaluate(at point: UnsafePointer<Double>, into result: UnsafeMutablePointer<Double>) {
    let (p, η, µ) = (objective.dimension, stepSize, momentum)
    let β = Vector(UnsafeBufferPointer(start: point, count: p))
    let g = objective.gradient(at: β)
    let product = objective.hessianProduct(at: β, with: g).product
    let memory = 1 - µ
    var speed = g * (-1 / memory)
    speed.add(product, times: -η * (1 + µ) / (2 * memory * memory * memory))
    switch noise {
    case .reshuffled(let size):
      let weight = GradientNoise.reshufflingWeight(rows: objective.rows?.count ?? 1, size: size, momentum: µ)
      if weight != 0, let rows {
        let scatter = rows.means(at: β, withSquares: false).product - product
        speed.add(scatter, times: -η * weight / (memory * memory))
      }
    case .independent(let size):
      guard var square = rows?.means(at: β, withSquares: true).square else { break }
      for i in 0..<p { for j in 0..<p { square[i, j] = (square[i, j] - g[i] * g[j]) / Double(size) } }
      addCovariance(at: β, square, to: &speed, point + p, result + p)
    case .covariance(let matrix): addCovariance(at: β, matrix, to: &speed, point + p, result + p)
    }
    for (i, x) in speed.enumerated() { result[i] = x }
  }

  /// dV/dt, and what V adds to the mean's velocity.
  private func addCovariance(
    at β: Vector, _ noise: Matrix, to speed: inout Vector, _ covariance: UnsafePointer<Double>,
    _ result: UnsafeMutablePointer<Double>
  ) {
    let (p, η, memory) = (objective.dimension, stepSize, 1 - momentum)
    let V = Matrix(rows: p, columns: p, elements: Array(UnsafeBufferPointer(start: covariance, count: p * p)))
    let decay = objective.hessian(at: β) * V
    for i in 0..<p {
      for j in 0..<p {
        result[i * p + j] = -(decay[i, j] + decay[j, i]) / memory + η * noise[i, j] / (memory * memory)
      }
    }
    speed.add(contracted(at: β, V), times: -1 / (2 * memory))
  }

  /// D³L : V = Σ_j D²(∇L)[e_j, V e_j].
  private func contracted(at β: Vector, _ V: Matrix) -> Vector {
    let p = objective.dimension
    var sum = Vector(repeating: 0, count: p)
    guard let third else { return sum }
    let members = third.members
    third.load(β, input: 0)
    let (first, second, value) = (third.address(ofInput: 1), third.address(ofInput: 2), third.address(ofOutput: 0))
    for start in stride(from: 0, to: p, by: members) {
      let count = min(members, p - start)
      first.update(repeating: 0, count: p * members)
      second.update(repeating: 0, count: p * members)
      for k in 0..<count {
        first[(start + k) * members + k] = 1
        for i in 0..<p { second[i * members + k] = V[i, start + k] }
      }
      third.run()
      for i in 0..<p { for k in 0..<count { sum[i] += value[i * members + k] } }
    }
    return sum
  }
}
