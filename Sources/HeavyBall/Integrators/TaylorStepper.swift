/// Steps of a ``TaylorSeries``.
final class TaylorStepper: Stepper {
  let dimension: Int
  /// The error of a step is the first term left out, as the derivative at its end tells it.
  var errorExponent: Int { order + 1 }
  private(set) var proposedStep: Double?

  private let order: Int
  private let options: IntegratorOptions
  private var field: VectorField?
  private var isKnown = false
  /// β₁ … β_p at β, and at the end of the step last tried.
  private let terms: VectorStorage
  private let endTerms: VectorStorage
  /// The polynomial in θ along the step last tried: β, hβ₁, h²β₂, ….
  private let scaled: VectorStorage
  /// β, β', an error, a point inside the step and F there.
  private let vectors: VectorStorage

  init(order: Int, dimension n: Int, _ options: IntegratorOptions) {
    self.order = order
    self.options = options
    dimension = n
    terms = VectorStorage(count: order, dimension: n)
    endTerms = VectorStorage(count: order, dimension: n)
    scaled = VectorStorage(count: order + 1, dimension: n)
    vectors = VectorStorage(count: 5, dimension: n)
  }

  var point: UnsafePointer<Double> { UnsafePointer(vectors[0]) }

  func move(to β: UnsafePointer<Double>) {
    vectors[0].update(from: β, count: dimension)
    isKnown = false
  }

  func follow(_ field: VectorField) {
    self.field = field
    isKnown = false
    expand()
  }

  func derivative() -> UnsafePointer<Double> {
    expand()
    return UnsafePointer(terms[0])
  }

  func attempt(_ h: Double) -> Double {
    guard let field else { preconditionFailure("a stepper without a field") }
    expand()
    scaled[0].update(from: point, count: dimension)
    var power = h
    for k in 0..<order {
      for i in 0..<dimension { scaled[k + 1][i] = power * terms[k][i] }
      power *= h
    }
    interpolant().evaluate(1, into: vectors[1])
    let inside = errorInside(field, h, places: order)
    guard inside < 1 else { return inside }
    field.expand(at: vectors[1], order: order, into: endTerms.start)
    let end = error(of: endTerms[0], h, at: 1, point: vectors[1])
    return end < 1 ? max(inside, end) : end
  }

  /// The largest error at so many places inside the step, or the first that is not below 1.
  private func errorInside(_ field: VectorField, _ h: Double, places: Int) -> Double {
    let polynomial = interpolant()
    var largest = 0.0
    for place in 1...places {
      let θ = Double(place) / Double(places + 1)
      polynomial.evaluate(θ, into: vectors[3])
      field.evaluate(at: vectors[3], into: vectors[4])
      let error = error(of: vectors[4], h, at: θ, point: vectors[3])
      guard error < 1 else { return error }
      largest = max(largest, error)
    }
    return largest
  }

  /// What F at θ says of the polynomial's error: hF less its derivative in θ is p + 1 times the first term left out at
  /// the end of the step, and inside it about as many times the error that it adds.
  private func error(
    of f: UnsafeMutablePointer<Double>, _ h: Double, at θ: Double, point β: UnsafeMutablePointer<Double>
  ) -> Double {
    for i in 0..<dimension {
      var slope = 0.0
      for k in stride(from: order, through: 1, by: -1) { slope = slope * θ + Double(k) * scaled[k][i] }
      vectors[2][i] = (h * f[i] - slope) / Double(order + 1)
    }
    return options.norm(vectors[2], between: point, and: β, count: dimension)
  }

  func interpolant() -> Interpolant {
    Interpolant(form: .powers, degree: order, dimension: dimension, coefficients: UnsafePointer(scaled.start))
  }

  func accept() {
    vectors[0].update(from: vectors[1], count: dimension)
    terms.start.update(from: endTerms.start, count: order * dimension)
    proposeStep()
  }

  private func expand() {
    guard let field, !isKnown else { return }
    field.expand(at: point, order: order, into: terms.start)
    isKnown = true
    proposeStep()
  }

  /// Such a step that the first term left out is tolerable, if terms go on as 1, R, R², … do, R being the larger of
  /// what the last two say.
  ///
  /// In units of what is tolerable β itself is 1/rtol or less, so that |β_k| ≈ R^k/rtol. The factor is for an R that grows
  /// along the step, and for Jorba and Zou's margin.
  private func proposeStep() {
    let unit = options.relativeTolerance
    var rate = 0.0
    for k in (order - 1)...order {
      let size = options.norm(terms[k - 1], between: point, and: point, count: dimension)
      // Of terms that are too large to be numbers no step is short enough.
      rate = max(rate, size.isFinite ? Elementary.power(size * unit, 1 / Double(k)) : .infinity)
    }
    proposedStep = Elementary.power(unit, 1 / Double(order + 1)) / rate * 0.88 * Elementary.exp(-0.7 / Double(order - 1))
  }
}
