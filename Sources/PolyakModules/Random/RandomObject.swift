import HeavyBall
import LuaKit

/// A generator of random numbers in Lua's hands: `random.new(7)`.
final class RandomObject: LuaObject {
  let seed: Int
  let key: [Int]
  private var generator: RandomGenerator
  private var children = 0

  init(seed: Int, key: [Int] = []) {
    (self.seed, self.key) = (seed, key)
    generator = RandomGenerator(SeedSequence(seed, key: key.map(UInt64.init)))
  }

  /// What would be drawn next, and how many generators have been spawned: its state, as two words and a number.
  var upcoming: [UInt64] {
    var copy = generator
    return [copy.next(), copy.next(), UInt64(children)]
  }

  static var luaClass: ClassDeclaration {
    ClassDeclaration(
      RandomObject.self, "Random",
      "A generator of random numbers: what it draws depends on the seed and on what was drawn before.",
      instanceName: "r",
      [
        .property("seed", "What random.new was given, or the seed that it took.", .integer) { $0.seed },
        .property("key", "Which of the generators of its seed it is: what random.new was given, or spawn.", .table) { $0.key },
        .tostring { r in
          "Random  PCG64, seed \(r.seed)" + (r.key.isEmpty ? "" : ", key " + r.key.map(String.init).joined(separator: " "))
        },
        .method(
          "spawn",
          "A table of n generators that have nothing to do with each other and with this one, as NumPy's Generator.spawn: "
            + "other ones at each call.",
          [children], returns: .table, example: "random.new(7):spawn(3)[2]:normal()  --> 1.40191"
        ) { r, call in
          let n = try call[children]
          try call.checkRoom(for: n, bytes: 256)
          defer { r.children += n }
          return (0..<n).map { RandomObject(seed: r.seed, key: r.key + [r.children + $0]) }
        },
        .method(
          "normal",
          "Normal numbers of mean 0 and variance 1: a vector of n, a matrix of n rows of m numbers, or one number.",
          [rows, columns], options: [precision], returns: real, example: "random.new(7):normal(3)[2]  --> 0.298746"
        ) { r, call in try r.draw(.normal, call) },
        .method(
          "uniform", "Numbers in [0, 1), each as likely: a vector of n, a matrix of n rows of m numbers, or one number.",
          [rows, columns], options: [precision], returns: real,
          example: "random.new(7):uniform(3, 2):get(3, 2)  --> 0.873553"
        ) { r, call in try r.draw(.uniform, call) },
        .method(
          "integers", "Integers from lo to hi, both included, each as likely: a table of n, or one.",
          [lowest, highest, optionalCount],
          returns: LuaType.integer.or(.table.named("table of integers", annotation: "integer[]")),
          example: "random.new(7):integers(1, 6)  --> 6"
        ) { r, call in try r.integers(call) },
        .method(
          "permutation", "The integers 1 to n in random order, a table.", [count],
          returns: .table.named("table of integers", annotation: "integer[]"),
          example: "table.concat(random.new(7):permutation(5), ' ')  --> 3 1 5 2 4"
        ) { r, call in
          let n = try call[count]
          try call.checkRoom(for: n, bytes: bytesOfTable)
          let watch = call.watch("random.permutation")
          var numbers = try Array(count: n, poll: { try watch.poll() }) { $0 + 1 }
          try r.generator.shuffle(&numbers) { () throws(LuaError) in try watch.poll() }
          return numbers
        },
      ])
  }

  private static let children = Parameter("n", .integer(in: 0...1_000_000), "how many")
  private static let rows = Parameter("n", .integer(in: 0...), "how many, or how many rows").optional
  private static let columns = Parameter("m", .integer(in: 0...), "how many columns").optional
  private static let precision = Parameters.precision.described(
    "\"f32\": a FloatMatrix of the same numbers, rounded; for n and m")
  private static let real = LuaType.object(VectorObject.self).or(.object(MatrixObject.self))
    .or(.object(FloatMatrixObject.self)).or(.number)

  private static let lowest = Parameter("lo", .integer, "the lowest")
  private static let highest = Parameter("hi", .integer, "the highest")
  /// Lua's tables hold no more.
  private static let count = Parameter("n", .integer(in: 0...Int(Int32.max)), "how many")
  private static let optionalCount = count.optional
  /// An integer takes 8 in Swift and 16 in Lua's table.
  private static let bytesOfTable = 24

  private func draw(_ distribution: RandomGenerator.Distribution, _ call: Call) throws -> LuaValue {
    guard let rows = try call[Self.rows] else {
      if try call.has(Self.columns) { throw call.fault(at: Self.rows, complaint: "is missing (how many rows)") }
      return .number(distribution == .normal ? generator.normal() : generator.uniform())
    }
    let columns = try call[Self.columns]
    try call.checkRoom(for: rows, by: columns ?? 1)
    let watch = call.watch("random numbers")
    if try call[Self.precision] == .single {
      guard let columns else { throw call.fault(at: Self.precision, complaint: "is for matrices, of n rows of m numbers") }
      var numbers = try Array(count: rows * columns, poll: { try watch.poll() }) { _ in Float(0) }
      try generator.fill(&numbers, from: distribution) { () throws(LuaError) in try watch.poll() }
      return .object(FloatMatrixObject(FloatMatrix(rows: rows, columns: columns, elements: numbers)))
    }
    var numbers = try Array(count: rows * (columns ?? 1), poll: { try watch.poll() }) { _ in 0.0 }
    try generator.fill(&numbers, from: distribution) { () throws(LuaError) in try watch.poll() }
    guard let columns else { return .object(VectorObject(Vector(numbers))) }
    return .object(MatrixObject(Matrix(rows: rows, columns: columns, elements: numbers)))
  }

  private func integers(_ call: Call) throws -> LuaValue {
    let (low, high) = (try call[Self.lowest], try call[Self.highest])
    guard low <= high else { throw call.fault(at: Self.highest, complaint: "must be at least lo = \(low), got \(high)") }
    guard let count = try call[Self.optionalCount] else { return .integer(generator.integer(in: low...high)) }
    try call.checkRoom(for: count, bytes: Self.bytesOfTable)
    let watch = call.watch("random numbers")
    var numbers = try Array(count: count, poll: { try watch.poll() }) { _ in 0 }
    try generator.fill(&numbers, in: low...high) { () throws(LuaError) in try watch.poll() }
    return try numbers.luaValue(in: call.state)
  }
}
