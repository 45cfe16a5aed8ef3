/// The Hessian with respect to some of the parameters, one after another, as those of a network's layer: a block on the
/// diagonal.
///
///     let block = HessianBlock(objective, 0..<650)
///     try block.trace(at: β, .hutchPlusPlus, probes: 60) {}
public struct HessianBlock {
  public let objective: Objective
  /// Which parameters.
  public let range: Range<Int>

  /// - Parameter range: All parameters where nil.
  /// - Precondition: It is not empty, and there are such parameters.
  public init(_ objective: Objective, _ range: Range<Int>? = nil) {
    self.objective = objective
    self.range = range ?? 0..<objective.dimension
    precondition(!self.range.isEmpty && self.range.upperBound <= objective.dimension, "a block of the Hessian")
  }

  public var dimension: Int { range.count }
  var isWhole: Bool { range.count == objective.dimension }

  /// The products with vectors of the block's coordinates.
  func products(at β: Vector, poll: @escaping () throws -> Void) -> Lanczos.Product {
    var padded = Vector(repeating: 0, count: isWhole ? 0 : objective.dimension)
    return { [self] v, product in
      try poll()
      if isWhole {
        objective.runProduct(at: β, with: v)
      } else {
        for i in 0..<v.count { padded[range.lowerBound + i] = v[i] }
        objective.runProduct(at: β, with: padded)
      }
      product.update(from: objective.productMachine.address(ofOutput: 0) + range.lowerBound, count: range.count)
    }
  }

  /// The block's trace.
  ///
  /// - Parameters:
  ///   - probes: How many products may be made, at least 1; as many as there are coordinates give the trace itself.
  ///   - poll: Called before each product; what it throws ends the work.
  /// - Complexity: A product costs one to two gradients; Hutch++ keeps a third as many vectors.
  public func trace(
    at β: Vector, _ method: TraceEstimate.Method = .hutchPlusPlus, probes: Int, seed: Int = 0,
    poll: @escaping () throws -> Void
  ) throws -> TraceEstimate {
    try TraceEstimate.estimate(
      dimension: dimension, method, probes: probes, seed: seed, product: products(at: β, poll: poll))
  }

  /// How the block's eigenvalues are spread; nil where a product is not finite.
  ///
  /// - Parameters:
  ///   - probes: How many random vectors, at least 1.
  ///   - steps: Lanczos' steps for each, at least 1.
  ///   - poll: Called before each product; what it throws ends the work.
  /// - Complexity: See ``SpectralDensity``; a product costs one to two gradients.
  public func spectralDensity(
    at β: Vector, probes: Int, steps: Int, seed: Int = 0, poll: @escaping () throws -> Void
  ) throws -> SpectralDensity? {
    try SpectralDensity.estimate(
      dimension: dimension, probes: probes, steps: steps, seed: seed, product: products(at: β, poll: poll))
  }
}
