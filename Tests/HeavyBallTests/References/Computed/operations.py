"""Derivatives of every operation of the expression graph, with each operand in turn a constant: operations.json.

    python3 operations.py > operations.json

An operand that is not a constant is u = x + x^2/4 of its part of the input x; the scalar is f = sum_i w_i y_i with
w_i = 1 + 0.37 i, y the operation's result row after row. Stored are y, the gradient, D^2 f[., v] and D^3 f[., v, w].
All is computed in 50 digits from formulas of the operations' partial derivatives to third order, put together by
arithmetic of nilpotent numbers (e_i^2 = 0): nothing is taken from the program. A term along a direction that is 0 is 0;
"free" is a third derivative with such a term beside a slope that is infinite, which may be 0 or be none. Where a
derivative is infinite, those of it are left out ("free").
"""
import itertools, json
from mpmath import (mp, mpf, inf, nan, isnan, isinf, exp, log, sin, cos, tanh, sqrt, factorial, log1p, expm1, atan, asinh, erf,
                    pi)

mp.dps = 50
SUBSETS = range(8)


class Jet:
    """c[s], the coefficient of the product of the e_i with i in the bits of s."""

    def __init__(self, c, free=False): self.c, self.free = c, free

    @staticmethod
    def of(x): return Jet([mpf(x)] + [mpf(0)] * 7)

    def __add__(self, o): return Jet([a + b for a, b in zip(self.c, o.c)])

    def __mul__(self, o):
        r = [mpf(0)] * 8
        for s in SUBSETS:
            for t in SUBSETS:
                if s & t == 0: r[s | t] += times(self.c[s], o.c[t])
        return Jet(r)


def times(slope, direction):
    return mpf(0) if slope == 0 or direction == 0 else slope * direction


def partitions(elements):
    if not elements: yield []; return
    first, rest = elements[0], elements[1:]
    for part in partitions(rest):
        yield [[first]] + part
        for i in range(len(part)): yield part[:i] + [[first] + part[i]] + part[i + 1:]


def apply(partial, *u):
    """f(u_1, ..., u_k) by Faa di Bruno's formula, partial(orders, values) being a mixed partial derivative of f."""
    values, r, free = [j.c[0] for j in u], [], False
    varies = [any(j.c[1:]) for j in u]
    for s in SUBSETS:
        total = mpf(0)
        for blocks in partitions([i for i in range(3) if s >> i & 1]):
            for owners in itertools.product(range(len(u)), repeat=len(blocks)):
                product = mpf(1)
                for block, owner in zip(blocks, owners): product *= u[owner].c[sum(1 << i for i in block)]
                if not all(varies[k] for k in owners): continue
                orders = [owners.count(k) for k in range(len(u))]
                if product == 0:
                    free = free or sum(orders) == 3 and not mp.isfinite(partial(orders, values))
                    continue
                total += partial(orders, values) * product
        r.append(total)
    return Jet(r, free)


def power(orders, values):
    """d^(i+j) u^v / du^i dv^j, with its limit for u from above where u = 0."""
    (i, j), (u, v) = orders, values
    # (v)_i as a polynomial in v, differentiated j - l times, beside u^(v-i) (log u)^l.
    falling = [mpf(1)]
    for k in range(i):
        falling = [(falling[n - 1] if n else 0) - k * (falling[n] if n < len(falling) else 0)
                   for n in range(len(falling) + 1)]
    total = mpf(0)
    for l in range(j + 1):
        d = falling
        for _ in range(j - l): d = [n * d[n] for n in range(1, len(d))] or [mpf(0)]
        factor = mp.binomial(j, l) * sum(c * v ** n for n, c in enumerate(d))
        if factor == 0: continue
        e = v - i
        if u == 0: base = mpf(0) if e > 0 else (-inf) ** l if e == 0 and l else mpf(1) if e == 0 else inf
        elif u < 0: base = u ** int(e) if l == 0 and e == int(e) else nan
        else: base = u ** e * log(u) ** l
        total += factor * base
    return total


