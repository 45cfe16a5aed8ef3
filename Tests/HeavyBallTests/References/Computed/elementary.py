"""Elementary functions to 200 bits at least: elementary.json.

    python3 elementary.py > elementary.json

For each function lines "x y e": f(x) = y + e ulp(y), y the nearest double, ulp(y) the distance of doubles there (2^-1074
where they are subnormal); under "single" lines "x y" of arguments that are singles, y the nearest double. Of powers two
arguments. All is computed by mpmath from the functions' definitions; what C says of infinities, zeros and NaN is written
out. Arguments: special ones, every few powers of two, random ones in ranges where the function changes, ones around
places where formulas are liable to change or to cancel, the ends of overflow and of underflow.
"""
import json, math, random, struct
from mpmath import mp, mpf

mp.prec = 1400  # Of which 200 are left where 2^1024 is reduced by pi, or 2^-1074 is added to 1.
inf, nan = math.inf, math.nan
random.seed(17)


def single(x): return struct.unpack("f", struct.pack("f", x))[0] if is_single(x) else x


def is_single(x): return x in (inf, -inf) or abs(x) < 3.4028235e38


def text(x): return "nan" if x != x else "inf" if x == inf else "-inf" if x == -inf else x.hex()


def nearest(y):
    """The nearest double and what is left in units of its last place."""
    if mp.isnan(y): return nan, 0.0
    if mp.isinf(y): return (inf if y > 0 else -inf), 0.0
    if y == 0: return 0.0, 0.0
    m, e = mp.frexp(abs(y))
    u = max(int(e) - 53, -1074)
    n = int(mp.nint(mp.ldexp(abs(y), -u)))
    rest = float(mp.ldexp(abs(y), -u) - n)
    if n.bit_length() + u > 1024: return math.copysign(inf, y), 0.0
    return math.copysign(math.ldexp(n, u), y), math.copysign(1.0, y) * rest


def sigmoid(x): return 1 / (1 + mp.exp(-x))


def softplus(x): return mp.log1p(mp.exp(-abs(x))) + max(x, mpf(0))


# f, its values at 0, -0, inf, -inf, and ranges to draw from.
tail = [(-1, 1), (-4, 4), (-45, 45)]
functions = {
    "exp": (mp.exp, [1, 1, inf, 0], tail + [(-760, -700), (700, 710)]),
    "expm1": (mp.expm1, [0.0, -0.0, inf, -1], tail + [(700, 710), (-1e-3, 1e-3)]),
    "log": (mp.log, [-inf, -inf, inf, nan], [(0.5, 2), (0.99, 1.01), (0, 10), (1, 1e6)]),
    "log1p": (mp.log1p, [0.0, -0.0, inf, nan], [(-0.5, 1), (-1, -0.9), (-1e-3, 1e-3), (1, 1e6)]),
    "sqrt": (mp.sqrt, [0.0, -0.0, inf, nan], [(0, 4)]),
    "sin": (mp.sin, [0.0, -0.0, nan, nan], [(-4, 4), (-100, 100), (-1e5, 1e5), (1e5, 4e6), (-1e16, 1e16)]),
    "cos": (mp.cos, [1, 1, nan, nan], [(-4, 4), (-100, 100), (-1e5, 1e5), (1e5, 4e6), (-1e16, 1e16)]),
    "atan": (mp.atan, [0.0, -0.0, math.pi / 2, -math.pi / 2], [(-1, 1), (-4, 4), (0.4, 0.43), (2.3, 2.5), (-1e3, 1e3)]),
    "tanh": (mp.tanh, [0.0, -0.0, 1, -1], [(-1, 1), (-4, 4), (-25, 25), (0.15, 0.2), (-1e-3, 1e-3)]),
    "asinh": (mp.asinh, [0.0, -0.0, inf, -inf], [(-1, 1), (-4, 4), (0.4, 0.6), (-1e3, 1e3), (1e8, 1e9)]),
    "erf": (mp.erf, [0.0, -0.0, 1, -1], [(-1, 1), (-4, 4), (0.9, 1.1), (4, 7), (-1e-3, 1e-3)]),
    "sigmoid": (sigmoid, [0.5, 0.5, 1, 0], tail + [(-760, -700), (30, 40)]),
    "softplus": (softplus, [mp.log(2), mp.log(2), inf, 0], tail + [(-760, -700), (-40, -30), (30, 60)]),
    "abs": (abs, [0, 0, inf, inf], [(-2, 2)]),
    "sign": (lambda x: x / abs(x), [0.0, -0.0, 1, -1], [(-2, 2)]),
    "relu": (lambda x: max(x, mpf(0)), [0.0, 0.0, inf, 0], [(-2, 2)]),
    "sech^2": (lambda x: mp.sech(x) ** 2, [1, 1, 0, 0], [(-1, 1), (-4, 4), (-25, 25), (350, 380), (-380, -350)]),
}
negative_is_none = {"log", "sqrt"}


