internal import Synchronization

/// What a program computes of a loss or a flow, for those who count.
///
///     let before = EvaluationCount.now
///     ...
///     (EvaluationCount.now - before)[.gradient]     // 200
public enum Evaluation: Int, CaseIterable, Sendable {
  case value, gradient, hessianProduct, higherDerivative, field

  public var words: (one: String, many: String) {
    switch self {
    case .value: ("loss value", "loss values")
    case .gradient: ("gradient", "gradients")
    case .hessianProduct: ("Hessian product", "Hessian products")
    case .higherDerivative: ("higher derivative", "higher derivatives")
    case .field: ("field evaluation", "field evaluations")
    }
  }

  /// Adds to the program's count. Loads and stores apart but where machines run side by side: a locked addition would cost
  /// as much as a small field's evaluation. Threads of a host that count at the same moment may lose a few.
  func count(_ evaluations: Int) {
    switch self {
    case .value: Self.add(evaluations, to: Self.values)
    case .gradient: Self.add(evaluations, to: Self.gradients)
    case .hessianProduct: Self.add(evaluations, to: Self.hessianProducts)
    case .higherDerivative: Self.add(evaluations, to: Self.higherDerivatives)
    case .field: Self.add(evaluations, to: Self.fields)
    }
  }

  private static func add(_ evaluations: Int, to counter: borrowing Atomic<Int>) {
    if sideBySide.load(ordering: .relaxed) > 0 {
      counter.wrappingAdd(evaluations, ordering: .relaxed)
    } else {
      counter.store(counter.load(ordering: .relaxed) &+ evaluations, ordering: .relaxed)
    }
  }

  /// Runs machines that count in several threads.
  static func countingSideBySide(_ body: () -> Void) {
    sideBySide.add(1, ordering: .sequentiallyConsistent)
    body()
    sideBySide.subtract(1, ordering: .sequentiallyConsistent)
  }

  private static let sideBySide = Atomic<Int>(0)

  private static let values = Atomic<Int>(0), gradients = Atomic<Int>(0), hessianProducts = Atomic<Int>(0)
  private static let higherDerivatives = Atomic<Int>(0), fields = Atomic<Int>(0)

  /// So many in this process so far.
  fileprivate var total: Int {
    switch self {
    case .value: Self.values.load(ordering: .relaxed)
    case .gradient: Self.gradients.load(ordering: .relaxed)
    case .hessianProduct: Self.hessianProducts.load(ordering: .relaxed)
    case .higherDerivative: Self.higherDerivatives.load(ordering: .relaxed)
    case .field: Self.fields.load(ordering: .relaxed)
    }
  }
}

/// Evaluations by kind.
public struct EvaluationCount: Equatable, Sendable {
  private var counts: [Int]

  /// Those made in this process so far.
  public static var now: EvaluationCount { EvaluationCount(counts: Evaluation.allCases.map(\.total)) }

  public subscript(kind: Evaluation) -> Int { counts[kind.rawValue] }

  public static func - (a: EvaluationCount, b: EvaluationCount) -> EvaluationCount {
    EvaluationCount(counts: zip(a.counts, b.counts).map { $0 &- $1 })
  }
}
