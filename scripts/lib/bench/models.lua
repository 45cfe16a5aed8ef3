---Workloads on the paper's models: the two-parameter one, and diagonal linear networks.
local subjects = require "lib.bench.subjects"

---@return Loss
local function network() return dln.sparse_regression{n = 40, d = 100, nonzero = 5, seed = 0}:loss() end

---The flow in phase space on the two-parameter model by RK4 with h = eta/10 over t in [0, 1].
---@param order integer
---@return fun() work
local function plane_flow(order)
  local flow = hbf.flow{loss = losses.product{x = 1, y = 0.6}, eta = 5e-3, mu = 0.7, order = order, form = "phase"}
  return function() flow:integrate({2.8, 3.5}, 200, {method = "rk4", substeps = 10, every = "last"}) end
end

---@type Workload[]
return {
  {
    name = "plane", -- heavy ball on the two-parameter model, the last point alone
    units = 1000000,
    prepare = function()
      local hb = subjects.plane(1e-4)
      return function() hb:run({2.8, 3.5}, 1000000, {every = "last"}) end
    end,
  },
  {
    name = "plane-record", -- the same, every point kept
    units = 100000,
    prepare = function()
      local hb = subjects.plane(1e-4)
      return function() hb:run({2.8, 3.5}, 100000) end
    end,
  },
  {
    name = "flow3", -- the flow of order 3 by RK4 with h = eta/10 over t in [0, 1]; a unit is an evaluation of the field
    units = 8000,
    prepare = function()
      local flow = hbf.flow{loss = losses.product{x = 1, y = 0.6}, eta = 5e-3, mu = 0.7, order = 3, form = "limit"}
      return function() flow:integrate({2.8, 3.5}, 200, {method = "rk4", substeps = 10, every = "last"}) end
    end,
  },
  {
    name = "flow6", -- the field of order 6 on the same model, evaluated by the same method
    units = 8000,
    prepare = function()
      local flow = hbf.flow{loss = losses.product{x = 1, y = 0.6}, eta = 1e-4, mu = 0.7, order = 6, form = "limit"}
      return function() flow:integrate({2.8, 3.5}, 200, {method = "rk4", substeps = 10, every = "last"}) end
    end,
  },
  {
    name = "phase2", -- the flow of order 2 in phase space, by the same method
    units = 8000,
    prepare = function() return plane_flow(2) end,
  },
  {
    name = "phase3", -- the same of order 3
    units = 8000,
    prepare = function() return plane_flow(3) end,
  },
  {
    name = "dop853", -- the flow of order 3 at eta = 1e-3 to t = 2, every step of heavy ball kept; a unit is a run
    units = 1,
    prepare = function()
      local flow = hbf.flow{loss = losses.product{x = 1, y = 0.6}, eta = 1e-3, mu = 0.7, order = 3, form = "limit"}
      return function() flow:integrate({2.8, 3.5}, 2000) end
    end,
  },
  {
    name = "dln", -- heavy ball on a diagonal linear network, n = 40, d = 100, the last point alone
    units = 100000,
    prepare = function()
      local hb = optim.hb{loss = network(), eta = 1e-3, mu = 0.9}
      local start = vec(200, 0.1)
      return function() hb:run(start, 100000, {every = "last"}) end
    end,
  },
  {
    name = "dln-flow3", -- the field of order 3 on a diagonal linear network, n = 40, d = 100, by Euler's method
    units = 1000,
    prepare = function()
      local flow = hbf.flow{loss = network(), eta = 1e-3, mu = 0.9, order = 3, form = "limit"}
      local start = vec(200, 0.1)
      return function() flow:integrate(start, 1000, {method = "euler", substeps = 1, every = "last"}) end
    end,
  },
  {
    name = "dln-phase3", -- the field of order 3 in phase space on it
    units = 1000,
    prepare = function()
      local flow = hbf.flow{loss = network(), eta = 1e-3, mu = 0.9, order = 3, form = "phase"}
      local start = vec(200, 0.1)
      return function() flow:integrate(start, 1000, {method = "euler", substeps = 1, every = "last"}) end
    end,
  },
  {
    name = "ode", -- x'' + 3/t x' + grad L = 0 on the model from rest at t = 1, RK4, h = 1e-3; a unit is an evaluation
    units = 80000,
    prepare = function()
      local L = losses.product{x = 1, y = 0.6}
      local system = ode.define(4, function(t, s)
        local rest = s[1] * s[2] - 0.6
        return {s[3], s[4], -3 / t * s[3] - rest * s[2], -3 / t * s[4] - rest * s[1]}
      end)
      local options = {from = 1, to = 21, points = 2, method = "rk4", substeps = 20000}
      local s
      return function() s = system:integrate({2.8, 3.5, 0, 0}, options):final() end, function() return L{s[1], s[2]} end
    end,
  },
  {
    name = "fig4", -- the trainings of Figure 4(a): 7 scales of the start, 4 momenta, 3 seeds; a unit is a training
    units = 84,
    prepare = function()
      local problems = {}
      for seed = 0, 2 do
        problems[seed + 1] = dln.sparse_regression{n = 40, d = 100, nonzero = 5, seed = seed}
      end
      return function()
        for _, p in ipairs(problems) do
          for _, mu in ipairs{0, 0.5, 0.9, 0.95} do
            for _, s in ipairs{0.01, 0.03, 0.1, 0.3, 0.7, 1, 1.5} do
              p:train(p:start(s, 0.9), {eta = 1e-2, mu = mu, loss = 1e-14})
            end
          end
        end
      end
    end,
  },
}
