"""complementarity.json: semidefinite complementarity problems X >= 0, A(X) + B >= 0, <X, A(X) + B> = 0 solved as the convex
problems min <X, A(X)>/2 + <B, X>, X >= 0, by CVXPY 1.9 with Clarabel 0.11, and those without a solution with a Z that shows it:
Z >= 0, A(Z) = 0, <B, Z> < 0, which Clarabel finds as well.

    pip install cvxpy; python3 complementarity.py

A is given as rows of G, A = G^T G on coordinates (0,0), sqrt(2) (1,0), (1,1), sqrt(2) (2,0), ... in which the inner product of
matrices is the usual one. Fewer rows than coordinates leave A singular: then A(X) alone is unique.
"""
import json

import cvxpy as cp
import numpy as np


def pairs(r):
    return [(i, j) for i in range(r) for j in range(i + 1)]


def coordinates(X, r):
    scale = [1 if i == j else np.sqrt(2) for i, j in pairs(r)]
    return cp.hstack([s * X[i, j] for s, (i, j) in zip(scale, pairs(r))])


def solve(G, B):
    r = len(B)
    X = cp.Variable((r, r), PSD=True)
    tight = dict(tol_gap_abs=1e-10, tol_gap_rel=1e-10, tol_feas=1e-10, max_iter=400)
    problem = cp.Problem(cp.Minimize(cp.sum_squares(G @ coordinates(X, r)) / 2 + cp.sum(cp.multiply(B, X))))
    try:
        problem.solve(solver="CLARABEL", **tight)
    except cp.error.SolverError:
        pass
    if problem.status in ("optimal", "optimal_inaccurate"):
        return np.array(X.value), np.array(G @ coordinates(X, r).value), None
    Z = cp.Variable((r, r), PSD=True)
    certificate = cp.Problem(
        cp.Minimize(cp.sum(cp.multiply(B, Z))), [G @ coordinates(Z, r) == 0, cp.trace(Z) == 1])
    certificate.solve(solver="CLARABEL")
    return None, None, certificate.value


random = np.random.default_rng(5)
cases = []
for r, rows in [(1, 1), (2, 3), (2, 5), (2, 2), (3, 6), (3, 9), (3, 5), (4, 12), (5, 15), (6, 30), (8, 40), (8, 36), (8, 20)] * 2:
    G = (random.normal(size=(rows, r * (r + 1) // 2)) / np.sqrt(rows)).round(4)
    B = random.normal(size=(r, r)) - random.choice([0, 1]) * np.eye(r)
    B = (B + B.T) / 2
    if rows < r * (r + 1) // 2 and len(cases) % 2:
        # In the range of A, and so solvable.
        v = G.T @ G @ random.normal(size=r * (r + 1) // 2)
        for value, (i, j) in zip(v, pairs(r)):
            B[i, j] = B[j, i] = value if i == j else value / np.sqrt(2)
    X, image, decrease = solve(G, B)
    case = dict(G=G.tolist(), B=B.tolist())
    if X is None:
        if not -1e3 < decrease < -1e-6:
            print("left out: Clarabel says neither", G.shape, decrease)
            continue
        case["decrease"] = decrease
    else:
        case |= dict(X=X.tolist(), image=image.tolist())
    cases.append(case)
with open("complementarity.json", "w") as file:
    json.dump(dict(how=__doc__.split("\n\n")[0].replace("\n", " "), cases=cases), file, indent=None, separators=(",", ":"))
print(len(cases), sum("X" in c for c in cases))
