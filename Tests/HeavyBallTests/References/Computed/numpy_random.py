"""Random numbers of NumPy's default_rng, for the tests; needs NumPy alone.

    python3 numpy_random.py > numpy_random.json
    python3 numpy_random.py --tables > ../../../Sources/HeavyBall/Random/Ziggurat.swift

(Not random.py: NumPy itself imports a module of that name.)

A case is a seed and a list of draws made one after the other from one generator. Of the values drawn, as 64-bit
patterns (of doubles, or of integers in two's complement), the file has the first, the last, and a running FNV-1a
checksum over their little-endian bytes at the end of every block of BLOCK values.
"""

import json
import math
import os
import struct
import sys

import numpy as np

COUNT = 10_000
BLOCK = 500
SEEDS = [0, 1, 42, 2**32 + 5, 2**63 - 1]
# Of more than 64 bits, the last also of more than the pool of four 32-bit words.
LARGE_SEEDS = [2**64 - 1, 2**64, 2**127 + 12345, 3**200]
LOWEST, HIGHEST = -(2**63), 2**63 - 1

RANGES = [
    (1, 6),
    (7, 7),
    (0, 2**16 - 1),
    (0, 2**16),
    (-1, 2**31),  # count just above 2^31: Lemire's method refuses almost half of its draws
    (0, 2**32 - 2),
    (0, 2**32 - 1),
    (0, 2**32),
    (-(2**62), 2**62),  # the same with 64 bits
    (1, HIGHEST),
    (LOWEST, HIGHEST),
]

INTERLEAVED = [
    ("uniform", 3), ("integers", 1, 6, 5), ("normal", 7), ("integers", 0, 2**32 - 1, 3), ("integers", 0, 2**40, 2),
    ("integers", 1, 6, 1), ("permutation", 10), ("normal", 1), ("permutation", 7), ("integers", 5, 5, 9),
    ("integers", -3, 3, 101), ("uniform", 2), ("permutation", 1), ("permutation", 2), ("integers", 0, 1, 1),
    ("normal", 1000), ("integers", LOWEST, HIGHEST, 3), ("integers", 0, 99, 1),
]


def make(generator, kind, *arguments):
    if kind == "uniform":
        values = generator.random(arguments[0])
    elif kind == "normal":
        values = generator.standard_normal(arguments[0])
    elif kind == "integers":
        low, high, count = arguments
        values = generator.integers(low, high, count, endpoint=True)
        assert values.dtype == np.int64
    else:
        values = generator.permutation(arguments[0])
        assert values.dtype == np.int64
    return values.view(np.uint64)


