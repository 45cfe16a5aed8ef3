---@meta
---Burn-in: the limit form of a flow follows heavy ball once the momentum has built up, not from the start.
---
---So heavy ball makes some steps first, enough that mu to their power is far below the error looked for, and the flow
---begins at the trajectory's end, at the same time. The forms "piecewise" and "matched" need no burn-in.
---
---    L, eta, mu = losses.product{x = 1, y = 0.6}, 1e-3, 0.5
---    hb = optim.hb{loss = L, eta = eta, mu = mu}
---    flow = hbf.flow{loss = L, eta = eta, mu = mu, order = 3, form = "limit"}
---    burnt = hb:run({1, 2}, 20)
---    later = hbf.discretization_error(flow:integrate(burnt, 100), hb:run(burnt, 100))
---    max(later) < 1e-5  --> true
---    from_start = hbf.discretization_error(flow:integrate({1, 2}, 100), hb:run({1, 2}, 100))
---    max(from_start) > 1e-3  --> true
local burn_in = {}
return burn_in
