"""Solutions by SciPy's DOP853 at rtol 1e-13 (Radau's for the stiff one), their events too: equations.json.

    python3 equations.py > equations.json
"""
import json
import numpy as np
from scipy.integrate import solve_ivp


def forced(t, x): return [x[1], -4 * x[0] - 0.3 * x[1] ** 3 + np.cos(1.5 * t)]
def orbit(t, x):
    r = (x[0] ** 2 + x[1] ** 2) ** 1.5
    return [x[2], x[3], -x[0] / r, -x[1] / r]
def growth(t, x): return [np.sin(t) * x[0] - x[0] ** 2]


systems = dict(forced=(forced, [1, 0.5]), orbit=(orbit, [1, 0, 0, 1.1]), growth=(growth, [0.4]))
events = dict(forced=lambda t, x: x[0] + 0.5 * t - 1.25, orbit=lambda t, x: x[1] + 0.25, growth=lambda t, x: x[0] - 0.5)
out = []
for name, (f, x0) in systems.items():
    for start, times in [(0, [0, 0.7, 1.1, 2.5]), (0, [-0.1, -0.3]), (1.25, [1.5, 4])]:
        r = solve_ivp(f, (start, times[-1]), x0, "DOP853", rtol=1e-13, atol=1e-15, t_eval=times)
        assert r.success
        out.append(dict(name=name, x0=x0, start=start, times=times, x=r.y.T.tolist()))
    g = lambda t, x: events[name](t, x)
    g.terminal = True
    r = solve_ivp(f, (0, 12), x0, "DOP853", rtol=1e-13, atol=1e-15, events=g)
    # Two steps of Newton's method, for the place that SciPy finds on its interpolant.
    t, x = r.t_events[0][0], r.y_events[0][0]
    for _ in range(2):
        d = (g(t + 1e-6, x + 1e-6 * np.array(f(t, x))) - g(t - 1e-6, x - 1e-6 * np.array(f(t, x)))) / 2e-6
        s = t - g(t, x) / d
        x = solve_ivp(f, (0, s), x0, "DOP853", rtol=1e-13, atol=1e-15).y[:, -1]
        t = s
    out.append(dict(name=name, x0=x0, start=0, times=[float(t)], x=[x.tolist()], event=True))
print(json.dumps(out))