def fnv1a(data, state=0xCBF29CE484222325):
    for byte in data:
        state = ((state ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return state


def hexadecimal(values):
    return [f"{int(value):016x}" for value in values]


def case(seed, draws):
    generator = np.random.default_rng(seed)
    values = np.concatenate([make(generator, *draw) for draw in draws]).astype("<u8")
    checksums, state = [], fnv1a(b"")
    for start in range(0, len(values), BLOCK):
        state = fnv1a(values[start:start + BLOCK].tobytes(), state)
        checksums.append(state)
    return {
        "seed": str(seed),
        "draws": [{"kind": draw[0], "arguments": draw[1:]} for draw in draws],
        "first": hexadecimal(values[:8]),
        "last": hexadecimal(values[-4:]),
        "checksums": hexadecimal(checksums),
    }


def words(seed):
    """The seed's 32-bit words, lowest first."""
    return [(seed >> shift) & 0xFFFFFFFF for shift in range(0, max(seed.bit_length(), 1), 32)]


def tables():
    """The ziggurat's tables fi_double, wi_double and ki_double, which stand in this order in NumPy's C library."""
    path = os.path.join(os.path.dirname(np.__file__), "random", "lib", "libnpyrandom.a")
    with open(path, "rb") as file:
        library = file.read()
    start = library.index(struct.pack("<QQ", 4208095142473578, 0)) - 2 * 2048
    heights, widths = (struct.unpack_from("<256d", library, start + offset) for offset in (0, 2048))
    thresholds = struct.unpack_from("<256Q", library, start + 4096)
    edges = [width * 2.0**52 for width in widths]
    assert heights[0] == 1
    for i in range(1, 256):
        assert math.isclose(heights[i], math.exp(-edges[i] ** 2 / 2), rel_tol=1e-13)
        assert i == 1 or math.isclose(thresholds[i], edges[i - 1] / edges[i] * 2.0**52, rel_tol=1e-13)
    return thresholds, widths, heights


def swift():
    thresholds, widths, heights = tables()
    print(f"""\
/// The ziggurat of 256 levels of equal area over exp(-x²/2), level 0 the lowest, with the tail (Marsaglia, Tsang 2000).
///
/// The doubles of NumPy {np.__version__}, read from its library by Tests/HeavyBallTests/References/numpy_random.py. They are
/// stored because neither the exact values, rounded, nor the recursion carried out in doubles gives all of them.
enum Ziggurat {{
  /// Where the tail begins, and the inverse of it.
  static let tail = 3.6541528853610087963519472518
  static let inverseTail = 0.27366123732975827203338247596

  /// Below it, of 2⁵², a position in the level is inside the curve whatever its height: 2⁵² xᵢ₋₁/xᵢ.""")

    def table(name, type, texts, per_line):
        print(f"  static let {name}: [{type}] = [")
        for i in range(0, 256, per_line):
            print("    " + ", ".join(texts[i:i + per_line]) + ",")
        print("  ]")

    table("thresholds", "UInt64", [f"0x{value:013x}" for value in thresholds], 6)
    print("\n  /// Width of a position: xᵢ/2⁵².")
    table("widths", "Double", [value.hex() for value in widths], 4)
    print("\n  /// exp(-xᵢ²/2), and 1 above the highest level.")
    table("heights", "Double", [value.hex() for value in heights], 4)
    print("}")


def reference():
    cases = []
    for seed in SEEDS:
        cases.append(case(seed, [("uniform", COUNT)]))
        cases.append(case(seed, [("normal", COUNT)]))
        cases += [case(seed, [("integers", low, high, COUNT)]) for low, high in RANGES]
        cases += [case(seed, [("permutation", n)]) for n in (0, 1, 2, 3, 100, 2**13, 2**13 + 1)]
        cases.append(case(seed, INTERLEAVED))
    # Enough for the tail's own loop and its signs; a permutation that draws 17 bits.
    cases.append(case(7, [("normal", 200_000), ("permutation", 70_000)]))
    cases += [case(seed, [("uniform", 20), ("integers", 1, 6, 3)]) for seed in LARGE_SEEDS]
    seeds = []
    for seed in SEEDS + [7] + LARGE_SEEDS:
        sequence = np.random.SeedSequence(seed)
        seeds.append({
            "seed": str(seed),
            "words": words(seed),
            "state32": [int(word) for word in sequence.generate_state(10, np.uint32)],
            "state64": hexadecimal(sequence.generate_state(5, np.uint64)),
        })
    packed = [struct.pack(kind, *table) for kind, table in zip(("<256Q", "<256d", "<256d"), tables())]
    return {
        "what": f"NumPy {np.__version__}: random.default_rng; made by numpy_random.py, which says how to read it",
        "block": BLOCK,
        "tables": dict(zip(("thresholds", "widths", "heights"), hexadecimal(map(fnv1a, packed)))),
        "seeds": seeds,
        "cases": cases,
    }


if sys.argv[1:] == ["--tables"]:
    swift()
else:
    file = reference()
    lists = {name: file.pop(name) for name in ("seeds", "cases")}
    lines = [f" {json.dumps(name)}: {json.dumps(value)}" for name, value in file.items()]
    for name, values in lists.items():
        lines.append(f" {json.dumps(name)}: [\n" + ",\n".join("  " + json.dumps(value) for value in values) + "\n ]")
    print("{\n" + ",\n".join(lines) + "\n}")
