extension Objective {
  /// The directional smoothness of the gradient step from β (Lyu et al., section 4):
  ///
  ///     𝒟(β) = ∇L(β)·(∇L(β) − ∇L(β − η∇L(β))) / (η‖∇L(β)‖²),
  ///
  /// the mean over the step of the curvature along it. For η = 0 it is the curvature at β along the gradient, the limit.
  /// NaN where the gradient is 0, for there is no direction then.
  ///
  /// - Parameter gradient: ∇L(β), where it is known.
  /// - Complexity: two gradients. For accuracy see ``directionalSmoothness(at:along:gradient:)``.
  public func directionalSmoothness(at β: Vector, stepSize η: Double, gradient: Vector? = nil) -> Double {
    let g = gradient ?? self.gradient(at: β)
    return η == 0 ? curvature(at: β, along: g) : directionalSmoothness(at: β, along: g * -η, gradient: g)
  }

  /// The same along any step: s·(∇L(β + s) − ∇L(β)) / ‖s‖²; NaN where s is 0 or not finite.
  ///
  /// The gradients' difference loses digits as the step gets short: the relative error is about ε‖β‖/‖s‖ times
  /// ‖∇²L‖/𝒟, where ε is 1e-16, or 1e-7 for a loss that is evaluated in single precision. A step shorter than 1e-8‖β‖, or
  /// 3e-4‖β‖ in single precision, is taken as infinitely short, and the value is the curvature along it; so half of the
  /// digits are right whatever the step. That β + s is rounded adds nothing: the step is measured between the points as they are.
  public func directionalSmoothness(at β: Vector, along step: Vector, gradient: Vector? = nil) -> Double {
    isShort(step, at: β)
      ? curvature(at: β, along: step)
      : directionalSmoothness(from: β, to: β + step, gradient ?? self.gradient(at: β), self.gradient(at: β + step))
  }

  /// The same between two points, with the gradients there where they are known.
  func directionalSmoothness(
    at β: Vector, to end: Vector, gradient: @autoclosure () -> Vector?, endGradient: @autoclosure () -> Vector?
  ) -> Double {
    let step = end - β
    if isShort(step, at: β) { return curvature(at: β, along: step) }
    return directionalSmoothness(
      from: β, to: end, gradient() ?? self.gradient(at: β), endGradient() ?? self.gradient(at: end))
  }

  private func isShort(_ step: Vector, at β: Vector) -> Bool {
    !(step.norm() > (precision == .double ? 1e-8 : 3e-4) * β.norm())
  }

  private func directionalSmoothness(
    from β: Vector, to end: Vector, _ gradient: Vector, _ endGradient: Vector
  ) -> Double {
    let made = evaluated(end) - evaluated(β)
    let length = made.norm()
    return (made / length).dot(endGradient - gradient) / length
  }

  /// The point that the loss is evaluated at.
  private func evaluated(_ β: Vector) -> Vector {
    precision == .double ? β : Vector(β.elements.map { Double(Float($0)) })
  }

  /// u·∇²L(β)u for the unit vector u of a direction; NaN where that is 0 or not finite.
  public func curvature(at β: Vector, along direction: Vector) -> Double {
    let length = direction.norm()
    guard length > 0, length.isFinite else { return .nan }
    let u = direction / length
    return u.dot(derivative(at: β, along: [u]))
  }
}
