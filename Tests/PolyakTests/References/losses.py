"""The values in CombinedLossTests.swift, by mpmath with 30 digits: python3 losses.py"""
from mpmath import mp, mpf, diff
mp.dps = 30
def grad(f, x):
    x = [mpf(v) for v in x]
    return [diff(lambda t: f([t if j == i else x[j] for j in range(len(x))]), x[i]) for i in range(len(x))]
def show(name, v): print(name, [float(u) for u in v] if isinstance(v, list) else float(v))
# named
def named(b):
    W, v, s = [b[0:2], b[2:4], b[4:6]], b[6:9], b[9]
    return (sum(v[i] * mp.tanh(W[i][0] - 2 * W[i][1]) for i in range(3)) + s)**2
x = [mpf(i + 1) / 7 - mpf(1) / 2 for i in range(10)]
show("named", named(x)); show("named gradient", grad(named, x))
# rows
X = [[1, 0.5], [-1, 2], [0.25, -1], [3, 1]]; y = [1, -2, 0.5, 4]
def rows(idx): return lambda b: sum(mp.log(1 + (X[i][0] * b[0] + X[i][1] * b[1] - mpf(y[i]))**2) for i in idx) / len(idx)
b = [0.3, -0.7]
show("all", rows(range(4))([mpf(v) for v in b])); show("all gradient", grad(rows(range(4)), b))
show("batch 4 1 4", rows([3, 0, 3])([mpf(v) for v in b])); show("batch gradient", grad(rows([3, 0, 3]), b))
# sums
P = lambda b: (b[0] * b[1] - mpf("0.6"))**2 / 2
R = lambda b: (1 - b[0])**2 + 100 * (b[1] - b[0]**2)**2
q = [mpf("0.7"), mpf("1.3")]
show("P + 3R", P(q) + 3 * R(q)); show("gradient", grad(lambda b: P(b) + 3 * R(b), q))
show("P/4 - R", P(q) / 4 - R(q))
# penalty, sam, hvp
def gP(b): r = b[0] * b[1] - mpf("0.6"); return [r * b[1], r * b[0]]
pen = lambda b: P(b) + mpf("0.1") * sum(g * g for g in gP(b))
show("penalty", pen(q)); show("penalty gradient", grad(pen, q))
def sam(b):
    g = gP(b); n = mp.sqrt(g[0]**2 + g[1]**2)
    return P([b[0] + mpf("0.05") * g[0] / n, b[1] + mpf("0.05") * g[1] / n])
show("sam", sam(q)); show("sam gradient", grad(sam, q))
def hv(b): # Hessian of P times (1, 2)
    r = b[0] * b[1] - mpf("0.6")
    h = [[b[1]**2, b[0] * b[1] + r], [b[0] * b[1] + r, b[0]**2]]
    return [h[0][0] + 2 * h[0][1], h[1][0] + 2 * h[1][1]]
hh = lambda b: sum(v * v for v in hv(b))
show("hvp", hh(q)); show("hvp gradient", grad(hh, q))
# network 2-2 linear, mse, outputs o = x W + c; distillation with targets t
I = [[0, 1], [1, 1], [2, -1]]; T = [[1, 0], [0, 1], [1, 0]]
def out(b): return [[sum(I[r][i] * b[2 * i + c] for i in range(2)) + b[4 + c] for c in range(2)] for r in range(3)]
def smooth(b):
    o = out(b)
    return sum(mp.log(mp.exp(z[0]) + mp.exp(z[1])) - mpf("0.9") * z[0] - mpf("0.1") * z[1] for z in o) / 3
w = [mpf(v) for v in ["0.1", "-0.2", "0.3", "0.4", "-0.5", "0.6"]]
show("smooth", smooth(w)); show("smooth gradient", grad(smooth, w))
