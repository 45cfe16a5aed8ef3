---@meta
---Stability: whether a method converges or diverges, the edge of stability, and where a flow follows it.
---
---On a quadratic of curvature lambda heavy ball converges for eta lambda < 2 (1 + mu), gradient descent for
---eta lambda < 2. Along a run that is the sharpness, the largest curvature, against these thresholds. Its flow follows
---heavy ball only where `flow:validity` is below 1, that is eta lambda < `hbf.radius(mu)`.
---
---    L, eta, mu = losses.product{x = 1, y = 0.6}, 5e-3, 0.7
---    hb = optim.hb{loss = L, eta = eta, mu = mu}:run({2.8, 3.5}, 200)
---    eta * diagnostics.sharpness(L, hb:final()) < 2 * (1 + mu)  --> true
---    hbf.flow{loss = L, eta = eta, mu = mu, order = 3}:validity(hb:final()) < 1  --> true
local stability = {}
return stability
