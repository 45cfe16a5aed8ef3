"""The polynomials in the headers of Sources/CKernels: those that are nearest where they are farthest (Remez).

    python3 polynomials.py [header ...]

Each is printed with its interval, its error, and its coefficients rounded to doubles (or singles), the lowest first.
Computed in 60 digits; the errors before and after rounding are the largest of 2000 places. Takes some minutes.
"""
import struct, sys
from mpmath import mp, mpf

mp.dps = 60


def rounded(c, single): return struct.unpack("f", struct.pack("f", float(c)))[0] if single else float(c)


def remez(g, weight, a, b, n, grid=1200):
    """The coefficients of the polynomial of degree n for which the largest |p - g| weight in [a, b] is least."""
    place = lambda i, count: (a + b) / 2 - (b - a) / 2 * mp.cos(mp.pi * i / count)
    points, places = [place(i, n + 1) for i in range(n + 2)], [place(i, grid) for i in range(grid + 1)]
    values, weights = [g(t) for t in places], [weight(t) for t in places]
    for _ in range(12):
        rows = [[t**j for j in range(n + 1)] + [(-1)**i / weight(t)] for i, t in enumerate(points)]
        *c, level = mp.lu_solve(mp.matrix(rows), mp.matrix([g(t) for t in points]))
        error = [(mp.polyval(c[::-1], t) - y) * w for t, y, w in zip(places, values, weights)]
        extremes = [0]
        for i in range(1, len(error)):
            if mp.sign(error[i]) != mp.sign(error[extremes[-1]]): extremes.append(i)
            elif abs(error[i]) > abs(error[extremes[-1]]): extremes[-1] = i
        if len(extremes) < n + 2: break
        while len(extremes) > n + 2: extremes.pop(0 if abs(error[extremes[0]]) < abs(error[extremes[-1]]) else -1)
        points = [places[i] for i in extremes]
        if max(abs(error[i]) for i in extremes) < abs(level) * mpf("1.02"): break
    return c


def show(name, g, a, b, n, single=False, weight=lambda t: mpf(1)):
    a, b = mpf(a), mpf(b)
    exact = remez(g, weight, a, b, n)
    near = [rounded(c, single) for c in exact]
    worst = lambda c: max(abs(mp.polyval(c[::-1], t) - g(t)) * weight(t) for t in [a + (b - a) * i / 2000 for i in range(2001)])
    print(f"{name}: on [{float(a):.6g}, {float(b):.6g}], error 2^{float(mp.log(worst(exact), 2)):.1f}, "
          f"rounded 2^{float(mp.log(worst([mpf(c) for c in near]), 2)):.1f}")
    for c in near: print("   ", c.hex())


def by_square(f, remainder, series):
    """u -> remainder(f(x), x), u = x^2, near 0 by its series."""
    return lambda u: series(u) if abs(u) < mpf(10)**-12 else remainder(f(mp.sqrt(u)), mp.sqrt(u))


half = mp.log(2) / 2
root = (mp.sqrt(2) - 1) / (mp.sqrt(2) + 1)
exp3 = lambda r: (mp.expm1(r) - r - r * r / 2) / r**3 if abs(r) > mpf(10)**-8 else mpf(1) / 6 + r / 24 + r * r / 120
exp2 = lambda r: (mp.expm1(r) - r) / r**2 if abs(r) > mpf(10)**-8 else mpf(1) / 2 + r / 6 + r * r / 24
log3 = by_square(mp.atanh, lambda y, s: (2 * y - 2 * s) / s**3, lambda z: mpf(2) / 3 + 2 * z / 5 + 2 * z * z / 7)
log5 = lambda z: (log3(z) - mpf(2) / 3) / z if z > mpf(10)**-10 else mpf(2) / 5 + 2 * z / 7 + 2 * z * z / 9
sin3 = by_square(mp.sin, lambda y, x: (y - x) / x**3, lambda u: -mpf(1) / 6 + u / 120)
cos4 = by_square(mp.cos, lambda y, x: (y - 1 + x * x / 2) / x**4, lambda u: mpf(1) / 24 - u / 720)
atan3 = by_square(mp.atan, lambda y, x: (y - x) / x**3, lambda u: -mpf(1) / 3 + u / 5)
asinh3 = by_square(mp.asinh, lambda y, x: (y - x) / x**3, lambda u: -mpf(1) / 6 + 3 * u / 40)
erf1 = by_square(mp.erf, lambda y, x: y / x - 1, lambda u: 2 / mp.sqrt(mp.pi) * (1 - u / 3) - 1)
erf_place = lambda t: (1 + 3 * t) / (1 - t)

headers = {
    "Exponential.h": lambda: show("(e^r - 1 - r - r^2/2)/r^3", exp3, -half * mpf("1.001"), half * mpf("1.001"), 9),
    "Logarithm.h": lambda: show("(log((1+s)/(1-s)) - 2s)/s^3 by s^2", log3, 0, root**2 * mpf("1.001"), 7),
    "Power.h": lambda: show("the same less 2/3, over s^2", log5, 0, root**2 * mpf("1.0001"), 7),
    "Trigonometric.h": lambda: [
        show("(sin r - r)/r^3 by r^2", sin3, 0, (mp.pi / 4)**2 * mpf("1.001"), 5),
        show("(cos r - 1 + r^2/2)/r^4 by r^2", cos4, 0, (mp.pi / 4)**2 * mpf("1.001"), 5)],
    "Arctangent.h": lambda: show("(atan t - t)/t^3 by t^2", atan3, 0, mp.tan(mp.pi / 8)**2 * mpf("1.001"), 10),
    "InverseHyperbolic.h": lambda: show("(asinh x - x)/x^3 by x^2", asinh3, 0, "0.2501", 11),
    "ErrorFunction.h": lambda: [
        show("erf(x)/x - 1 + v/4 by v = x^2 - 1/2", lambda v: erf1(v + mpf("0.5")) + v / 4, "-0.5", "0.5001", 12),
        show("e^(x^2) (1 - erf x) by t = (x - 1)/(x + 3)", lambda t: mp.erfc(erf_place(t)) * mp.exp(erf_place(t)**2),
             mpf("-0.08") / mpf("3.92"), mpf("4.95") / mpf("8.95"), 12, weight=lambda t: mp.exp(-erf_place(t)**2))],
    "SingleFunctions.h": lambda: [
        show("(e^r - 1 - r)/r^2", exp2, -half * mpf("1.0001"), half * mpf("1.0001"), 4),
        show("(e^r - 1 - r)/r^2, of singles", exp2, -half * mpf("1.0005"), half * mpf("1.0005"), 4, single=True),
        show("(log((1+s)/(1-s)) - 2s)/s^3 by s^2, s up to 1/3", log3, 0, mpf(1) / 9, 4),
        show("the same for powers", log3, 0, root**2 * mpf("1.0001"), 4),
        show("(sin r - r)/r^3 by r^2", sin3, 0, (mp.pi / 4)**2 * mpf("1.0001"), 3),
        show("(cos r - 1 + r^2/2)/r^4 by r^2", cos4, 0, (mp.pi / 4)**2 * mpf("1.0001"), 2)],
}
for header in sys.argv[1:] or headers:
    print(header)
    headers[header]()
