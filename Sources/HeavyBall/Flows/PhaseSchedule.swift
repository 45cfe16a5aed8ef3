/// The fields of a flow in phase space whose steps have each their own η, µ, ν or rows of data.
///
/// A step with µ = 0 forgets m, and no field makes it do that: m stands still in it, and is how far β has gone at its end. In one
/// with η = 0 no time goes by: the method's step is linear there, and a jump.
///
/// Not for use by two threads at once.
final class PhaseSchedule: FieldSchedule {
  private let coefficients: MomentumCoefficients
  /// By the number of a batch's rows, 0 for all.
  private let fields: [Int: PhaseStepField]
  /// p.
  private let dimension: Int
  private var batches: BatchSequence?
  /// The last one that was asked for.
  private var known: (step: Int, method: MomentumFamily)?

  /// - Parameter dimension: how many parameters there are.
  /// - Precondition: there is a field for each size of batch; all are of β and m, or of these and of their errors.
  init(
    _ coefficients: MomentumCoefficients, _ fields: [Int: PhaseStepField], dimension: Int, batches: BatchSequence?
  ) {
    (self.coefficients, self.fields, self.dimension, self.batches) = (coefficients, fields, dimension, batches)
  }

  /// How far it is looked ahead for steps with other numbers.
  private static let farthest = 64

  func field(ofStep k: Int) -> VectorField {
    let rows = batches?.rows(ofStep: k + 1).map { $0 } ?? []
    guard let field = fields[rows.count] else { preconditionFailure("a field for \(rows.count) rows") }
    let method = method(ofStep: k)
    // One without a duration is not evaluated.
    return field.field(of: method.stepSize == 0 ? coefficients.method(inStep: 1) : method, rows: rows)
  }

  func nextChange(after k: Int) -> Int? {
    if batches != nil || hasJump(atEndOf: k) { return k + 1 }
    if coefficients.method != nil { return nil }
    let method = method(ofStep: k)
    return (k + 1..<k + Self.farthest).first { coefficients.method(inStep: $0 + 1) != method } ?? k + Self.farthest
  }

  func hasJump(atEndOf k: Int) -> Bool {
    let method = method(ofStep: k)
    return method.momentum == 0 || method.stepSize == 0
  }

  func jump(atEndOf k: Int, from start: UnsafePointer<Double>, _ point: UnsafeMutablePointer<Double>) {
    let (method, p) = (method(ofStep: k), dimension)
    // Errors jump as what they are of does: it is linear.
    for first in stride(from: 0, to: fields.values.first?.dimension ?? 0, by: 2 * p) {
      for i in first..<first + p {
        if method.stepSize == 0 {
          point[p + i] *= method.momentum
          point[i] += point[p + i]
        } else {
          point[p + i] = point[i] - start[i]
        }
      }
    }
  }

  private func method(ofStep k: Int) -> MomentumFamily {
    if let known, known.step == k { return known.method }
    let method = coefficients.method(inStep: k + 1)
    known = (k, method)
    return method
  }
}
