/// A solution between the steps that made it: β(t) at any time of a run.
///
///     var options = IntegratorOptions()
///     options.keepsDenseOutput = true
///     ...
///     trajectory.dense?.value(at: 0.3333)
///
/// One ``Interpolant`` a step, of the method's own order; see ``AdaptiveMethod/denseOrder(_:)``.
public struct DenseOutput {
  private let form: Interpolant.Form
  private let degree: Int
  private let dimension: Int
  /// The ends of the steps, the beginning of the first before them.
  private(set) var times: [Double]
  private var coefficients: [Double] = []
  /// What is shown in place of the solution.
  private var map: (Vector) -> Vector = { $0 }
  /// The time that is shown at 0, and whether it falls.
  private var clock = (start: 0.0, direction: 1.0)

  /// An output of steps like the one given, none yet.
  init(_ step: Interpolant, start: Double) {
    form = step.form
    degree = step.degree
    dimension = step.dimension
    times = [start]
  }

  /// The times it knows.
  public var range: ClosedRange<Double> {
    let ends = [times[0], times[times.count - 1]].map { clock.start + clock.direction * $0 }
    return min(ends[0], ends[1])...max(ends[0], ends[1])
  }

  /// The memory it takes.
  public var bytes: Int { 8 * (times.count + coefficients.count) }

  /// How many steps it is made of.
  public var stepCount: Int { times.count - 1 }

  mutating func append(_ step: Interpolant, end: Double) {
    times.append(end)
    coefficients.append(contentsOf: UnsafeBufferPointer(start: step.coefficients, count: step.count))
  }

  /// - Throws: ``Memory/Shortage`` where as much again would not fit.
  func checkMemory() throws(Memory.Shortage) {
    try Memory.check(rows: stepCount, of: (degree + 1) * dimension)
  }

  /// β(t), nil outside the range. The cost grows with the logarithm of the number of steps.
  public func value(at t: Double) -> Vector? {
    guard stepCount > 0, range.contains(t) else { return nil }
    let t = min(max((t - clock.start) * clock.direction, times[0]), times[times.count - 1])
    var (low, high) = (0, stepCount)
    while high - low > 1 {
      let middle = (low + high) / 2
      if times[middle] <= t { low = middle } else { high = middle }
    }
    let θ = (t - times[low]) / (times[low + 1] - times[low])
    var result = Vector(repeating: 0, count: dimension)
    coefficients.withUnsafeBufferPointer { all in
      result.elements.withUnsafeMutableBufferPointer { result in
        guard let start = all.baseAddress, let end = result.baseAddress else { return }
        let step = Interpolant(
          form: form, degree: degree, dimension: dimension, coefficients: start + low * (degree + 1) * dimension)
        step.evaluate(θ, into: end)
      }
    }
    return map(result)
  }

  /// The output at other times: from `start` on, forwards or backwards.
  func moved(to start: Double, direction: Double) -> DenseOutput {
    var copy = self
    copy.clock = (start, direction)
    return copy
  }

  /// The output whose values are f(β(t)).
  func mapped(_ f: @escaping (Vector) -> Vector) -> DenseOutput {
    var copy = self
    copy.map = { [map] in f(map($0)) }
    return copy
  }
}
