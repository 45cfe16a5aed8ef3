---@meta
---Schedules: a step size (learning rate, lr) that changes, by decay, warm-up, annealing or at milestones.
---
---A run goes on from a trajectory, momentum included, with an optimizer that has another eta or another mu.
---
---    L, at = losses.rosenbrock{}, {-1, 1}
---    for i = 0, 9 do at = optim.hb{loss = L, eta = 1e-3 * 0.8^i, mu = 0.9}:run(at, 300) end
---    at.loss[#at.loss] < 1e-3  --> true
local schedule = {}
return schedule
