---@meta
---Hand a trajectory from one method to the next: fast and rough first, then slow and fine, or a flow from where a run
---ended.
---
---A run that is given a trajectory goes on from its end: its steps and times are counted on, and what both methods
---remember under one name is kept, such as heavy ball's momentum (`memory.m`), which Nesterov's method has too. What
---only the next one remembers begins at 0. Given `trajectory:final()`, a point, everything begins anew.
---
---    L = losses.rosenbrock{}
---    rough = optim.adam{loss = L, eta = 0.05}:run({-1, 1}, 200)
---    fine = optim.hb{loss = L, eta = 1e-3, mu = 0.9}:run(rough, 2000)
---    fine.steps[1]  --> 200.0
---    fine.loss[#fine.loss] < 1e-6  --> true
---    flow = hbf.flow{loss = L, eta = 1e-4, mu = 0.5, order = 2, form = "limit"}:integrate(fine, 10)
---    flow.t[1] == fine.t[#fine.t]  --> true
local handover = {}
return handover
