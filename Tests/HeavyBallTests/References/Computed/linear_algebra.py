"""Factorizations by NumPy and SciPy, and exact ones by SymPy: the figures of linear_algebra.json.

    python3 linear_algebra.py > linear_algebra.json

Signs: of each eigenvector and left singular vector the first element with at least 0.9 of the largest modulus is
positive; R's diagonal is not negative.
"""
import json
import numpy as np
import scipy.linalg as sl
import sympy

rng = np.random.default_rng(5)


def sign(columns):
    out = []
    for v in columns.T:
        i = next(i for i, x in enumerate(v) if abs(x) >= 0.9 * abs(v).max())
        out.append(-1.0 if v[i] < 0 else 1.0)
    return np.array(out)


def case(name, a):
    a = np.array(a, dtype=float)
    m, n = a.shape
    k = min(m, n)
    u, s, vt = sl.svd(a, full_matrices=False)
    f = sign(u)
    q, r = sl.qr(a, mode="economic")
    g = np.where(np.diag(r) < 0, -1.0, 1.0)
    b = rng.standard_normal((m, 2))
    x, _, rank, _ = np.linalg.lstsq(a, b, rcond=None)
    out = dict(
        name=name, rows=m, columns=n, a=a.ravel().tolist(), b=b.ravel().tolist(), rank=int(rank), s=s.tolist(),
        lstsq=x.ravel().tolist(), norms=[np.linalg.norm(a / abs(a).max()) * abs(a).max(), np.linalg.norm(a, 1), np.linalg.norm(a, 2),
                                         np.linalg.norm(a, np.inf), np.linalg.norm(a, "nuc")])
    if rank == k:
        out |= dict(u=(u * f).ravel().tolist(), v=(vt.T * f).ravel().tolist(), q=(q * g).ravel().tolist(),
                    r=(r.T * g).T.ravel().tolist())
    if m == n:
        out |= dict(det=float(sympy.Matrix(m, n, [sympy.Rational(x) for x in a.ravel()]).det()))
        exact = sympy.Matrix(m, n, [sympy.Rational(x) for x in a.ravel()])
        if exact.det() != 0:
            sides = sympy.Matrix(m, 2, [sympy.Rational(x) for x in b.ravel()])
            out |= dict(solve=[float(x) for x in exact.LUsolve(sides)], inv=[float(x) for x in exact.inv()])
        if np.array_equal(a, a.T):
            w, v = np.linalg.eigh(a)
            out |= dict(w=w.tolist(), vectors=(v * sign(v)).ravel().tolist())
            if w[0] > 0:
                out |= dict(cholesky=np.linalg.cholesky(a).ravel().tolist())
    return out


def spd(n):
    a = rng.integers(-3, 4, (n + 2, n)).astype(float)
    return a.T @ a + np.diag(np.arange(1.0, n + 1))


cases = [
    case("one", [[3]]), case("negative", [[-2]]), case("two", [[0, 2], [1, 1]]), case("symmetric", [[2, 1], [1, 3]]),
    case("tall", rng.standard_normal((6, 3))), case("wide", rng.standard_normal((3, 5))),
    case("column", [[3], [4], [12]]), case("row", [[3, 4, 12]]),
    case("rank 1", [[1, 2], [2, 4], [-1, -2]]), case("rank 2 wide", [[1, 2, 3, 4], [2, 4, 6, 8], [0, 1, 0, 1]]),
    case("integers", rng.integers(-5, 6, (6, 6))), case("positive definite", spd(5)),
    case("indefinite", [[1, 2, 0], [2, -3, 1], [0, 1, 4]]),
    case("scaled", [[1e200, 3e199], [2e-200, -5e-201]]),
    case("tiny", [[1e-20, 0], [0, 1]]),
]
print(json.dumps(cases))
