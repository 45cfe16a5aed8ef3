"""Fields in phase space for PhaseFieldTests: python3 phase.py > phase_field.json, two seconds with mpmath.

Along the flow m(t+1) = mu m(t) - eta grad L(b(t) + nu m(t)) and b(t+1) = b(t) + m(t+1) at every real t. Grade by grade
(one for each gradient and for m) the solution is a sum of t^p mu^(q t): here sums are kept as such, at 260 digits (near mu =
1 most cancel), and functions are expanded about the value of grade 0 by their Taylor polynomials. No trees and no derivations are used.
"""
import json
from math import comb

from mpmath import mp, mpf

mp.dps = 260


class Sum:
    """By grade, the terms of sum c t^p mu^(q t)."""

    def __init__(self, grades, top):
        self.grades, self.top = grades, top

    def __getitem__(self, n):
        return self.grades.get(n, {})

    @staticmethod
    def of(x, top):
        return x if isinstance(x, Sum) else Sum({0: {(0, 0): mpf(x)}}, top)

    def __add__(self, other):
        other = Sum.of(other, self.top)
        result = {n: dict(terms) for n, terms in self.grades.items()}
        for n, terms in other.grades.items():
            row = result.setdefault(n, {})
            for key, c in terms.items():
                row[key] = row.get(key, 0) + c
        return Sum(result, self.top)

    def __mul__(self, other):
        other = Sum.of(other, self.top)
        result = {}
        for n, u in self.grades.items():
            for k, v in other.grades.items():
                if n + k > self.top:
                    continue
                row = result.setdefault(n + k, {})
                for (p, q), a in u.items():
                    for (r, s), b in v.items():
                        row[(p + r, q + s)] = row.get((p + r, q + s), 0) + a * b
        return Sum(result, self.top)

    __radd__, __rmul__ = __add__, __mul__

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + -Sum.of(other, self.top)

    def __rsub__(self, other):
        return -self + other

    def __pow__(self, n):
        result = Sum.of(1, self.top)
        for _ in range(n):
            result = result * self
        return result

    def value(self):
        return self[0].get((0, 0), mpf(0))

    def apply(self, derivative):
        """f of it, derivative(n, x) being f's n-th derivative."""
        x = self.value()
        rest = self - x
        result, power = Sum.of(0, self.top), Sum.of(1, self.top)
        for n in range(self.top + 1):
            result = result + power * (derivative(n, x) / mp.factorial(n))
            power = power * rest
        return result


def advance(terms, mu, target, weight):
    """The sum F with F(t+1) - target F(t) = weight of the terms, F(0) = 0."""
    result = {}
    for q in {q for _, q in terms} | {0, 1}:
        degree = max([p for p, k in terms if k == q], default=-1)
        r = [weight * terms.get((p, q), 0) for p in range(degree + 1)]
        z = mu ** q
        if z == target:
            f = [mpf(0)] * (degree + 2)
            for k in reversed(range(degree + 1)):
                f[k + 1] = (r[k] / z - sum(comb(j, k) * f[j] for j in range(k + 2, degree + 2))) / (k + 1)
        else:
            f = [mpf(0)] * (degree + 1)
            for k in reversed(range(degree + 1)):
                f[k] = (r[k] - z * sum(comb(j, k) * f[j] for j in range(k + 1, degree + 1))) / (z - target)
        for p, c in enumerate(f):
            result[(p, q)] = c
    key = (0, 0) if target == 1 else (0, 1)
    result[key] = result.get(key, 0) - sum(c for (p, _), c in result.items() if p == 0)
    return result


def shifted(terms, mu):
    result = {}
    for (p, q), c in terms.items():
        for k in range(p + 1):
            result[(k, q)] = result.get((k, q), 0) + comb(p, k) * mu ** q * c
    return result


def slope(terms, mu):
    return sum(c if p == 1 else q * mp.log(mu) * c for (p, q), c in terms.items() if p <= 1 and (p == 1 or q))


