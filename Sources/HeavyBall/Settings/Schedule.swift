internal import Synchronization

/// A number as a formula of the step's number k, 1 first.
///
/// In a method on a loss in single precision k is a single too: whole numbers up to 2²⁴ are exact there.
///
///     let growing = Schedule { k in (k - 1) / (k + 2) }
///     growing.value(at: 1)      // 0
public final class Schedule: @unchecked Sendable {
  // Unchecked: the graph does not change after `init`, and what evaluates it is used under a lock.
  let k: Expression
  let value: Expression
  private let sums: Mutex<Sums>
  /// Where its numbers may lie.
  public let interval: Interval

  /// - Precondition: the formula returns a scalar of the graph it was given.
  public convenience init(_ formula: (Expression) -> Expression) { self.init(tracing: formula) }

  /// - Parameter interval: Where its numbers may lie: see ``firstFault(in:poll:)``.
  /// - Throws: What the formula throws.
  /// - Precondition: it returns a scalar of the graph it was given.
  public init<E: Error>(
    in interval: Interval = .finite, tracing formula: (Expression) throws(E) -> Expression
  ) throws(E) {
    self.interval = interval
    let graph = Graph()
    k = graph.input(.scalar)
    value = try formula(k)
    precondition(value.shape == .scalar && value.graph === graph, "a schedule is a number at each step")
    sums = Mutex(Sums(program: Program(outputs: [value], inputs: [k])))
  }

  /// The formula of a number k of any graph.
  func formula(_ number: Expression) -> Expression { value.copied(replacing: k, with: number) }

  /// What it is in step k, 1 first.
  public func value(at k: Int) -> Double { sums.withLock { $0.value(at: k) } }

  /// The first of some steps whose number does not lie where it may; nil where all do. The lower end of the interval may be
  /// reached: annealing ends at a step size of 0.
  ///
  /// - Parameter poll: called now and then; what it throws ends the search.
  /// - Complexity: an evaluation for every step, 256 at a time, that has not been looked at before.
  public func firstFault<E: Error>(
    in steps: ClosedRange<Int>, poll: () throws(E) -> Void
  ) throws(E) -> (step: Int, value: Double)? {
    let known = sums.withLock { $0.rightThrough }
    let start = steps.lowerBound <= known + 1 ? known + 1 : steps.lowerBound
    for first in stride(from: start, through: steps.upperBound, by: Sums.block) {
      try poll()
      let last = min(first + Sums.block - 1, steps.upperBound)
      let values = sums.withLock { $0.values(from: first) }
      for k in first...last where !interval.contains(values[k - first]) && values[k - first] != interval.lower {
        return (k, values[k - first])
      }
    }
    if start == known + 1 { sums.withLock { $0.rightThrough = max(known, steps.upperBound) } }
    return nil
  }

  /// The sum of the values of steps 1 to k.
  ///
  /// - Complexity: an evaluation for every step past the last that was asked for.
  func sum(through k: Int) -> Double { sums.withLock { $0.sum(through: k) } }

  private struct Sums {
    let program: Program
    /// Made when first wanted: most schedules are never summed.
    private lazy var machine = Machine(program, members: Self.block)
    /// The steps from the first on whose numbers lie where they may.
    var rightThrough = 0
    /// Sums through multiples of `block`.
    private var known = [0.0]

    static let block = 256

    init(program: Program) { self.program = program }

    mutating func value(at k: Int) -> Double {
      evaluate(from: k)
      return machine.output(0, member: 0)[0]
    }

    /// Those of a block of steps.
    mutating func values(from first: Int) -> [Double] {
      evaluate(from: first)
      return Array(UnsafeBufferPointer(start: machine.address(ofOutput: 0), count: Self.block))
    }

    mutating func sum(through k: Int) -> Double {
      while known.count <= k / Self.block { known.append(sum(of: Self.block, behind: known.count - 1)) }
      return sum(of: k % Self.block, behind: k / Self.block)
    }

    /// The sum through the first steps of a block and all before it.
    private mutating func sum(of count: Int, behind block: Int) -> Double {
      guard count > 0 else { return known[block] }
      evaluate(from: block * Self.block + 1)
      let values = machine.address(ofOutput: 0)
      return (0..<count).reduce(known[block]) { $0 + values[$1] }
    }

    private mutating func evaluate(from first: Int) {
      let input = machine.address(ofInput: 0)
      for i in 0..<Self.block { input[i] = Double(first + i) }
      machine.run()
    }
  }
}
