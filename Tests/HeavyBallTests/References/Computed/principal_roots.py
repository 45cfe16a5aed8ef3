"""principal_roots.json: the logarithm of a momentum method's linear step, by mpmath at 80 digits.

python3 principal_roots.py > principal_roots.json
"""
import json
from mpmath import mp, mpf, sqrt, log, atan

mp.dps = 80


def row(mu, nu, s):
    m, n, x = mpf(mu), mpf(nu), mpf(s)
    d = m - n * x
    t = 1 + d - x
    root = sqrt(mp.mpc(t * t - 4 * d))
    z1, z2 = (t + root) / 2, (t - root) / 2
    if abs(z2) > abs(z1):
        z1, z2 = z2, z1
    if z1.imag < 0:
        z1, z2 = z2, z1
    parts = lambda z: [float(mp.mpc(z).real), float(mp.mpc(z).imag)]
    q = (log(z1) - log(z2)) / (z1 - z2)
    p = log(z2) - q * z2
    # (p + q * step)'s first row, its first entry divided by s, and its last entry.
    return {"mu": mu, "nu": nu, "s": s, "decay": parts(log(z1) / x), "build": parts(d / ((z1 - d) * (z1 - z2))),
            "gradient": parts((p + q * (1 - x)) / x), "slope": parts(-q), "own": parts(p + q * d)}


rows = []
for mu in [0.3, 0.7, 0.999, 1 - 2.0**-20, 1 - 2.0**-30]:
    for nu in [0.0, 0.25, -0.5]:
        near = float((1 - mu) ** 2 / (1 + sqrt(mpf(mu))) ** 2)
        far = float((1 + sqrt(mpf(mu))) ** 2)
        for s in [1e-14, 1e-9, -1e-9, 1e-6, 1e-3, near * (1 - 2.0**-7), near * (1 + 2.0**-7), 0.3, 1.7, -0.4, far * (1 - 2.0**-12),
                  far * (1 + 2.0**-12), 2 * (1 + mu) * (1 + 2.0**-12), 2 * (1 + mu) - 2.0**-30, 6.0]:
            if mpf(mu) - mpf(nu) * mpf(s) != 0:
                rows.append(row(mu, nu, s))
print(json.dumps({"how": __doc__.splitlines()[0], "rows": rows}, indent=0))
