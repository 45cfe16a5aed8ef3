extension Objective {
  /// The largest eigenvalues of the Hessian at β, with their vectors. The first value is what is called sharpness.
  ///
  ///     let found = objective.sharpness(at: β)
  ///     found.values[0]                               // λ_max
  ///     var options = EigenpairOptions()
  ///     options.start = [found.vectors.row(0)]        // fewer products at a point nearby
  ///
  /// Up to 64 parameters from the whole Hessian by Jacobi's rotations, to rounding, whatever the tolerance; beyond by
  /// `Lanczos`, from products of the Hessian with vectors.
  ///
  /// - Parameters:
  ///   - options: those of the objective's precision where nil.
  ///   - poll: Called before each product; what it throws ends the search.
  /// - Precondition: the count is in 1 ... ``dimension``.
  /// - Complexity: a product costs one to two gradients; some 20 to 60 of them find one eigenvalue, fewer from a start
  ///   near its vector. See `Lanczos` for the memory.
  public func sharpness(
    at β: Vector, _ options: EigenpairOptions? = nil, poll: () throws -> Void
  ) rethrows -> Eigenpairs {
    let options = options ?? EigenpairOptions(precision: precision)
    if dimension <= Self.wholeHessianLimit {
      try poll()
      return wholeHessianEigenpairs(at: β, options)
    }
    return try Lanczos.search(dimension: dimension, options) { v, product in
      try poll()
      runProduct(at: β, with: v)
      product.update(from: productMachine.address(ofOutput: 0), count: dimension)
    }
  }

  /// The same with nobody to ask.
  public func sharpness(at β: Vector, _ options: EigenpairOptions? = nil) -> Eigenpairs {
    sharpness(at: β, options) {}
  }

  /// What a search for so many eigenvalues keeps in memory, in numbers of 8 bytes: rows and columns.
  public func sharpnessMemory(count: Int) -> (rows: Int, columns: Int) {
    let rows = dimension <= Self.wholeHessianLimit ? dimension : Lanczos.basisCount(dimension: dimension, count: count)
    return (rows + count, dimension)
  }

  static var wholeHessianLimit: Int { 64 }

  private func wholeHessianEigenpairs(at β: Vector, _ options: EigenpairOptions) -> Eigenpairs {
    let hessian = hessian(at: β)
    guard hessian.isFinite else {
      return Eigenpairs(
        values: Array(repeating: .nan, count: options.count),
        vectors: Matrix(rows: options.count, columns: dimension, repeating: .nan), products: dimension, residual: .nan,
        isConverged: false)
    }
    let (values, vectors) = hessian.symmetricEigenpairs()
    let order = values.indices.sorted { options.rank(values[$0]) > options.rank(values[$1]) }.prefix(options.count)
    let scale = values.reduce(0) { max($0, $1.magnitude) }
    let residual = order.reduce(0) { max($0, (hessian * vectors.row($1) - vectors.row($1) * values[$1]).norm()) }
    let relative = residual == 0 ? 0 : residual / scale
    return Eigenpairs(
      values: order.map { values[$0] }, vectors: Matrix(order.map { vectors.row($0).elements }), products: dimension,
      residual: relative, isConverged: relative <= options.tolerance)
  }
}
