"""The values and gradients of the losses on the page on losses of the literature, by JAX: literature.json.

    python3 literature.py > literature.json        # needs jax
"""
import json
import jax, jax.numpy as jnp, numpy as np
from jax.nn import relu, softplus, logsumexp
jax.config.update("jax_enable_x64", True)

r = np.random.default_rng(0)
LOSSES = {}


def loss(n):
    def register(f):
        LOSSES[f.__name__] = (n, f)
        return f
    return register


A, y = r.standard_normal((8, 16)), r.standard_normal(8)


@loss(8)
def sensing(b):
    U = b.reshape(4, 2)
    return jnp.mean((A @ (U @ U.T).ravel() - y) ** 2)


M = r.standard_normal((3, 3))


@loss(27)
def deep(b):
    W = b.reshape(3, 3, 3)
    return jnp.sum((W[2] @ W[1] @ W[0] - M) ** 2) / 2


B = r.standard_normal((12, 5))
squares = (B @ r.standard_normal(5)) ** 2


@loss(5)
def phases(b): return jnp.mean(((B @ b) ** 2 - squares) ** 2) / 4


X, labels = r.standard_normal((20, 4)), r.integers(0, 2, 20, endpoint=True)


@loss(15)
def softmax_regression(b):
    Z = X @ b[:12].reshape(4, 3) + b[12:]
    return jnp.mean(logsumexp(Z, axis=1) - Z[jnp.arange(20), labels])


targets = r.standard_normal(20)


@loss(31)
def two_layers(b):
    return jnp.mean((relu(X @ b[:20].reshape(4, 5) + b[20:25]) @ b[25:30] + b[30] - targets) ** 2) / 2


signs = 2 * r.integers(0, 1, 20, endpoint=True) - 1


@loss(4)
def machine(w): return jnp.mean(softplus(5 * (1 - signs * (X @ w)))) / 5 + 0.05 * jnp.dot(w, w)


x = r.standard_normal(30)


@loss(9)
def mixture(b):
    m, s, w = b.reshape(3, 3)
    return -jnp.mean(logsumexp(w - logsumexp(w) - s - ((x[:, None] - m) / jnp.exp(s)) ** 2 / 2, axis=1))


@loss(6)
def quartic(b): return jnp.sum((b ** 2 - 1) ** 2) / 4 + jnp.sum((b[1:] - b[:-1]) ** 2)


@loss(5)
def styblinski_tang(b): return jnp.sum(b ** 4 - 16 * b ** 2 + 5 * b) / 2


signal, filtered = r.standard_normal(40), r.standard_normal(38)


@loss(3)
def convolution(k): return jnp.mean((jnp.convolve(signal, k[::-1], mode="valid") - filtered) ** 2) / 2


print("[\n" + ",\n".join(json.dumps({
    "name": name, "point": list(map(float, np.linspace(-1, 1, n))), "value": float(f(jnp.linspace(-1, 1, n))),
    "gradient": list(map(float, jax.grad(f)(jnp.linspace(-1, 1, n))))}) for name, (n, f) in LOSSES.items()) + "\n]")
