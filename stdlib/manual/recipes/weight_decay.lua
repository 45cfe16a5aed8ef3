---@meta
---Weight decay: a penalty on large parameters (L2 regularization, ridge), added to a loss or to a method.
---
---A loss may be called inside `losses.define`, so that any loss can be part of another: the penalty is then part of
---the flow too. A method's `weight_decay` does the same to its steps alone, and the losses that are shown are without
---it; with `decoupled = true`, as `optim.adamw` has it, it acts past momentum and scaling. There is no dropout: on
---linear models it is, in the mean, a penalty too (Wager, Wang and Liang 2013).
---
---    L = losses.rosenbrock{}
---    decayed = losses.define(L.dimension, function(b) return L(b) + 0.05 * dot(b, b) end)
---    first = optim.hb{loss = decayed, eta = 1e-3, mu = 0.9}:run({-1, 1}, 3000):final()
---    method = optim.hb{loss = L, eta = 1e-3, mu = 0.9, weight_decay = 0.1}
---    second = method:run({-1, 1}, 3000):final()
---    (first - second):norm() < 1e-9  --> true
local weight_decay = {}
return weight_decay