def absolute_power(signed):
    def partial(orders, values):
        (i, j), (u, v) = orders, values
        assert j == 0
        factor = mpf(1)
        for k in range(i): factor *= v - k
        if factor == 0: return mpf(0)
        odd = (i % 2 == 1) != signed
        e = v - i
        if u == 0: size = mpf(0) if e > 0 else mpf(1) if e == 0 else inf
        else: size = abs(u) ** e
        if odd: return factor * size * sign(u) if u != 0 else (nan if e < 0 else mpf(0))
        return factor * size
    return partial


def sign(x): return mpf(1) if x > 0 else mpf(-1) if x < 0 else mpf(0)


def unary(*derivatives): return lambda orders, values: derivatives[orders[0]](values[0])


def zero(x): return mpf(0)


def sig(x): return 1 / (1 + exp(-x))


def root(i):
    return lambda x: nan if x < 0 else sqrt(x) if i == 0 else inf if x == 0 else \
        [None, .5, -.25, .375][i] * x ** (mpf(1) / 2 - i)


def logarithm(i):
    if i == 0: return lambda x: nan if x < 0 else -inf if x == 0 else log(x)
    return lambda x: inf if x == 0 else (-1) ** (i - 1) * factorial(i - 1) / x ** i


def quotient(orders, values):
    (i, j), (u, v) = orders, values
    if i > 1: return mpf(0)
    return (u if i == 0 else 1) * (-1) ** j * factorial(j) / v ** (j + 1)


def chosen(first):
    """u or v by a comparison that does not change nearby."""
    def partial(orders, values):
        own = 0 if first(*values) else 1
        if sum(orders) == 0: return values[own]
        return mpf(1) if sum(orders) == 1 and orders[own] == 1 else mpf(0)
    return partial


def choice(orders, values):
    own = 1 if values[0] > 0 else 2
    if sum(orders) == 0: return values[own]
    return mpf(1) if sum(orders) == 1 and orders[own] == 1 else mpf(0)


def logsumexp(jets):
    total = jets[0]
    terms = [apply(unary(exp, exp, exp, exp), j) for j in jets]
    total = terms[0]
    for t in terms[1:]: total = total + t
    return apply(unary(*[logarithm(i) for i in range(4)]), total)


UNARY = {
    "negate": unary(lambda x: -x, lambda x: mpf(-1), zero, zero),
    "exp": unary(exp, exp, exp, exp),
    "log": unary(*[logarithm(i) for i in range(4)]),
    "sqrt": unary(*[root(i) for i in range(4)]),
    "sin": unary(sin, cos, lambda x: -sin(x), lambda x: -cos(x)),
    "cos": unary(cos, lambda x: -sin(x), lambda x: -cos(x), sin),
    "tanh": unary(tanh, lambda x: 1 - tanh(x) ** 2, lambda x: -2 * tanh(x) * (1 - tanh(x) ** 2),
                  lambda x: (6 * tanh(x) ** 2 - 2) * (1 - tanh(x) ** 2)),
    "sigmoid": unary(sig, lambda x: sig(x) * sig(-x), lambda x: sig(x) * sig(-x) * (1 - 2 * sig(x)),
                     lambda x: sig(x) * sig(-x) * (1 - 6 * sig(x) * sig(-x))),
    "softplus": unary(lambda x: log(1 + exp(x)), sig, lambda x: sig(x) * sig(-x),
                      lambda x: sig(x) * sig(-x) * (1 - 2 * sig(x))),
    "log1p": unary(log1p, lambda x: 1 / (1 + x), lambda x: -1 / (1 + x) ** 2, lambda x: 2 / (1 + x) ** 3),
    "expm1": unary(expm1, exp, exp, exp),
    "atan": unary(atan, lambda x: 1 / (1 + x * x), lambda x: -2 * x / (1 + x * x) ** 2,
                  lambda x: (6 * x * x - 2) / (1 + x * x) ** 3),
    "asinh": unary(asinh, lambda x: 1 / sqrt(1 + x * x), lambda x: -x / sqrt(1 + x * x) ** 3,
                   lambda x: (2 * x * x - 1) / sqrt(1 + x * x) ** 5),
    "erf": unary(erf, lambda x: 2 / sqrt(pi) * exp(-x * x), lambda x: -4 * x / sqrt(pi) * exp(-x * x),
                 lambda x: (8 * x * x - 4) / sqrt(pi) * exp(-x * x)),
    "abs": unary(abs, sign, zero, zero),
    "sign": unary(sign, zero, zero, zero),
    "relu": unary(lambda x: max(x, mpf(0)), lambda x: mpf(x > 0), zero, zero),
}
BINARY = {
    "add": lambda o, x: x[0] + x[1] if sum(o) == 0 else mpf(sum(o) == 1),
    "subtract": lambda o, x: x[0] - x[1] if sum(o) == 0 else (mpf(1) if o[0] else mpf(-1)) if sum(o) == 1 else mpf(0),
    "multiply": lambda o, x: x[0] * x[1] if o == [0, 0] else x[1] if o == [1, 0] else x[0] if o == [0, 1] else
        mpf(o == [1, 1]),
    "divide": quotient,
    "power": power,
    "power of abs": absolute_power(False),
    "signed power of abs": absolute_power(True),
    "max": chosen(lambda a, b: a > b),
    "min": chosen(lambda a, b: a < b),
}


