import LuaKit

private let seed = Parameter(
  "seed", .integer(in: 0...), "the same seed, the same numbers",
  default: "one of the system's, which print(r) and r.seed show"
) { _ in UnseededGenerators.next() }

/// `random`: generators of random numbers.
let randomModule = Module(
  "random", "Random numbers, bit for bit those of NumPy's default_rng.",
  functions: [
    Function(
      "new", "A generator, PCG64 started as NumPy's default_rng(seed).", [seed], returns: .object(RandomObject.self),
      example: "random.new(7):normal()  --> 0.00123015"
    ) { call in RandomObject(seed: try call[seed]) }
  ],
  classes: [RandomObject.self])
