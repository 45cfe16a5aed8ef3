internal import Glibc

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
  /// β, β' and an error.
  private let vectors: VectorStorage

  init(order: Int, dimension n: Int, _ options: IntegratorOptions) {
    self.order = order
    self.options = options
    dimension = n
    terms = VectorStorage(count: order, dimension: n)
    endTerms = VectorStorage(count: order, dimension: n)
    scaled = VectorStorage(count: order + 1, dimension: n)
    vectors = VectorStorage(count: 3, dimension: n)
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
    field.expand(at: vectors[1], order: order, into: endTerms.start)
    // hF(β') less the polynomial's derivative in θ is p + 1 times the first term left out.
    for i in 0..<dimension {
      var slope = 0.0
      for k in 1...order { slope += Double(k) * scaled[k][i] }
      vectors[2][i] = (h * endTerms[0][i] - slope) / Double(order + 1)
    }
    return options.norm(vectors[2], between: point, and: vectors[1], count: dimension)
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

  private func proposeStep() {
    var h = Double.infinity
    for k in (order - 1)...order {
      let size = options.norm(terms[k - 1], between: point, and: point, count: dimension)
      // Of terms that are too large to be numbers no step is short enough.
      h = min(h, size.isFinite ? pow(size, -1 / Double(k)) : 0)
    }
    proposedStep = h * exp(-0.7 / Double(order - 1))
  }
}