def field(gradient, beta, m, eta, mu, nu, order):
    """(dbeta/dt, dm/dt) of orders 1 to `order`; gradient maps a list of Sums to one."""
    eta, mu, nu = mpf(eta), mpf(mu), mpf(nu)
    size = len(beta)
    b = [Sum({0: {(0, 0): mpf(x)}}, order - 1) for x in beta]
    momenta = [Sum({}, order - 1) for _ in beta]
    orders, found = [], [[mpf(0)] * size, [mpf(0)] * size]
    for n in range(1, order + 1):
        g = gradient([b[i] + momenta[i] * nu for i in range(size)])
        for i in range(size):
            row = advance(g[i][n - 1], mu, mu, -eta)
            if n == 1:
                row[(0, 1)] = row.get((0, 1), 0) + mpf(m[i])
            place = advance(shifted(row, mu), mu, mpf(1), mpf(1))
            momenta[i].grades[n], b[i].grades[n] = row, place
            found[0][i] += slope(place, mu) / eta
            found[1][i] += slope(row, mu) / eta
        orders.append([[float(x) for x in part] for part in found])
    return orders


def named(name):
    """The derivatives of a function of one number."""
    f = {
        "exp": mp.exp, "expm1": mp.expm1, "log": mp.log, "log1p": mp.log1p, "sqrt": mp.sqrt, "sin": mp.sin, "cos": mp.cos,
        "atan": mp.atan, "tanh": mp.tanh, "asinh": mp.asinh, "erf": mp.erf, "sigmoid": lambda x: 1 / (1 + mp.exp(-x)),
        "softplus": lambda x: mp.log(1 + mp.exp(x)), "abs": lambda x: x, "sign": lambda x: mpf(1), "relu": lambda x: x,
    }[name]
    return lambda n, x: mp.taylor(f, x, n)[n] * mp.factorial(n)


NAMES = ["exp", "expm1", "log", "log1p", "sqrt", "sin", "cos", "atan", "tanh", "asinh", "erf", "sigmoid", "softplus", "abs",
         "sign", "relu"]


def function_loss(name):
    """f(b1 b2) + b1 b2^2 / 3."""
    d = named(name)

    def gradient(y):
        slope_ = (y[0] * y[1]).apply(lambda n, x: d(n + 1, x))
        return [slope_ * y[1] + y[1] * y[1] * (mpf(1) / 3), slope_ * y[0] + y[0] * y[1] * (mpf(2) / 3)]

    return gradient


def network(y):
    """(1/6) sum (b4 tanh(b1 x + b3) + b5 tanh(b2 x) - target)^2 over three points."""
    d = named("tanh")
    result = [Sum.of(0, y[0].top) for _ in y]
    for x, target in [(-1, "0.5"), ("0.3", "-0.2"), (2, "0.8")]:
        h1 = (y[0] * mpf(x) + y[2]).apply(d)
        h2 = (y[1] * mpf(x)).apply(d)
        rest = (y[3] * h1 + y[4] * h2 - mpf(target)) * (mpf(1) / 3)
        s1, s2 = rest * y[3] * (1 - h1 * h1), rest * y[4] * (1 - h2 * h2)
        for i, part in enumerate([s1 * mpf(x), s2 * mpf(x), s1, rest * h1, rest * h2]):
            result[i] = result[i] + part
    return result


def product(y):
    """(b1 b2 - 3/5)^2 / 2."""
    r = y[0] * y[1] - mpf("0.6")
    return [r * y[1], r * y[0]]


def case(loss, gradient, beta, m, eta, mu, nu, order):
    return {"loss": loss, "beta": beta, "m": m, "eta": eta, "mu": mu, "nu": nu,
            "orders": field(gradient, beta, m, eta, mu, nu, order)}


cases = [case(name, function_loss(name), [0.75, 0.875], [0.0625, -0.03125], 0.0625, 0.5, 0.0, 3) for name in NAMES]
for mu in [0.0009765625, 0.25, 0.9, 0.99, 0.999, 0.9999, 1 - 2.0 ** -40]:
    cases.append(case("product", product, [1.25, -0.75], [0.0625, -0.125], 0.03125, mu, 0.0, 6 if mu == 0.9 else 5))
for mu, nu in [(0.5, 0.5), (0.9, 0.9), (0.5, -0.25), (0.0625, 0.0625), (0.75, 1.5), (0.999, 0.999)]:
    cases.append(case("product", product, [1.25, -0.75], [0.0625, -0.125], 0.03125, mu, nu, 4))
weights = [0.5, -0.75, 0.25, 1.0, -0.5]
for mu, nu in [(0.7, 0.0), (0.95, 0.95)]:
    cases.append(case("network", network, weights, [0.0625, 0.125, -0.0625, 0.03125, -0.125], 0.125, mu, nu, 4))
print(json.dumps({"cases": cases}, indent=0))
