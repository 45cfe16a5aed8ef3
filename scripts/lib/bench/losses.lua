---Workloads on losses of many parameters or rows: networks, regressions, functions from Lua.
local digits = require("lib.bench.subjects").digits

---@return Network
local function perceptron()
  local r = random.new(0)
  local X = r:normal(5000, 3072, {dtype = "f32"})
  return losses.mlp{inputs = X, labels = r:integers(0, 9, 5000), classes = 10, init = "xavier"}
end

---Rosenbrock's chain in 200 parameters, by slices.
---@return Loss
local function chain()
  return losses.define(200, function(b)
    local a, c = b:slice(1, -2), b:slice(2, -1)
    return sum(100 * (c - a^2)^2 + (1 - a)^2)
  end)
end

---The same as a loop.
---@return Loss
local function chain_of_elements()
  return losses.define(200, function(b)
    local total = 0
    for i = 1, 199 do total = total + 100 * (b[i + 1] - b[i]^2)^2 + (1 - b[i])^2 end
    return total
  end)
end

---mean log(1 + exp(-y X b)), 5,000 rows of 100 numbers.
---@return Loss
local function logistic()
  local r = random.new(0)
  local X = r:normal(5000, 100)
  return losses.logistic{X = X, y = 2 * vec(r:integers(0, 1, 5000)) - 1}
end

---Heavy ball from a point, the last point alone.
---@param loss Loss
---@param start Vector|number[]
---@param eta number
---@param steps integer
---@param options? table  of the run
---@return fun() work
---@return fun(): number check  the loss at the end
local function heavy_ball(loss, start, eta, steps, options)
  local hb, trajectory = optim.hb{loss = loss, eta = eta, mu = 0.9}, nil
  options = options or {}
  options.every = "last"
  return function() trajectory = hb:run(start, steps, options) end,
    function() return loss(trajectory:final()) end
end

---Euler steps of a flow's field, eta = 0.1 and mu = 0.5, as long as eta.
---@param loss Loss
---@param start Vector
---@param steps integer
---@param order? integer  3 where it is left out
---@param form? "limit"|"phase"
---@return fun() work
---@return fun(): number check  the loss at the end
local function euler_steps(loss, start, steps, order, form)
  local flow = hbf.flow{loss = loss, eta = 0.1, mu = 0.5, order = order or 3, form = form or "limit"}
  local trajectory
  local options = {method = "euler", substeps = 1, every = "last"}
  return function() trajectory = flow:integrate(start, steps, options) end,
    function() return loss(trajectory:final()) end
end

---Heavy ball on it.
---@param L Loss
---@return fun() work, fun(): number check
local function chain_descent(L)
  local hb, start, trajectory = optim.hb{loss = L, eta = 1e-4, mu = 0.9}, vec(200, 0.1), nil
  return function() trajectory = hb:run(start, 10000, {every = "last"}) end,
    function() return L(trajectory:final()) end
end

---@type Workload[]
return {
  {
    name = "mlp32", -- heavy ball on a 3072-200-200-10 network, cross-entropy, 5,000 rows, single precision
    units = 10,
    prepare = function()
      local N = perceptron()
      local hb, start = optim.hb{loss = N, eta = 0.1, mu = 0.9}, N:start()
      return function() hb:run(start, 10, {every = "last"}) end
    end,
  },
  {
    name = "mlp-hvp32", -- a gradient and a product with the Hessian on the same network
    units = 5,
    prepare = function()
      local N = perceptron()
      local start = N:start()
      return function()
        for _ = 1, 5 do N:hvp(start, start) end
      end
    end,
  },
  {
    name = "chain", -- heavy ball on Rosenbrock's chain, written as a loop over elements
    units = 10000,
    prepare = function() return chain_descent(chain_of_elements()) end,
  },
  {
    name = "chain-slices", -- the same by slices
    units = 10000,
    prepare = function() return chain_descent(chain()) end,
  },
  {
    name = "chain-flow3", -- the field of order 3 on it, by slices, by Euler's method
    units = 1000,
    prepare = function()
      local L, trajectory = chain(), nil
      local flow = hbf.flow{loss = L, eta = 1e-5, mu = 0.5, order = 3, form = "limit"}
      local start, options = vec(200, 0.1), {method = "euler", substeps = 1, every = "last"}
      return function() trajectory = flow:integrate(start, 1000, options) end,
        function() return L(trajectory:final()) end
    end,
  },
  {
    name = "factor", -- heavy ball on |U V' - M|^2 / 5000, U and V 50 x 5
    units = 2000,
    prepare = function()
      local r, trajectory = random.new(0), nil
      local M = r:normal(50, 5) * r:normal(5, 50)
      local start = 0.1 * r:normal(500)
      local L = losses.define(500, function(b)
        local U, V = b:slice(1, 250):reshape(50, 5), b:slice(251, 500):reshape(50, 5)
        return sum((U * V:t() - M)^2) / 5000
      end)
      local hb = optim.hb{loss = L, eta = 0.05, mu = 0.9}
      return function() trajectory = hb:run(start, 2000, {every = "last"}) end,
        function() return L(trajectory:final()) end
    end,
  },
  {
    name = "logistic", -- heavy ball on logistic regression, 5,000 rows of 100
    units = 200,
    prepare = function() return heavy_ball(logistic(), vec(100, 0), 0.1, 200) end,
  },
  {
    name = "logistic-flow3", -- the field of order 3 on it, by Euler's method
    units = 50,
    prepare = function() return euler_steps(logistic(), vec(100, 0), 50) end,
  },
  {
    name = "digits", -- heavy ball on a 64-32-10 tanh network, 1,797 rows
    units = 20,
    prepare = function()
      local N, start = digits({32}, "f64")
      return heavy_ball(N, start, 0.1, 20)
    end,
  },
  {
    name = "digits-f32", -- the same in single precision
    units = 20,
    prepare = function()
      local N, start = digits({32}, "f32")
      return heavy_ball(N, start, 0.1, 20)
    end,
  },
  {
    name = "digits-wide", -- heavy ball on a 64-200-200-10 tanh network
    units = 5,
    prepare = function()
      local N, start = digits({200, 200}, "f64")
      return heavy_ball(N, start, 0.1, 5)
    end,
  },
  {
    name = "digits-flow3", -- the field of order 3 on the network of digits, by Euler's method
    units = 3,
    prepare = function()
      local N, start = digits({32}, "f64")
      return euler_steps(N, start, 3)
    end,
  },
  {
    name = "digits-phase2", -- the field of order 2 in phase space on it
    units = 3,
    prepare = function()
      local N, start = digits({32}, "f64")
      return euler_steps(N, start, 3, 2, "phase")
    end,
  },
  {
    name = "digits-sgd", -- ten epochs of 14 batches of 128 rows
    units = 140,
    prepare = function()
      local N, start = digits({32}, "f64")
      local batches = {}
      for epoch = 0, 9 do
        local order = vec(random.new(epoch):permutation(1797))
        for k = 0, 13 do batches[#batches + 1] = order:slice(128 * k + 1, 128 * (k + 1)) end
      end
      return heavy_ball(N, start, 0.05, 140, {batches = batches})
    end,
  },
}
