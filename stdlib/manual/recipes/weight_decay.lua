---@meta
---Weight decay: a penalty on large parameters (L2 regularization, ridge), added to a loss.
---
---A loss may be called inside `losses.define`, so that any loss can be part of another. `L + 0.05 * ...` outside of a
---function is no loss. There is no dropout: on linear models it is, in the mean, a penalty too (Wager, Wang and Liang
---2013).
---
---    L = losses.rosenbrock{}
---    decayed = losses.define(L.dimension, function(b) return L(b) + 0.05 * dot(b, b) end)
---    optim.hb{loss = decayed, eta = 1e-3, mu = 0.9}:run({-1, 1}, 3000):final()[1] < 0.95  --> true
local weight_decay = {}
return weight_decay
