import CKernels
import Dispatch
import Synchronization
import Testing

@testable import HeavyBall

@Suite("Threads") struct ThreadsTests {
  @Test(
    "are as many as the variable says, or the processors that there are",
    arguments: [
      (nil, nil), ("1", 1), ("7", 7), ("0", nil), ("-2", nil), ("", nil), ("many", nil), ("2.5", nil), (" 2", nil),
    ] as [(String?, Int?)])
  func requested(_ value: String?, _ expected: Int?) {
    switch Threads.requested(value, common: value == nil ? nil : "3", available: 5) {
    case .success(let count): #expect(count == expected ?? 5)
    case .failure(let problem):
      #expect(expected == nil && problem.description == "POLYAK_THREADS must be an integer >= 1, got '\(value ?? "")'")
    }
  }

  @Test(
    "are what is said to all programs alike where nothing else is said, and no more than there are processors",
    arguments: [
      ("1", 1), ("4", 4), ("8", 8), ("9", 8), ("3,2,1", 3), (" 3 , 2", 3), ("0", 8), ("-1", 8), ("", 8), (",3", 8), ("all", 8),
      ("2.5", 8),
    ])
  func common(_ value: String, _ expected: Int) throws {
    #expect(try Threads.requested(nil, common: value, available: 8).get() == expected)
  }

  @Test("share a length in whole units, each number in one part, and parts as long as is worth it")
  func parts() {
    for length in [0, 1, 15, 16, 17, 100, 1797, 5000] {
      for wanted in [0, 1, 2, 7, 64] {
        for (shortest, unit) in [(1, 1), (32, 16), (2048, 2048), (5, 4)] {
          let parts = Parts(of: length, wanted: wanted, shortest: shortest, unit: unit)
          let ranges = (0..<parts.count).map { parts[$0] }
          #expect(ranges.flatMap { Array($0) } == Array(0..<length))
          #expect(parts.count == 1 || parts.count <= wanted)
          #expect(ranges.dropLast().allSatisfy { $0.upperBound % unit == 0 })
          #expect(parts.count == 1 || ranges.allSatisfy { $0.count >= shortest - unit }, "\(length) \(wanted) \(ranges)")
        }
      }
    }
  }

  /// How often each part was done, and by threads of which numbers.
  private struct Tally {
    var counts: UnsafeMutablePointer<Int32>
    var threads: UnsafeMutablePointer<Int32>
    var depth: Int32
  }

  private static let count: @convention(c) (UnsafeMutableRawPointer?, Int, Int32) -> Void = { context, part, thread in
    guard let tally = context?.assumingMemoryBound(to: Tally.self).pointee else { return }
    tally.counts[part] += 1
    tally.threads[part] = thread
    if tally.depth > 0 {
      let inner = ThreadsTests.done(parts: 3, threads: 4, depth: tally.depth - 1)
      if inner.counts != [1, 1, 1] { tally.counts[part] = -1 }
    }
  }

  private static func done(parts: Int, threads: Int32, depth: Int32 = 0) -> (counts: [Int32], threads: [Int32]) {
    var (counts, numbers) = (Array(repeating: Int32(0), count: parts), Array(repeating: Int32(-1), count: parts))
    counts.withUnsafeMutableBufferPointer { counts in
      numbers.withUnsafeMutableBufferPointer { numbers in
        guard let first = counts.baseAddress, let number = numbers.baseAddress else { return }
        var tally = Tally(counts: first, threads: number, depth: depth)
        withUnsafeMutablePointer(to: &tally) { polyak_in_parts(parts, threads, count, nil, $0) }
      }
    }
    return (counts, numbers)
  }

  @Test("do each part once, for any number of either, and where a part has parts of its own")
  func onceEach() {
    for threads in [1, 2, 3, 4, 300] as [Int32] {
      for parts in [0, 1, 2, 3, 64, 1000, 65_535, 65_536] {
        let done = Self.done(parts: parts, threads: threads)
        #expect(done.counts.allSatisfy { $0 == 1 } && done.threads.allSatisfy { (0..<threads).contains($0) })
      }
      #expect(Self.done(parts: 100, threads: threads, depth: 2).counts.allSatisfy { $0 == 1 })
    }
  }

  @Test("serve several callers at once, those that come later by themselves")
  func callers() {
    let wrong = Atomic<Int>(0)
    DispatchQueue.concurrentPerform(iterations: 8) { _ in
      for _ in 0..<200 where Self.done(parts: 20, threads: 3).counts.contains(where: { $0 != 1 }) {
        wrong.add(1, ordering: .relaxed)
      }
    }
    #expect(wrong.load(ordering: .relaxed) == 0)
  }

  @Test("lose no evaluation where they count side by side")
  func counting() throws {
    let iteration = Iteration(HeavyBallMethod(stepSize: 1e-3, momentum: 0.5), on: Objective(ProductLoss(x: 1, y: 0.6)))
    let starts = Matrix(rows: 3001, columns: 2, elements: numbers(6002, 3))
    let before = EvaluationCount.now
    _ = try iteration.run(fromRows: starts, steps: 50)
    #expect((EvaluationCount.now - before)[.gradient] >= 3001 * 50)
  }
}