def elements(shape): return {"number": 1, "vector": 2, "matrix": 4, "row": 3, "wide": 6}[shape]


def elementwise(partial):
    def result(operands):
        n = max(map(len, operands))
        # A vector of 2 stands in each row of a 2x2 matrix.
        return [apply(partial, *[o[i % len(o)] for o in operands]) for i in range(n)]
    return result


def total(jets):
    r = jets[0]
    for j in jets[1:]: r = r + j
    return r


def product(left, right):
    """op(A) op(B), A being 2x3 or 3x2, B 3x2 or 2x3."""
    def result(operands):
        a, b = operands
        at = lambda i, l: a[l * 2 + i] if left else a[i * 3 + l]
        bt = lambda l, j: b[j * 3 + l] if right else b[l * 2 + j]
        return [total([at(i, l) * bt(l, j) for l in range(3)]) for i in range(2) for j in range(2)]
    return result


def running(jets):
    return [total(jets[:k + 1]) for k in range(len(jets))]


def softmax(jets):
    """exp(u_j) over the sum, as exp(u_j - logsumexp(u))."""
    minus = logsumexp(jets) * Jet.of(-1)
    return [apply(unary(exp, exp, exp, exp), j + minus) for j in jets]


FORMULAS = {name: elementwise(p) for name, p in {**UNARY, **BINARY, "select": choice}.items()}
FORMULAS.update({
    "broadcast": lambda o: o[0] * 3,
    "sum": lambda o: [total(o[0])],
    "dot": lambda o: [total([a * b for a, b in zip(*o)])],
    "sum of products": lambda o: [a * b + c * d * Jet.of(-0.75) for a, b, c, d in zip(*o)],
    "reshape": lambda o: o[0],
    "slice": lambda o: o[0][1:3],
    "concatenate": lambda o: o[0] + o[1],
    "gather": lambda o: [o[0][k] for k in [4, 0, 0, 5]],
    "scatter": lambda o: [o[0][2], o[0][0] + o[0][5], Jet.of(0), o[0][1] + o[0][3], o[0][4]],
    "sums of rows": lambda o: [total(o[0][:3]), total(o[0][3:])],
    "sums of columns": lambda o: [o[0][k] + o[0][k + 3] for k in range(3)],
    "in each row": lambda o: o[0] * 3,
    "in each column": lambda o: [a for a in o[0] for _ in range(3)],
    "cumulative sum": lambda o: running(o[0]) if len(o[0]) < 6 else running(o[0][:3]) + running(o[0][3:]),
    "cumulative sum, reversed": lambda o: running(o[0][::-1])[::-1],
    "softmax of rows": lambda o: softmax(o[0][:3]) + softmax(o[0][3:]),
    "outer": lambda o: [a * b for a in o[0] for b in o[1]],
    "transpose": lambda o: [o[0][k] for k in [0, 3, 1, 4, 2, 5]],
    "logsumexp": lambda o: [logsumexp(o[0])],
    "logsumexp of rows": lambda o: [logsumexp(o[0][:3]), logsumexp(o[0][3:])],
    "matrix product": product(False, False),
    "matrix product, left transposed": product(True, False),
    "matrix product, right transposed": product(False, True),
    "matrix product, both transposed": product(True, True),
    "matrix-vector product": lambda o: [o[0][0] * o[1][0] + o[0][1] * o[1][1], o[0][2] * o[1][0] + o[0][3] * o[1][1]],
})

