"""Makes network.json: losses, gradients and derivatives of small networks by JAX in double precision.

python3 network.py    (JAX 0.10)
"""
import json

import jax
import jax.numpy as jnp
import numpy as np

jax.config.update("jax_enable_x64", True)

ACTIVATIONS = {"tanh": jnp.tanh, "sigmoid": jax.nn.sigmoid, "softplus": jax.nn.softplus, "relu": jax.nn.relu}
SIZES = [4, 5, 3, 3]
rng = np.random.default_rng(11)
X = rng.standard_normal((7, 4))
labels = rng.integers(0, 3, 7)
T = np.eye(3)[labels]
count = sum(a * b + b for a, b in zip(SIZES, SIZES[1:]))
beta, v = 0.7 * rng.standard_normal(count), rng.standard_normal(count)


def loss(activation, measure):
    def f(b):
        h, start = X, 0
        for i, (m, n) in enumerate(zip(SIZES, SIZES[1:])):
            W = b[start : start + m * n].reshape(m, n)
            start += m * n
            h = h @ W + b[start : start + n]
            start += n
            if i < 2:
                h = activation(h)
        if measure == "mse":
            return 0.5 * jnp.mean(jnp.sum((h - T) ** 2, axis=1))
        return -jnp.mean(jnp.sum(T * jax.nn.log_softmax(h), axis=1))

    return f


cases = []
for name, activation in ACTIVATIONS.items():
    for measure in ["mse", "cross_entropy"]:
        f = loss(activation, measure)
        g = jax.grad(f)
        hvp = lambda b: jax.jvp(g, (b,), (v,))[1]
        cases.append({
            "activation": name, "measure": measure, "loss": float(f(beta)), "gradient": g(beta).tolist(),
            "hvp": hvp(beta).tolist(), "third": jax.jvp(hvp, (jnp.array(beta),), (v,))[1].tolist(),
        })
with open("network.json", "w") as file:
    json.dump({"X": X.tolist(), "labels": labels.tolist(), "beta": beta.tolist(), "v": v.tolist(), "cases": cases}, file)
    file.write("\n")
