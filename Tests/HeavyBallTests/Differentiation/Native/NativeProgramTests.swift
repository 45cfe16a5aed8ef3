import PolyakPlatform
import Testing

@testable import HeavyBall

/// When native code is written, who shares it, and what becomes of it.
@Suite("Native programs", .enabled(if: NativeSupport.instructionSet != nil, "no native code here"))
struct NativeProgramTests {
  private func iteration(isFused: Bool = false) -> Iteration {
    Iteration(HeavyBallMethod(stepSize: 1e-3, momentum: 0.7), on: Objective(ProductLoss(y: 0.6)), isFused: isFused)
  }

  @Test func `is written once as many steps are made as it is worth, in one run or in many`() throws {
    let iteration = iteration()
    guard case .scalar(let scalars) = iteration.program.code else {
      Issue.record("a step of two parameters is written out in scalars")
      return
    }
    let worth = scalars.evaluationsWorthWriting
    #expect(worth > 400 && worth < 2000)
    // A run makes as many at a time as it likes: the last ones are counted before they are made.
    for _ in 0..<worth / 10 - 1 { _ = try iteration.run(from: [2.8, 3.5], steps: 10) }
    #expect(iteration.program.native.existing(.point) == nil)
    for _ in 0..<3 { _ = try iteration.run(from: [2.8, 3.5], steps: 10) }
    #expect(iteration.program.native.existing(.point) != nil)
    let code = try #require(iteration.program.native.existing(.point))
    _ = try iteration.run(from: [2.8, 3.5], steps: 2000)
    #expect(iteration.program.native.existing(.point) === code)
    #expect(iteration.program.native.existing(.ensemble) == nil)
  }

  @Test func `is not written for a state of thousands of numbers`() {
    for (count, isWritten) in [(NativeCode.stateLimit, true), (NativeCode.stateLimit + 1, false)] {
      let graph = Graph()
      let state = graph.input(.vector(count))
      let program = Program(step: [state * 0.5], of: [state], scalarLimit: .max)
      #expect((program.nativeCode(.point) != nil) == isWritten)
      #expect((program.nativeCode(.ensemble) != nil) == isWritten)
    }
  }

  @Test func `is freed with what it was written for`() throws {
    weak var point: NativeCode?
    weak var ensemble: NativeCode?
    do {
      let iteration = iteration()
      _ = try iteration.run(from: [2.8, 3.5], steps: 2000)
      _ = try iteration.run(fromRows: Matrix(rows: 700, columns: 2, elements: numbers(1400, 3)), steps: 20)
      point = iteration.program.native.existing(.point)
      ensemble = iteration.program.native.existing(.ensemble)
      #expect(point != nil && ensemble != nil)
    }
    #expect(point == nil && ensemble == nil)
  }

  @Test func `threads that want it at once share one`() async throws {
    for _ in 0..<20 {
      let program = iteration().program
      let codes = await withTaskGroup(of: NativeCode?.self) { group in
        for _ in 0..<8 { group.addTask { program.nativeCode(.point) } }
        return await group.reduce(into: [NativeCode?]()) { $0.append($1) }
      }
      let first = try #require(codes[0])
      #expect(codes.allSatisfy { $0 === first })
    }
  }

  @Test func `threads that write code of their own at once compute the same`() async throws {
    let ends = try await withThrowingTaskGroup(of: Vector.self) { group in
      for _ in 0..<8 {
        group.addTask {
          let iteration = Iteration(
            HeavyBallMethod(stepSize: 1e-3, momentum: 0.7), on: Objective(ProductLoss(y: 0.6)))
          return try iteration.run(from: [2.8, 3.5], steps: 3000).end
        }
      }
      return try await group.reduce(into: [Vector]()) { $0.append($1) }
    }
    #expect(Set(ends).count == 1)
  }