PAIRS = [("number", "number"), ("number", "vector"), ("vector", "number"), ("vector", "vector"), ("number", "matrix"),
         ("matrix", "number"), ("matrix", "matrix"), ("matrix", "vector"), ("vector", "matrix")]
KINDS = {"equal": [1.5] * 6, "unequal": [0.75, 2, 1.25, 0.5, 3, 1.75], "zeros": [0] * 6,
         "some zeros": [0, 1.5, 0, 0.5, 2, 0], "negative": [-0.5, -2, -1.25, -1, -0.75, -3], "whole": [2, 3, 1, 4, 0, 5]}
FEW = [KINDS[name] for name in ["equal", "unequal", "some zeros", "negative"]]
POINT = [0.8, 1.3, 0.45, 1.1, 0.9, 0.6, 1.7, 0.35, 1.2, 0.7, 1.05, 0.55]
MIXED = [0.8, -1.3, 0.45, -1.1, 0.9, -0.6, 1.7, -0.35, 1.2, -0.7, 1.05, -0.55]


def cases():
    for name in UNARY:
        for shape in ["number", "vector", "matrix"]:
            yield name, [shape], None, None, POINT
            yield name, [shape], None, None, MIXED
            yield name, [shape], None, None, [0] * 12
    for name in BINARY:
        absolute = name.endswith("of abs")
        for shapes in PAIRS:
            if absolute and shapes[0] != shapes[1]: continue
            if not absolute: yield name, shapes, None, None, POINT
            for constant in [1] if absolute else [0, 1]:
                for kind in KINDS.values() if "power" in name else FEW:
                    if name == "divide" and constant == 1 and 0 in kind[:elements(shapes[1])]: continue
                    yield name, shapes, constant, kind, POINT
                    if absolute: yield name, shapes, constant, kind, MIXED
    exponents = [0, 1, 2, 3, 4, 0.5, 1.5, 2.5, 3.5, 2000, 2000.5, -1, -0.5]
    for e in exponents:
        for x in [0, 1e-90, 0.8, -0.9] if abs(e) < 1000 else [0, 0.99 / 1.3, -0.9]:
            for name in ["power", "power of abs", "signed power of abs"]:
                if x == 1e-90 and (e < 0 or name != "power"): continue
                yield name, ("vector", "vector"), 1, [e, e], [x, 0.8]
                yield name, ("vector", "vector"), 1, [2, e], [0.7, x]
                yield name, ("vector", "vector"), 1, [e, 2.5], [x, 0]
            yield "power", ("vector", "number"), 1, [e], [x, 0.8]
            yield "power", ("number", "vector"), 1, [e, 3], [x]
    # u^n or one of its derivatives' factors overflows or underflows, and u^-n does not: u = x + x^2/4.
    for e, points in [(-1, [0, 1e-200, 1e-310, 1e30]), (-2, [0, 1e-200, 1e-120, 6e77]), (-3, [0, 1e-130, 1e60]),
                      (-4, [1e-100, 1e45]), (-5, [0, 1e-70, 1e31]), (-12, [2e13, 1e-26, 1e-30]), (-200, [10, 0.05]),
                      (-201, [10, 0.05]), (-7, [-0.9, 0.8]), (-1024, [0.8, 0.96])]:
        for x in points:
            yield "power", ("vector", "vector"), 1, [e, e], [x, 0.8]
            yield "power", ("vector", "number"), 1, [e], [0.8, x]
    # Exponents x + x^2/4 that are exact: 0, 1.25, 3, 8, 0.5625, -0.75, 15.
    for x in [0, 1, 2, 4, 0.5, -1, 6]:
        yield "power", ("number", "number"), None, None, [0, x]
        yield "power", ("vector", "vector"), 0, [0, 2], [x, 0.4]
    triple = ("vector", "vector", "vector")
    yield "select", triple, None, None, MIXED
    for constant in range(3):
        for kind in FEW:
            yield "select", triple, constant, kind, MIXED
            yield "select", ("matrix",) * 3, constant, kind, MIXED
            yield "select", ("number",) * 3, constant, kind, MIXED
            yield "select", ("matrix", "number", "vector"), constant, kind, MIXED
            yield "select", ("vector", "matrix", "number"), constant, kind, MIXED
    for shape in ["number", "vector"]:
        yield "sum of products", (shape,) * 4, None, None, MIXED
    for constant in range(4):
        for kind in FEW:
            for shape in ["number", "vector", "matrix"]: yield "sum of products", (shape,) * 4, constant, kind, MIXED
    for name, shape in [("broadcast", "number"), ("sum", "number"), ("sum", "vector"), ("sum", "matrix"),
                        ("reshape", "matrix"), ("slice", "matrix"), ("slice", "row"), ("transpose", "wide"),
                        ("logsumexp", "vector"), ("logsumexp", "matrix"), ("logsumexp of rows", "wide"),
                        ("gather", "wide"), ("scatter", "wide"), ("sums of rows", "wide"), ("sums of columns", "wide"),
                        ("in each row", "row"), ("in each column", "row"), ("cumulative sum", "row"),
                        ("cumulative sum", "wide"), ("cumulative sum, reversed", "row")]:
        for point in [POINT, MIXED, [0] * 12]: yield name, [shape], None, None, point
    for point in [POINT, MIXED]: yield "softmax of rows", ["wide"], None, None, point
    pairs = [("dot", ("vector", "vector")), ("dot", ("matrix", "matrix")), ("matrix-vector product", ("matrix", "vector"))]
    pairs += [("outer", ("vector", "row"))]
    pairs += [("concatenate", (a, b)) for a in ["number", "vector"] for b in ["number", "vector", "matrix"]]
    pairs += [(name, ("wide", "wide")) for name in FORMULAS if name.startswith("matrix product")]
    for name, shapes in pairs:
        yield name, shapes, None, None, MIXED
        for constant in [0, 1]:
            for kind in FEW: yield name, shapes, constant, kind, MIXED


