---@meta
---Schedules: a step size (learning rate, lr) or momentum that changes, by decay, warm-up, annealing or at milestones.
---
---A method's numbers may be functions of the step's number, 1 in the first step; they are formulas, so that `min` and
---`max` stand where a program would test. Where a step depends on the run itself, one run goes on from another with an
---optimizer that has other numbers, momentum included.
---
---    L, at = losses.rosenbrock{}, {-1, 1}
---    warm = function(k) return 1e-3 * min(1, k / 100) end
---    cosine = function(k) return 0.5e-3 * (1 + cos(math.pi * min(k / 3000, 1))) end
---    growing = function(k) return 1 - 3 / (k + 5) end
---    optim.hb{loss = L, eta = warm, mu = 0.9}:run(at, 3000).loss[3001] < 1e-10  --> true
---    optim.hb{loss = L, eta = cosine, mu = growing}:run(at, 3000).loss[3001] < 1e-3  --> true
---    for i = 0, 9 do at = optim.hb{loss = L, eta = 1e-3 * 0.8^i, mu = 0.9}:run(at, 300) end
---    at.loss[#at.loss] < 1e-3  --> true
local schedule = {}
return schedule