  /// Runs with native code from the first step on, and runs that only the interpreter makes.
  @Test func `kept points, the members of an ensemble and the step that diverges are the interpreter's`() throws {
    let (native, interpreted) = (iteration(), iteration())
    #expect(native.program.nativeCode(.point) != nil && native.program.nativeCode(.ensemble) != nil)
    var options = RunOptions()
    options.recording = .every(7)
    #expect(
      try native.run(from: [2.8, 3.5], steps: 300, options).points
        == interpreted.run(from: [2.8, 3.5], steps: 300, options).points)

    let starts = Matrix(rows: 11, columns: 2, elements: numbers(22, 5).map { 60 * $0 })
    var found: [Ensemble] = []
    for iteration in [native, interpreted] { found.append(try iteration.run(fromRows: starts, steps: 40, options)) }
    #expect(found[0].divergedAt == found[1].divergedAt)
    #expect(found[0].divergedAt.contains { $0 != nil } && found[0].divergedAt.contains { $0 == nil })
    for i in 0..<11 { #expect(found[0].member(i).points == found[1].member(i).points) }
    let far: [Trajectory] = try [native, interpreted].map { try $0.run(from: [90, -80], steps: 500) }
    #expect(far[0].ending == far[1].ending && far[0].ending.failedStep != nil && far[0].points == far[1].points)
  }

  @Test func `goals, stopping functions and observers see every step`() throws {
    let native = iteration()
    #expect(native.program.nativeCode(.point) != nil && native.monitored.nativeCode(.point) != nil)
    let interpreted = iteration()
    for goal in [1e-3, 0.5] {
      var options = RunOptions()
      options.lossGoal = goal
      let runs = try [native, interpreted].map { try $0.run(from: [2.8, 3.5], steps: 700, options) }
      #expect(runs[0].ending == .lossGoal && runs[0].steps == runs[1].steps && runs[0].points == runs[1].points)
    }
    var options = RunOptions()
    options.stop = { β, _ in β[0] < 1 }
    let runs = try [native, interpreted].map { try $0.run(from: [2.8, 3.5], steps: 700, options) }
    #expect(runs[0].ending == .stopped && runs[0].steps == runs[1].steps && runs[0].end == runs[1].end)
  }

  @Test func `fused sums are those of the C library's fma, from the first step on`() throws {
    var (a, b, m, n) = (2.8, 3.5, 0.0, 0.0)
    var expected = [a, b]
    for step in 1...5000 {
      let residual = fma(a, b, -0.6)
      m = fma(-1e-3, residual * b, 0.7 * m)
      n = fma(-1e-3, residual * a, 0.7 * n)
      a += m
      b += n
      if step % 50 == 0 { expected += [a, b] }
    }
    var options = RunOptions()
    options.recording = .every(50)
    let fused = iteration(isFused: true)
    #expect(try fused.run(from: [2.8, 3.5], steps: 5000, options).points.elements == expected)
    #expect(try iteration().run(from: [2.8, 3.5], steps: 5000, options).points.elements != expected)
    #expect(try fused.run(from: [2.8, 3.5], steps: 500, options).points.elements == Array(expected[..<22]))
  }

  @Test("leave as many numbers behind as they are asked for, whatever it was before") func copies() {
    let graph = Graph()
    let x = graph.input(.vector(3))
    let program = Program(step: [Expression.sin(x) * 0.9 + 0.3], of: [x])
    let (machine, other) = (Machine(program), Machine(program))
    for machine in [machine, other] {
      machine.load([0.1, 0.2, 0.3], input: 0)
      machine.run(times: 20_000)
      machine.load([0.1, -2, 3], input: 0)
    }
    let repeats = 2 * NativeCode.pointsWorthWriting
    for count in [1, 3, 2, 1] {
      var copies = Array(repeating: 0.0, count: repeats * count + 3)
      copies.withUnsafeMutableBufferPointer {
        machine.run(times: 1, repeats: repeats, copying: count, to: $0.baseAddress!)
      }
      var expected: [Double] = []
      for _ in 0..<repeats {
        other.run()
        expected += other.output(0).prefix(count)
      }
      #expect(Array(copies.prefix(repeats * count)) == expected && machine.output(0) == other.output(0), "\(count)")
    }
  }
}