def arguments(name, ranges, ends):
    tiny, least, largest = ends
    xs = [0.0, -0.0, inf, -inf, nan, tiny, -tiny, least, -least, largest, -largest, 1.0, -1.0]
    for e in [-1060, -1030, -1022, -500, -140, -130, -126, -70, -60, -55, -54, -53, -52, -30, -29, -28, -27, -26, -20, -10,
              -5, -3, -2, -1, 1, 2, 3, 4, 5, 6, 8, 9, 10, 20, 28, 40, 52, 53, 54, 61, 100, 127, 500, 1000, 1023]:
        m = 1 + random.random()
        xs += [math.ldexp(m, e), -math.ldexp(m, e)]
    for low, high in ranges: xs += [random.uniform(low, high) for _ in range(18)]
    for k in (-3, -2, -1, 1, 2, 3, 50, 1000, -1000):
        for unit in (math.log(2) / 2, math.pi / 4):
            xs += [k * unit, math.nextafter(k * unit, inf)]
    for x in (0.5, 1.0, math.sqrt(2), math.sqrt(0.5), math.tan(math.pi / 8), 1 / math.tan(math.pi / 8), 22.0, 34.0, 50.0, 2.0 ** 20):
        xs += [s * y for s in (1, -1) for y in (math.nextafter(x, 0), x, math.nextafter(x, inf))]
    # The last argument before overflow and the first after, underflow likewise; where 1 + e^x is next to 1.
    xs += [709.782712893384, 709.7827128933841, -708.3964185322641, -745.1332191019411, -745.1332191019412, -36.7, -36.04,
           -37.43, -53 * math.log(2), 88.722839, 88.72284, -87.33655, -103.972076, -103.97208, 0.000426241, -1.04132]
    # Near multiples of pi/2: the worst among doubles, and others.
    xs += [6381956970095103 * 2.0 ** 797, 5.319372648326541e255, 1.5707963267948966, 355.0, 1e22, 710.0, 104348.0,
           411557987.0, 16.0 * math.pi]
    return xs


def line(name, f, special, x):
    if x != x: y, e = nan, 0.0
    elif x == 0: y, e = special[math.copysign(1, x) < 0], 0.0
    elif x in (inf, -inf): y, e = special[2 + (x < 0)], 0.0
    elif x < 0 and name in negative_is_none or name == "log1p" and x < -1: y, e = nan, 0.0
    elif name == "log1p" and x == -1: y, e = -inf, 0.0
    else: return nearest(clipped(name, f, x))
    return (float(y), 0.0) if isinstance(y, (int, float)) and not (isinstance(y, float) and y in (math.pi / 2, -math.pi / 2)) \
        else nearest(y if not isinstance(y, float) else math.copysign(1, y) * mp.pi / 2)


