---Trainings of Appendix C.3: the sparse regression of Figure 4 by gradient descent and heavy ball.
local training = require "lib.fig4.training"

local sparse = {}

local SETTINGS = {eta = 1e-2, theta = 0.9, n = 40, d = 100, nonzero = 5, loss = 1e-14, steps = 2000000,
  normalization = "mean"}

sparse.scales = {0.01, 0.1, 0.7, 1.5}
sparse.momenta = {0, 0.5, 0.9}

---@type table<string, fig4.Result>|nil
local kept

---By seed, momentum and scale, as `sparse.of` reads them. Once in a process.
---@param full boolean  # three seeds, else one
---@return integer seeds
function sparse.train(full)
  local seeds = full and 3 or 1
  if kept then return seeds end
  kept = {}
  for seed = 0, seeds - 1 do
    for _, mu in ipairs(sparse.momenta) do
      for _, s in ipairs(sparse.scales) do
        local run = {seed = seed, mu = mu, s = s}
        kept[("%d %g %g"):format(seed, mu, s)] = training.measure(SETTINGS, run, function() end)
      end
    end
  end
  return seeds
end

---For each seed whose trainings are made. Where there are several a label stands before what a finding is about.
---@param scope paper.Scope
---@param f fun(seed: integer, label: string)
function sparse.for_seeds(scope, f)
  for seed = 0, sparse.train(scope.full) - 1 do f(seed, scope.full and ("seed %d, "):format(seed) or "") end
end

---@param seed integer
---@param mu number
---@param s number
---@return fig4.Result
function sparse.of(seed, mu, s) return assert(kept)[("%d %g %g"):format(seed, mu, s)] end

---@param result fig4.Result
---@param part number  # of the loss at the start
---@return number  # the first kept step with so small a loss
function sparse.steps_to(result, part)
  local curve = result.curve
  for i, loss in ipairs(curve.losses) do
    if loss <= part * curve.losses[1] then return curve.steps[i] end
  end
  return math.huge
end

---How many of the kappas of a training that changed no sign became smaller than in another.
---@param a fig4.Result
---@param b fig4.Result
---@return integer
function sparse.count_smaller(a, b)
  local count = 0
  for j, value in ipairs(a.kappa) do
    if value < b.kappa[j] then count = count + 1 end
  end
  return count
end

---@param values number[]
---@return number
function sparse.total(values)
  local total = 0
  for _, value in ipairs(values) do total = total + value end
  return total
end

return sparse
