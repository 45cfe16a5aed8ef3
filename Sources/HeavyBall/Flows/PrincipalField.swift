/// The field of a ``PrincipalFlow``.
///
/// The state is β, m, Im β, Im m in phase space, Re b, Im b in the matched form. Complex points are near real ones: the gradient
/// there is that at the real part, and the Hessian there times the imaginary one.
///
/// Unsafe pointers: as ``ComputedField``'s.
final class PrincipalField: ComputedField {
  // The flow owns its field.
  private unowned let flow: PrincipalFlow
  private let p: Int
  let dimension: Int

  init(_ flow: PrincipalFlow) {
    (self.flow, p) = (flow, flow.objective.dimension)
    dimension = flow.hasMomentum ? 4 * p : 2 * p
  }

  /// A direction: its eigenvector and its roots, and the gradient along it.
  private struct Mode {
    let vector: Vector
    let roots: PrincipalRoots
    let curvature: Double
    let slope: Double
  }

  /// What there is at a real point; nil where it is not finite.
  private func modes(at β: Vector) -> (modes: [Mode], gradient: Vector)? {
    let gradient = flow.objective.gradient(at: β)
    guard let (values, vectors) = flow.modes.pairs(at: β) else { return nil }
    let modes = values.indices.map { i in
      let vector = vectors.row(i)
      return Mode(
        vector: vector, roots: PrincipalRoots(flow.method, curvature: values[i]), curvature: values[i],
        slope: gradient.dot(vector))
    }
    return (modes, gradient)
  }

  func evaluate(at point: UnsafePointer<Double>, into result: UnsafeMutablePointer<Double>) {
    let state = UnsafeBufferPointer(start: point, count: dimension)
    func part(_ i: Int) -> Vector { Vector(state[i * p..<(i + 1) * p]) }
    guard let (modes, gradient) = modes(at: part(0)) else {
      result.update(repeating: .nan, count: dimension)
      return
    }
    let parts =
      flow.hasMomentum
      ? phase(modes, gradient, m: part(1), (β: part(2), m: part(3))) : matched(modes, gradient, imaginary: part(1))
    for (i, part) in parts.enumerated() {
      for (j, x) in part.enumerated() { result[i * p + j] = x }
    }
  }

  private func matched(_ modes: [Mode], _ gradient: Vector, imaginary: Vector) -> [Vector] {
    // What no mode takes follows −∇L/(1−µ).
    let flat = PrincipalRoots(flow.method, curvature: 0).decay.real
    var (real, imaginaryPart, rest) = (gradient * 0, gradient * 0, gradient)
    for mode in modes {
      let slope = ComplexNumber(mode.slope, mode.curvature * imaginary.dot(mode.vector))
      let speed = mode.roots.decay * slope
      real.add(mode.vector, times: speed.real)
      imaginaryPart.add(mode.vector, times: speed.imaginary)
      rest.add(mode.vector, times: -mode.slope)
    }
    if !flow.modes.areAll { real.add(rest, times: flat) }
    return [real, imaginaryPart]
  }

  private func phase(
    _ modes: [Mode], _ gradient: Vector, m: Vector, _ imaginary: (β: Vector, m: Vector)
  ) -> [Vector] {
    let none = gradient * 0
    var result = [none, none, none, none]
    var (rest, restMomentum) = (gradient, m)
    let η = flow.method.stepSize
    for mode in modes {
      let own = m.dot(mode.vector)
      let slope = ComplexNumber(mode.slope, mode.curvature * imaginary.β.dot(mode.vector))
      let momentum = ComplexNumber(own, imaginary.m.dot(mode.vector)) * (1 / η)
      let weights = mode.roots.logarithm
      let speed = weights.position.gradient * slope + weights.position.momentum * momentum
      let force = weights.momentum.gradient * slope + weights.momentum.momentum * momentum
      for (i, x) in [speed.real, force.real, speed.imaginary, force.imaginary].enumerated() where x != 0 {
        result[i].add(mode.vector, times: x)
      }
      rest.add(mode.vector, times: -mode.slope)
      restMomentum.add(mode.vector, times: -own)
    }
    if !flow.modes.areAll {
      let flat = PrincipalRoots(flow.method, curvature: 0).logarithm
      result[0].add(rest, times: flat.position.gradient.real)
      result[0].add(restMomentum, times: flat.position.momentum.real / η)
      result[1].add(rest, times: flat.momentum.gradient.real)
      result[1].add(restMomentum, times: flat.momentum.momentum.real / η)
    }
    return result
  }

  /// b where the method starts at β with m = 0.
  func start(from β: Vector) -> (real: Vector, imaginary: Vector) {
    guard let (modes, gradient) = modes(at: β) else { return (β * .nan, β * .nan) }
    var (real, imaginary, rest) = (β, β * 0, gradient)
    let η = flow.method.stepSize
    for mode in modes {
      let shift = mode.roots.build * (η * mode.slope)
      real.add(mode.vector, times: shift.real)
      imaginary.add(mode.vector, times: shift.imaginary)
      rest.add(mode.vector, times: -mode.slope)
    }
    if !flow.modes.areAll { real.add(rest, times: η * PrincipalRoots(flow.method, curvature: 0).build.real) }
    return (real, imaginary)
  }

  /// The point that a b stands for: along directions with complex roots twice the real part, counted from the minimum of the
  /// quadratic, which is at Re b − (∇L·u)/λ.
  func point(of state: Vector) -> Vector {
    let real = Vector(state.prefix(p))
    guard let (modes, _) = modes(at: real) else { return real }
    var point = real
    for mode in modes where mode.roots.areComplex { point.add(mode.vector, times: mode.slope / mode.curvature) }
    return point
  }
}
