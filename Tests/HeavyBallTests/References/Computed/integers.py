"""Operations on integers by Python, and fractions rounded to doubles: the figures of integers.json.

    python3 integers.py > integers.json

Pairs: a, b, a + b, a - b, a * b, the quotient rounded toward 0 and the remainder (null for b = 0), the greatest common
divisor. Powers: base, exponent, power. Doubles: numerator, denominator, the nearest double as float.hex writes it. Texts:
what is read, the number or null. The pairs hold every branch of the division by words, which this file looks for.
"""
import json
import math
import random
from fractions import Fraction

random.seed(7)
B = 1 << 64


def branches(u, v):
    """The branches that dividing |u| by |v| takes in Knuth's algorithm D, with words of 64 bits."""
    u, v, seen = abs(u), abs(v), set()
    if v < B or u < v:
        return seen
    shift = -v.bit_length() % 64
    u, v = u << shift, v << shift
    words = lambda x, n: [x >> 64 * i & B - 1 for i in range(n)]
    n = (v.bit_length() + 63) // 64
    m = (u.bit_length() + 63) // 64 + 1 - n
    w = words(v, n)
    for j in reversed(range(m)):
        top = words(u >> 64 * j, n + 1)
        if top[n] == w[n - 1]:
            digit = B - 1
            rest = top[n - 1] + w[n - 1]
            seen.add("equal highest words" + (", rest too large" if rest >= B else ""))
        else:
            digit, rest = divmod(top[n] * B + top[n - 1], w[n - 1])
        corrections = 0
        while rest < B and digit * w[n - 2] > rest * B + top[n - 2]:
            digit, rest, corrections = digit - 1, rest + w[n - 1], corrections + 1
        seen.add(f"{corrections} corrections")
        if digit * v << 64 * j > u:
            seen.add(f"added back, place {min(j, 1)}")
            digit -= 1
        if digit == 0:
            seen.add("digit 0")
        u -= digit * v << 64 * j
    return seen


def truncated(a, b):
    q = abs(a) // abs(b)
    return q if (a < 0) == (b < 0) else -q


def pair(a, b):
    q = truncated(a, b) if b else None
    out = [a, b, a + b, a - b, a * b, q, a - q * b if b else None, math.gcd(a, b)]
    return [x if x is None else str(x) for x in out]


edges = [0, 1, 2, 2**31, 2**62, 2**63 - 1, 2**63, 2**63 + 1, 2**64 - 1, 2**64, 2**64 + 1, 2**127, 2**128 - 1, 2**128, 10**40]
pairs = [(s * a, t * b) for a in edges for b in edges for s in (1, -1) for t in (1, -1)]
pairs = random.sample(sorted(set(pairs)), 200) + [(-(2**63), -1), (2**63, -1), (-(2**63), 1), (-(2**63), -(2**63)), (0, 0)]
pattern = [0, 1, 2, 3, 2**63, 2**63 - 1, 2**63 + 1, B - 1, B - 2]


def word(style):
    return random.choice(pattern) if style < 2 else random.getrandbits(64)


def number(count, style):
    x = sum(word(style) << 64 * i for i in range(count))
    return x if random.random() < 0.5 else -x


# Every branch three times, by numbers whose words are all special, or half of them, or none.
wanted = {}
for _ in range(200000):
    style = random.randrange(3)
    a, b = number(random.randrange(2, 7), style), number(random.randrange(2, 5), style)
    for branch in branches(a, b) if b else ():
        if wanted.get(branch, 0) < 3:
            wanted[branch] = wanted.get(branch, 0) + 1
            pairs.append((a, b))
expected = {"equal highest words", "equal highest words, rest too large", "0 corrections", "1 corrections", "2 corrections",
            "added back, place 0", "added back, place 1", "digit 0"}
assert set(wanted) == expected, set(wanted) ^ expected
for bits in (60, 64, 65, 130, 700, 3000):
    for other in (1, 63, 64, 128, 129, 1500):
        pairs.append((random.getrandbits(bits) * random.choice((1, -1)), random.getrandbits(other) + 1))
common = random.getrandbits(300)
pairs += [(common * 6, common * -35), (common * 2**70, common * 3**50), (math.factorial(60), 2**200)]
f = [0, 1]
while len(f) < 300:
    f.append(f[-1] + f[-2])
pairs.append((f[-1], f[-2]))  # the most steps of Euclid's algorithm

powers = [(0, 0), (0, 5), (1, 100), (-1, 7), (2, 64), (-2, 63), (2, 63), (-2, 127), (3, 200), (-10, 19), (10, 400), (-12345, 31)]

doubles = [(n, d) for n in (1, 2**53 + 1, 2**54 - 1, 2**54 + 3, 2**63 - 1, 2**64 + 2**11, 10**30, 3**400, 10**400)
           for d in (1, 3, 7, 2**64 - 1, 10**30, 3**400)]
m = 2**52 + random.getrandbits(52)
for even in (m & ~1, m | 1):
    # Halfway between two doubles, and beside it by as little as one in 2^300.
    doubles += [(2 * even + 1, 2**k) for k in (0, 1, 60, 900)]
    doubles += [((2 * even + 1 << 300) + s, 2**k) for s in (1, -1) for k in (0, 301)]
doubles += [(2**1024 - 2**970, 1), (2**1024 - 2**970 - 1, 1), (2**1024, 1), (2**1023 * (2**53 - 1), 2**52)]
# Subnormal: 2^-1074, its half, above and below; halfway there too.
doubles += [(1, 2**1074), (1, 2**1075), (2**80 + 1, 2**1155), (2**80 - 1, 2**1155), (3, 2**1075), (5, 2**1075), (7, 2**1075)]
doubles += [(1, 2**1076), (1, 2**1200), (2**53 - 1, 2**1075), (2**53 + 1, 2**1075), (2 * m + 1, 2**1100), (2**60 + 1, 2**1110)]
# Just beside halfway, by less than the 53 bits that a normal number would have.
doubles += [((2**20 + 2 * i + 1 << 200) + s, 2**(1075 + 200)) for i in (0, 1) for s in (-1, 0, 1)]
doubles += [(-n, d) for n, d in doubles[::3]] + [(0, 1), (0, 10**50)]


def nearest(n, d):
    try:
        return (n / d).hex()
    except OverflowError:
        return "inf" if n > 0 else "-inf"


long = "".join(random.choice("0123456789") for _ in range(700))
texts = ["0", "-0", "+0", "007", "-9223372036854775808", "9223372036854775808", "+18446744073709551616", "1" + "0" * 18,
         "1" + "0" * 19, "9" * 37, "-" + "9" * 500, "0" * 40 + "12", long, "-" + long + "0" * 60]
broken = ["", "-", "+", "--1", "1-", " 1", "1 ", "1_0", "0x10", "1e5", "1.0", "\u0661", "\uff11", "12a4", "\u00b2"]

print(json.dumps(dict(
    pairs=[pair(a, b) for a, b in pairs], powers=[[str(b), n, str(b**n)] for b, n in powers],
    doubles=[[str(n), str(d), nearest(n, d)] for n, d in doubles],
    texts=[[t, str(int(t))] for t in texts] + [[t, None] for t in broken]), indent=0))
