/// The field of a ``CentralFlow``.
///
/// Unsafe pointers: as ``ComputedField``'s.
final class CentralField: ComputedField {
  // The flow owns its field.
  private unowned let flow: CentralFlow
  let dimension: Int
  /// D²(∇L)[u, v], for one pair at a time: of a network that costs less than several side by side.
  private lazy var third = Machine(flow.objective.derivativeProgram(2), counting: .higherDerivative)

  private var modes: FollowedModes

  init(_ flow: CentralFlow) {
    self.flow = flow
    dimension = flow.objective.dimension
    modes = FollowedModes(above: Self.nearness(flow.relaxation) * flow.threshold, most: flow.modeCount)
  }

  /// What there is at a point.
  struct State {
    /// Those near the threshold, largest first.
    let curvatures: [Double]
    /// Their unit eigenvectors.
    let vectors: [Vector]
    /// X, by these; nil where it is 0.
    let covariance: Matrix?
    /// dw/dt.
    let speed: Vector
  }

  /// From which part of the threshold on curvatures are near it: those further below would have to rise to it within τ steps.
  private static func nearness(_ τ: Double) -> Double { max(0.5, 1 - 0.1 * max(1, τ)) }

  /// nil where a number is not finite, or the complementarity problem has no solution.
  func state(at w: Vector) -> State? {
    let (method, threshold) = (flow.method, flow.threshold)
    let memory = 1 - method.momentum
    let gradient = flow.objective.gradient(at: w)
    let found = modes.update(of: flow.objective, at: w)
    guard gradient.isFinite, !found.next.isNaN else { return nil }
    let (curvatures, vectors) = (found.values, found.values.indices.map { found.vectors.row($0) })
    let stable = State(curvatures: curvatures, vectors: vectors, covariance: nil, speed: gradient * (-1 / memory))
    if curvatures.isEmpty { return stable }
    let coordinates = SymmetricCoordinates(size: curvatures.count)
    let normals = coordinates.pairs.enumerated().map { k, pair in
      normal(at: w, vectors[pair.row], vectors[pair.column]) * coordinates.weight(k)
    }
    // S·I − Λ over the time in which it is to vanish, and what ∇L lets it grow by; a curvature of S to rounding is at S.
    let time = method.stepSize * flow.relaxation
    var constant = coordinates.matrix(Vector(normals.map { $0.dot(gradient) / memory }))
    for i in curvatures.indices { constant[i, i] += (threshold * (1 + 1e-12) - curvatures[i]) / time }
    var linear = Matrix(rows: normals.count, columns: normals.count)
    for k in normals.indices {
      for l in 0...k {
        linear[k, l] = normals[k].dot(normals[l]) / (2 * memory)
        linear[l, k] = linear[k, l]
      }
    }
    guard let covariance = try? SemidefiniteComplementarity(linear: linear, constant: constant).solution() else { return nil }
    let weights = coordinates.vector(covariance)
    guard weights.contains(where: { $0 != 0 }) else { return stable }
    var speed = stable.speed
    for (k, normal) in normals.enumerated() { speed.add(normal, times: -weights[k] / (2 * memory)) }
    return State(curvatures: curvatures, vectors: vectors, covariance: covariance, speed: speed)
  }

  /// ∇(uᵀHv).
  private func normal(at w: Vector, _ u: Vector, _ v: Vector) -> Vector {
    third.load(w, input: 0)
    third.load(u, input: 1)
    third.load(v, input: 2)
    third.run()
    return third.output(0)
  }

  func evaluate(at point: UnsafePointer<Double>, into result: UnsafeMutablePointer<Double>) {
    guard let speed = state(at: Vector(UnsafeBufferPointer(start: point, count: dimension)))?.speed else {
      result.update(repeating: .nan, count: dimension)
      return
    }
    for (i, x) in speed.enumerated() { result[i] = x }
  }
}