def clipped(name, f, x):
    """f(x), by its limit where the exponential would not fit anywhere."""
    big = abs(x) > 1e4
    if name == "exp" and big: return mpf(inf) if x > 0 else mpf(0)
    if name == "expm1" and big: return mpf(inf) if x > 0 else mpf(-1)
    if name == "tanh" and big: return mpf(math.copysign(1, x))
    if name == "erf" and big: return mpf(math.copysign(1, x))
    if name == "sech^2" and big: return mpf(0)
    if name == "sigmoid" and big: return mpf(1 if x > 0 else 0)
    if name == "softplus" and big: return mpf(x if x > 0 else 0)
    return f(mpf(x))


def power(x, y):
    """C's pow."""
    if x == 1 or y == 0: return 1.0, 0.0
    if x != x or y != y: return nan, 0.0
    whole = y not in (inf, -inf) and y == math.floor(y)
    odd = whole and math.fmod(y, 2) != 0
    minus = math.copysign(1, x) < 0 and odd
    if x == 0: return math.copysign(0.0 if y > 0 else inf, -1 if minus else 1), 0.0
    if x in (inf, -inf): return math.copysign(inf if y > 0 else 0.0, -1 if minus else 1), 0.0
    if y in (inf, -inf):
        if x == -1: return 1.0, 0.0
        return (inf if (abs(x) > 1) == (y > 0) else 0.0), 0.0
    if x < 0 and not whole: return nan, 0.0
    size = mpf(y) * mp.log(abs(mpf(x)))
    if size > 800: return (-inf if minus else inf), 0.0
    if size < -800: return (-0.0 if minus else 0.0), 0.0
    z, e = nearest(mp.exp(size))
    return (-z, -e) if minus else (z, e)


def powers():
    special = [0.0, -0.0, 1.0, -1.0, 2.0, -2.0, 0.5, -0.5, 3.0, -3.0, inf, -inf, nan, 2.5, -2.5, 1e300, -1e-300, 5e-324,
               9007199254740991.0, 4503599627370497.0, math.nextafter(1, 0), math.nextafter(-1, 0)]
    pairs = [(x, y) for x in special for y in special]
    pairs += [(10.0, float(k)) for k in range(-22, 23)] + [(float(k), 0.5) for k in range(2, 12)] + [(7.0, 18.0), (3.0, 33.0)]
    for _ in range(60):
        x = math.exp(random.uniform(-700, 700)); pairs.append((x, random.uniform(-2, 2)))
        x = random.uniform(0, 10); pairs.append((x, random.uniform(-20, 20)))
        x = 1 + random.uniform(-1, 1) * 2.0 ** -random.randrange(50)
        pairs.append((x, random.uniform(-700, 700) / (abs(math.log(x)) + 1e-300)))
        x = math.exp(random.uniform(-4, 4)); pairs.append((x, random.uniform(-745, -700) / math.log(x)))
        pairs.append((-float(random.randrange(1, 50)), float(random.randrange(-40, 40))))
        n = random.randrange(2, 30); pairs.append((random.uniform(0.5, 3), math.nextafter(float(n), inf)))
        pairs.append((random.uniform(1, 2) * 2.0 ** -1060, random.uniform(-0.9, 0.9)))
    return pairs


result = {}
for name, (f, special, ranges) in functions.items():
    doubles = arguments(name, ranges, (5e-324, 2.0 ** -1022, 1.7976931348623157e308))
    singles = {text(y): y for y in map(single, arguments(name, ranges, (2.0 ** -149, 2.0 ** -126, 3.4028234663852886e38)))
               if y != y or is_single(y)}.values()
    result[name] = {
        "double": [" ".join([text(x), text(y), "%.4f" % e]) for x in doubles for y, e in [line(name, f, special, x)]],
        "single": [" ".join([text(x), text(line(name, f, special, x)[0])]) for x in singles],
    }
pairs = powers()
result["power"] = {
    "double": [" ".join([text(x), text(y), text(z), "%.4f" % e]) for x, y in pairs for z, e in [power(x, y)]],
    "single": [" ".join([text(x), text(y), text(power(x, y)[0])])
               for x, y in {(single(x), single(y)): 0 for x, y in pairs if is_single(x) and is_single(y)}],
}
print(json.dumps(result, indent=0))
