extension Objective {
  /// The largest modulus of the Hessian's eigenvalues at β.
  ///
  /// Up to 64 parameters from the whole Hessian, to rounding; beyond by Lanczos' method with full
  /// reorthogonalisation, from products of the Hessian with vectors, to about ten digits.
  public func spectralRadius(at β: Vector) -> Double {
    if dimension <= 64 {
      let hessian = hessian(at: β)
      guard hessian.isFinite else { return .nan }
      return hessian.symmetricEigenvalues().reduce(0) { max($0, $1.magnitude) }
    }
    let machine = Machine(derivativeProgram(1))
    machine.load(β, input: 0)
    return Lanczos.spectralRadius(dimension: dimension) { v in
      machine.load(v, input: 1)
      machine.run()
      return machine.output(0)
    }
  }
}

/// Lanczos' method for a symmetric operator known by its products.
enum Lanczos {
  /// The largest modulus of an eigenvalue, to a relative tolerance; NaN where a product is not finite.
  ///
  /// - Complexity: k products and O(k²n) for k steps, at most `limit`.
  static func spectralRadius(
    dimension n: Int, tolerance: Double = 1e-10, limit: Int = 200, product: (Vector) -> Vector
  ) -> Double {
    var v = start(n)
    var basis: [Vector] = []
    var (diagonal, offDiagonal) = ([Double](), [Double]())
    var estimate = 0.0
    var settled = 0
    for step in 0..<min(n, limit) {
      basis.append(v)
      var w = product(v)
      guard w.isFinite else { return .nan }
      diagonal.append(w.dot(v))
      // Twice is enough (Kahan): the first pass alone leaves what rounding of large components left.
      for _ in 0..<2 { for u in basis { w = w - u * u.dot(w) } }
      let length = w.norm()
      let isDone = length <= 1e-14 * max(diagonal.reduce(0) { max($0, $1.magnitude) }, .leastNormalMagnitude)
      if step % 5 == 4 || isDone || step == min(n, limit) - 1 {
        let latest = Tridiagonal(diagonal: diagonal, offDiagonal: offDiagonal).spectralRadius()
        settled = (latest - estimate).magnitude <= tolerance * latest ? settled + 1 : 0
        estimate = latest
        if isDone || settled == 2 { break }
      }
      offDiagonal.append(length)
      v = w / length
    }
    return estimate
  }

  /// A fixed vector without symmetries that an operator might share.
  private static func start(_ n: Int) -> Vector {
    var state: UInt64 = 0x9E37_79B9_7F4A_7C15
    let v = Vector((0..<n).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) / 0x1p53 - 0.5
    })
    return v / v.norm()
  }
}
