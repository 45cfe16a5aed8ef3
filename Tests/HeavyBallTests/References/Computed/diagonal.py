"""Makes potential.json and interpolants.json: values at 50 digits by mpmath, least norms by SciPy's linear programs.

python3 diagonal.py    (mpmath 1.3, NumPy 2.4, SciPy 1.17)
"""
import json

import mpmath as mp
import numpy as np
from scipy.optimize import linprog

mp.mp.dps = 50


def potential():
    cases = []
    for kappa in [1e-300, 1e-100, 1e-20, 1e-8, 1e-3, 0.25, 1.0, 3.0, 1e4, 1e8]:
        for w in [0.0, 1e-30, 1e-12, -1e-6, 1e-3, -0.1, 0.5, 1.0, -2.0, 7.3, 100.0, -1e6, 1e12, 1e100]:
            k, x = mp.mpf(kappa), mp.mpf(w)
            slope = mp.asinh(x / (2 * k))
            with mp.workdps(700):
                K, Y = mp.mpf(kappa), mp.mpf(w)
                value = (Y * mp.asinh(Y / (2 * K)) - mp.sqrt(Y * Y + 4 * K * K) + 2 * K) / 4
            if value != 0 and (abs(value) < 1e-280 or abs(value) > 1e280):
                continue
            cases.append({"w": w, "kappa": kappa, "value": float(value), "derivative": float(slope / 4)})
    return {"cases": cases}


def minimizer(X, y, kappa, c):
    """argmin of the potential + w.c subject to Xw = y, by Newton's method with halved steps on the dual at 50 digits."""
    n, d = X.shape
    A = mp.matrix(X.tolist())
    y, c, kappa = mp.matrix(y.tolist()), mp.matrix(c.tolist()), mp.matrix(kappa.tolist())
    w = lambda l: mp.matrix([2 * kappa[j] * mp.sinh(4 * ((A.T * l)[j] - c[j])) for j in range(d)])
    dual = lambda l: sum(kappa[j] / 2 * mp.cosh(4 * ((A.T * l)[j] - c[j])) for j in range(d)) - (y.T * l)[0]
    l = mp.matrix(n, 1)
    for _ in range(400):
        point = w(l)
        rest = y - A * point
        if mp.norm(rest) < mp.mpf(10) ** -40:
            break
        V = mp.diag([4 * mp.sqrt(point[j] ** 2 + 4 * kappa[j] ** 2) for j in range(d)])
        step = mp.lu_solve(A * V * A.T, rest)
        t, now = mp.mpf(1), dual(l)
        while dual(l + t * step) > now - t / 4 * (rest.T * step)[0]:
            t /= 2
        l += t * step
    return [float(x) for x in w(l)]


def interpolants():
    rng = np.random.default_rng(7)
    n, d = 3, 8
    X = rng.standard_normal((n, d))
    w = np.zeros(d)
    w[[1, 4]] = [1.0, -2.0]
    y = X @ w + 0.1 * rng.standard_normal(n)
    program = linprog(np.ones(2 * d), A_eq=np.hstack([X, -X]), b_eq=y, bounds=(0, None), method="highs")
    least1 = program.x[:d] - program.x[d:]
    cases = []
    for scale, offset in [(1.0, 0.0), (0.01, 0.0), (1e-4, 0.3), (30.0, 0.0), (1e-8, 0.0)]:
        kappa = scale * (1 + 0.5 * np.sin(np.arange(d)))
        c = offset * np.cos(1.3 * np.arange(d))
        cases.append({"kappa": kappa.tolist(), "offset": c.tolist(), "w": minimizer(X, y, kappa, c)})
    return {
        "X": X.tolist(), "y": y.tolist(), "least_l1": least1.tolist(),
        "least_l2": np.linalg.lstsq(X, y, rcond=None)[0].tolist(), "cases": cases,
    }


for name, make in [("potential", potential), ("interpolants", interpolants)]:
    with open(name + ".json", "w") as file:
        json.dump(make(), file, separators=(",", ":"))
        file.write("\n")
