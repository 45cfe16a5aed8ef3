import LuaKit

private let seed = Parameter(
  "seed", .integer(in: 0...), "the same seed, the same numbers",
  default: "one of the system's, which print(r) and r.seed show"
) { _ in UnseededGenerators.next() }

private let key = Parameter(
  "key", .key, "of the generators of one seed, which: integers >= 0", default: "none"
) { _ in [] }

/// `random`: generators of random numbers.
let randomModule = Module(
  "random", "Random numbers, bit for bit those of NumPy's default_rng.",
  functions: [
    Function(
      "new", "A generator, PCG64 started as NumPy's default_rng(seed), or default_rng(SeedSequence(seed, spawn_key=key)).",
      [seed, key], returns: .object(RandomObject.self),
      example: "random.new(7):normal()  --> 0.00123015"
    ) { call in RandomObject(seed: try call[seed], key: try call[key]) }
  ],
  classes: [RandomObject.self])

extension ParameterType where Value == [Int] {
  /// Integers as they are: through a vector's numbers those beyond 2⁵³ would be others.
  fileprivate static var key: Self {
    Self(name: "table of integers", annotation: "integer[]") { value in
      guard let table = value.table else { return nil }
      let count = table.count
      return try (0..<count).map { i in
        guard let number = table[i + 1].integer, number >= 0 else {
          throw Flaw(element: i + 1, complaint: "must be an integer >= 0, got \(table[i + 1].briefly)")
        }
        return number
      }
    }
  }
}
