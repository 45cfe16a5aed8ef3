extension FollowedModes {
  /// The modes of the Hessian at β, which become what the next point's are compared with.
  ///
  /// Where a product is not finite there are none, with a residual of NaN, and the next point's are compared with those of the
  /// last one where there were.
  ///
  /// - Parameter poll: Called before each product; what it throws ends the search, and nothing has changed.
  /// - Precondition: The loss has as many parameters each time.
  /// - Complexity: Up to 64 parameters the whole Hessian. Beyond, products of one to two gradients each: at a first point, of
  ///   a network of 1,510 parameters, 84 for 4 modes, 92 for 7, 111 for 20; at a point near the last one a product for each mode and two
  ///   beside, and as many again for each digit that the residual is to fall by about; and what ``lookEvery`` says.
  public mutating func update(of objective: Objective, at β: Vector, poll: () throws -> Void) rethrows -> Modes {
    if objective.dimension <= Objective.wholeHessianLimit {
      try poll()
      return update(of: objective.hessian(at: β), precision: objective.precision)
    }
    return try update(dimension: objective.dimension, precision: objective.precision) { v, product in
      try poll()
      objective.runProduct(at: β, with: v)
      product.update(from: objective.productMachine.address(ofOutput: 0), count: objective.dimension)
    }
  }

  /// The same with nobody to ask.
  public mutating func update(of objective: Objective, at β: Vector) -> Modes { update(of: objective, at: β) {} }
}

extension Objective {
  /// What a search for so many modes keeps in memory, in vectors of ``dimension`` numbers of 8 bytes.
  public func modesMemory(most: Int) -> Int {
    if dimension <= Self.wholeHessianLimit { return 2 * dimension }
    return 2 * ModeSearch.basisCount(dimension: dimension, most: most) + 2 * min(most, dimension)
  }
}
