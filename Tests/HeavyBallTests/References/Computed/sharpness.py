"""Eigenvalues of Hessians written out by hand, by numpy.linalg.eigvalsh: the figures in SharpnessTests.swift."""
import numpy as np


def show(name, hessian):
    values = np.linalg.eigvalsh(hessian)
    print(name, "largest", *map(repr, map(float, values[:-4:-1])), "smallest", repr(float(values[0])))


# Diagonal linear network, 40 equations, w+ and w- of 100 unknowns each.
x = np.random.default_rng(0).standard_normal((40, 100))
truth = np.r_[np.ones(5), np.zeros(95)]
n, d = x.shape
for scale in (0.1, 1.0):
    b = scale * np.cos(np.arange(1, 2 * d + 1))
    plus, minus = b[:d], b[d:]
    residual = x @ (plus**2 - minus**2) - x @ truth
    jacobian = 2 * np.c_[x * plus, -x * minus]
    bend = 2 * (x.T @ residual)
    show(f"dln {scale}", (jacobian.T @ jacobian + np.diag(np.r_[bend, -bend])) / n)

# Logistic regression, 80 rows of 100.
x = np.random.default_rng(1).standard_normal((80, 100))
labels = np.where(np.arange(1, 81) % 3 == 0, -1.0, 1.0)
b = 0.05 * np.sin(np.arange(1, 101))
s = 1 / (1 + np.exp(labels * (x @ b)))
show("logistic", (x.T * (s * (1 - s))) @ x / 80)

# Rosenbrock's valley in 90 dimensions at b_i = sin(i).
b = np.sin(np.arange(1, 91))
h = np.zeros((90, 90))
for i in range(89):
    h[i, i] += 2 - 400 * (b[i + 1] - b[i] ** 2) + 800 * b[i] ** 2
    h[i + 1, i + 1] += 200
    h[i, i + 1] -= 400 * b[i]
    h[i + 1, i] -= 400 * b[i]
show("rosenbrock", h)

# The plane model at (2.8, 3.5), y = 0.6.
show("plane", np.array([[3.5**2, 2 * 2.8 * 3.5 - 0.6], [2 * 2.8 * 3.5 - 0.6, 2.8**2]]))