def number(x):
    if isnan(x): return "nan"
    if isinf(float(x)): return "inf" if x > 0 else "-inf"
    return float(x)


def main():
    out = []
    for name, shapes, constant, kind, point in cases():
        counts = [elements(s) for s in shapes]
        n = sum(c for k, c in enumerate(counts) if k != constant)
        x = [float(p) for p in point[:n]]
        v = [[0.5, 0.0, -0.25, 1.0][i % 4] for i in range(n)]
        w = [[1.0, 0.75, 0.0, -0.5][i % 4] for i in range(n)]

        def result(e):
            start, operands = 0, []
            for k, c in enumerate(counts):
                if k == constant: operands.append([Jet.of(a) for a in kind[:c]]); continue
                own = []
                for i in range(start, start + c):
                    coordinate = Jet([mpf(x[i]), mpf(e == i), mpf(v[i]), mpf(0), mpf(w[i])] + [mpf(0)] * 3)
                    own.append(coordinate + coordinate * coordinate * Jet.of(0.25))
                operands.append(own)
                start += c
            return FORMULAS[name](operands)

        def scalar(jets):
            r = mpf(0), mpf(0), mpf(0)
            weights = [mpf(1 + 0.37 * i) for i in range(len(jets))]
            return [sum(a * j.c[s] for a, j in zip(weights, jets)) for s in [1, 3, 7]]

        parts = []
        for e in range(n):
            jets = result(e)
            first, second, third = map(number, scalar(jets))
            if isinstance(first, str): second = third = "free"
            if isinstance(second, str) or any(j.free for j in jets): third = "free"
            parts.append((first, second, third))
        out.append({
            "operation": name, "shapes": list(shapes), "constant": -1 if constant is None else constant,
            "values": [] if constant is None else [float(a) for a in kind[:counts[constant]]], "point": x,
            "v": v, "w": w, "result": [number(j.c[0]) for j in result(0)],
            "gradient": [p[0] for p in parts], "product": [p[1] for p in parts],
            "third": [p[2] for p in parts]})
    print("[\n" + ",\n".join(json.dumps(c) for c in out) + "\n]")


main()
