"""Exact moments of heavy ball on mini-batches of quadratics L_i = x.H_i x/2 - b_i.x, by which the flows of the mean are tried.

    python3 noise.py > noise.json

The expectation over all orders of an epoch's batches is that of affine maps, which are multiplied out; epochs are independent.
Independent batches: the mean and the second moment of (beta, m, 1) have linear recursions. Nothing here knows of flows.
"""
import itertools
import json

import numpy as np


def step(H, b, eta, mu):
    """The map of (beta, m, 1)."""
    p = len(b)
    force = np.hstack([-eta * H, mu * np.eye(p), eta * b[:, None]])
    top = np.hstack([np.eye(p), np.zeros((p, p + 1))]) + force
    return np.vstack([top, force, np.hstack([np.zeros(2 * p), [1]])])


def batches(rows, size):
    """All sequences of disjoint batches, each once."""
    def go(left, count):
        if count == 0:
            yield []
            return
        for chosen in itertools.combinations(left, size):
            rest = [r for r in left if r not in chosen]
            for others in go(rest, count - 1):
                yield [chosen] + others
    return list(go(list(range(rows)), rows // size))


def reshuffled(H, b, size, x0, mu, eta, steps):
    maps = {c: step(np.mean(H[list(c)], 0), np.mean(b[list(c)], 0), eta, mu)
            for c in itertools.combinations(range(len(H)), size)}
    count, epochs = 0, 0
    for sequence in batches(len(H), size):
        product = np.eye(2 * len(x0) + 1)
        for chosen in sequence:
            product = maps[chosen] @ product
        epochs, count = epochs + product, count + 1
    assert steps % (len(H) // size) == 0
    state = np.linalg.matrix_power(epochs / count, steps // (len(H) // size)) @ np.hstack([x0, 0 * x0, [1]])
    return state[: len(x0)]


def independent(H, b, size, x0, mu, eta, steps):
    p = len(x0)
    draws = list(itertools.product(range(len(H)), repeat=size))
    maps = [step(np.mean(H[list(c)], 0), np.mean(b[list(c)], 0), eta, mu) for c in draws]
    second = sum(np.kron(A, A) for A in maps) / len(maps)
    state = np.hstack([x0, 0 * x0, [1]])
    moments = np.linalg.matrix_power(second, steps) @ np.kron(state, state)
    moments = moments.reshape(2 * p + 1, 2 * p + 1)
    mean = moments[:p, -1]
    return mean, moments[:p, :p] - np.outer(mean, mean)


def main():
    r = np.random.default_rng(5)
    x0 = np.array([1.0, -0.5])
    cases = []
    for rows, size in [(3, 1), (4, 2), (5, 2), (7, 3)]:
        B = r.normal(size=(rows, 2, 2))
        H, b = B @ B.transpose(0, 2, 1) / 2, r.normal(size=(rows, 2))
        for mu in (0.0, 0.3, 0.6):
            m, T = rows // size, 0.6
            etas = [T / (m * k) for k in (20, 40, 80)]
            case = {"H": H.reshape(rows, 4).tolist(), "b": b.tolist(), "size": size, "mu": mu, "x0": x0.tolist(),
                    "T": T, "etas": etas}
            steps = [round(T / eta) for eta in etas]
            case["reshuffled"] = [reshuffled(H, b, size, x0, mu, e, k).tolist() for e, k in zip(etas, steps)]
            found = [independent(H, b, size, x0, mu, e, k) for e, k in zip(etas, steps)]
            case["independent"] = [mean.tolist() for mean, _ in found]
            case["covariance"] = [covariance.reshape(4).tolist() for _, covariance in found]
            cases.append(case)
    print(json.dumps({"how": "noise.py", "cases": cases}, indent=1))


main()
