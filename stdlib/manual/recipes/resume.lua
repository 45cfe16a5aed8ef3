---@meta
---Resume a run (restart, continue, checkpoint): go on from where it stopped, to the same bits as if it had not.
---
---In one program the trajectory is all it takes: `optimizer:run(trajectory, steps)`. From one program to the next a
---file keeps the point, what the method remembers and the number of steps. `script.checkpoint` writes them so that one
---whole checkpoint is there whenever the program ends, and refuses one of other settings. `sweep` does it for many runs
---by itself.
---
---    settings = {eta = 1e-3, mu = 0.9}
---    hb = optim.hb{loss = losses.rosenbrock{}, eta = settings.eta, mu = settings.mu}
---    store = require("script.checkpoint").open("half", settings)
---    first = hb:run({-1, 1}, 500)
---    store:write({step = 500}, {beta = first:final(), m = first.memory.m})
---    -- in a program that is started later:
---    progress, state = store:read()
---    second = hb:run(state.beta, 500, {memory = {m = state.m}, step = progress.step})
---    second.steps[#second.steps]  --> 1000.0
---    second:final() == hb:run({-1, 1}, 1000):final()  --> true
local resume = {}
return resume
