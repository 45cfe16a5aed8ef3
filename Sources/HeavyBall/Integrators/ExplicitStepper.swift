/// Steps of an ``ExplicitPair``.
///
/// Cost of a step: as many evaluations of F as there are stages, F at the step's end serving as the next step's first;
/// a rejected step saves that one, and dense output costs the pair's extra stages.
final class ExplicitStepper: Stepper {
  let dimension: Int
  let errorExponent: Int
  let proposedStep: Double? = nil
  let fixedStep: Double?

  private let options: IntegratorOptions
  private let stageCount: Int
  private let estimatesWithEnd: Bool
  private let stageSums: [WeightedSum]
  private let end: WeightedSum
  private let error: WeightedSum
  private let coarseError: WeightedSum?
  private let extraSums: [WeightedSum]
  private let denseSums: [WeightedSum]

  private let stages: VectorStorage
  private let coefficients: VectorStorage
  /// β, β' and an error.
  private let vectors: VectorStorage
  private var field: VectorField?
  private var h = 0.0
  private var isStartKnown = false
  private var isEndKnown = false

  init(_ pair: ExplicitPair, dimension n: Int, _ options: IntegratorOptions, fixedStep: Double? = nil) {
    self.options = options
    self.fixedStep = fixedStep
    dimension = n
    errorExponent = pair.errorExponent
    stageCount = pair.stageCount
    estimatesWithEnd = pair.estimatesWithEnd
    let sum = { (weights: [Int: Double]) in WeightedSum(weights, dimension: n) }
    stageSums = pair.a.map(sum)
    end = sum(pair.b)
    error = sum(pair.error)
    coarseError = pair.coarseError.isEmpty ? nil : sum(pair.coarseError)
    extraSums = pair.extraStages.map(sum)
    denseSums = pair.dense.map(sum)
    stages = VectorStorage(count: pair.stageCount + 1 + pair.extraStages.count, dimension: n)
    coefficients = VectorStorage(count: 4 + pair.dense.count, dimension: n)
    vectors = VectorStorage(count: 3, dimension: n)
  }

  var point: UnsafePointer<Double> { UnsafePointer(vectors[0]) }

  func move(to β: UnsafePointer<Double>) {
    vectors[0].update(from: β, count: dimension)
    isStartKnown = false
  }

  func follow(_ field: VectorField) {
    self.field = field
    isStartKnown = false
  }

  func derivative() -> UnsafePointer<Double> {
    if !isStartKnown { field?.evaluate(at: point, into: stages[0]) }
    isStartKnown = true
    return UnsafePointer(stages[0])
  }

  func attempt(_ h: Double) -> Double {
    guard let field else { preconditionFailure("a stepper without a field") }
    self.h = h
    isEndKnown = false
    _ = derivative()
    var stage = 1
    for sum in stageSums {
      sum.evaluate(stages.start, times: h, plus: point, into: field.point)
      field.evaluate(into: stages[stage])
      stage += 1
    }
    end.evaluate(stages.start, times: h, plus: point, into: vectors[1])
    if estimatesWithEnd { evaluateEnd() }
    error.evaluate(stages.start, times: h, into: vectors[2])
    let norm = options.norm(vectors[2], between: point, and: vectors[1], count: dimension)
    guard let coarseError, norm != 0 else { return norm }
    coarseError.evaluate(stages.start, times: h, into: vectors[2])
    let coarse = options.norm(vectors[2], between: point, and: vectors[1], count: dimension)
    return norm * norm / (norm * norm + 0.01 * coarse * coarse).squareRoot()
  }

  func interpolant() -> Interpolant {
    evaluateEnd()
    if let field {
      var stage = stageCount + 1
      for sum in extraSums {
        sum.evaluate(stages.start, times: h, plus: point, into: field.point)
        field.evaluate(into: stages[stage])
        stage += 1
      }
    }
    let (β, next, first, last) = (vectors[0], vectors[1], stages[0], stages[stageCount])
    for i in 0..<dimension {
      let change = next[i] - β[i]
      coefficients[0][i] = β[i]
      coefficients[1][i] = change
      coefficients[2][i] = h * first[i] - change
      coefficients[3][i] = 2 * change - h * (first[i] + last[i])
    }
    var k = 4
    for sum in denseSums {
      sum.evaluate(stages.start, times: h, into: coefficients[k])
      k += 1
    }
    return Interpolant(
      form: .alternating, degree: k - 1, dimension: dimension, coefficients: UnsafePointer(coefficients.start))
  }

  func accept() {
    vectors[0].update(from: vectors[1], count: dimension)
    if isEndKnown { stages[0].update(from: stages[stageCount], count: dimension) }
    isStartKnown = isEndKnown
  }

  private func evaluateEnd() {
    if !isEndKnown { field?.evaluate(at: vectors[1], into: stages[stageCount]) }
    isEndKnown = true
  }
}
