---Times Polyak's workloads, all where none is named: `scripts/run scripts/bench.lua [--compare FILE] [workload ...]`.
---
---One line each, the best of several runs: NAME SECONDS UNITS SECONDS-PER-UNIT, by the clock, as other programs are
---timed: a process's own time would count threads of BLAS that wait. Behind them, where others do the same work, a
---CHECK that they must find too. Making the graph and compiling it are not counted, but in `compile`; the work is.
---Machines are noisy: compare figures of one session on a machine at rest, as ratios. `--compare FILE` prints them:
---FILE has lines of the same form, of an earlier run or of another program's, the last of a name counting; a CHECK that
---is not found again to ten digits (in single precision six) is told.

---@class Workload
---@field name string
---@field group? string  what asks for it beside its name; so does the beginning of its name with a * behind
---@field units integer  how many steps, evaluations or member-steps a run makes
---@field prepare fun(): fun(), (fun(): number)?  makes everything ready; what it returns is timed, and then checked

---@return Optimizer
local function plane(eta)
  return optim.hb{loss = losses.product{x = 1, y = 0.6}, eta = eta, mu = 0.7}
end

---@return Loss
local function network() return dln.sparse_regression{n = 40, d = 100, nonzero = 5, seed = 0}:loss() end

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

---mean log(1 + exp(-y X b)), 5,000 rows of 100 numbers.
---@return Loss
local function logistic()
  local r = random.new(0)
  local X = r:normal(5000, 100)
  return losses.logistic{X = X, y = 2 * vec(r:integers(0, 1, 5000)) - 1}
end

---A softmax network on the digits, whose pixels are centred, and its start.
---@param widths integer[]
---@param precision "f32"|"f64"
---@return Network loss
---@return Vector start
local function digits(widths, precision)
  local all = data.digits()
  local X = all.X / 16
  local N = losses.mlp{inputs = X - mean(X, "columns"), labels = all.labels, widths = widths, precision = precision}
  return N, 0.1 * random.new(1):normal(N.dimension)
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

---The flow in phase space on the two-parameter model by RK4 with h = eta/10 over t in [0, 1].
---@param order integer
---@return fun() work
local function plane_flow(order)
  local flow = hbf.flow{loss = losses.product{x = 1, y = 0.6}, eta = 5e-3, mu = 0.7, order = order, form = "phase"}
  return function() flow:integrate({2.8, 3.5}, 200, {method = "rk4", substeps = 10, every = "last"}) end
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

---The same as a loop.
---@return Loss
local function chain_of_elements()
  return losses.define(200, function(b)
    local total = 0
    for i = 1, 199 do total = total + 100 * (b[i + 1] - b[i]^2)^2 + (1 - b[i])^2 end
    return total
  end)
end

---Heavy ball on it.
---@param L Loss
---@return fun() work, fun(): number check
local function chain_descent(L)
  local hb, start, trajectory = optim.hb{loss = L, eta = 1e-4, mu = 0.9}, vec(200, 0.1), nil
  return function() trajectory = hb:run(start, 10000, {every = "last"}) end,
    function() return L(trajectory:final()) end
end

---Functions by hand in C, compiled when they are first asked for.
---@return table calls  radius, matrix
local function by_hand()
  local library = os.tmpname()
  local source = (arg[0]:match("^(.*)/") or ".") .. "/lib/calls.c"
  local command = "${CC:-cc} -O2 -shared -fPIC $(pkg-config --cflags lua5.4) -o '%s' '%s'"
  local compiled = os.execute(command:format(library, source))
  if not compiled then error("calls.c does not compile", 0) end
  local open = assert(package.loadlib(library, "luaopen_calls"))
  os.remove(library)
  return open()
end

---@type Workload[]
local workloads = {
  {
    name = "plane", -- heavy ball on the two-parameter model, the last point alone
    units = 1000000,
    prepare = function()
      local hb = plane(1e-4)
      return function() hb:run({2.8, 3.5}, 1000000, {every = "last"}) end
    end,
  },
  {
    name = "plane-record", -- the same, every point kept
    units = 100000,
    prepare = function()
      local hb = plane(1e-4)
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
  {
    name = "schedule", -- momentum (k - 1) / (k + 2) at step k on the two-parameter model
    units = 1000000,
    prepare = function()
      local L, trajectory = losses.product{x = 1, y = 0.6}, nil
      local hb = optim.hb{loss = L, eta = 1e-4, mu = function(k) return (k - 1) / (k + 2) end}
      return function() trajectory = hb:run({2.8, 3.5}, 1000000, {every = "last"}) end,
        function() return L(trajectory:final()) end
    end,
  },
  {
    name = "grid", -- 100 step sizes x 100 momenta on the two-parameter model; a unit is one member's step
    units = 10000 * 200,
    prepare = function()
      local L, ensemble = losses.product{x = 1, y = 0.6}, nil
      local eta, mu, sizes, momenta = linspace(1e-4, 5e-3, 100), linspace(0, 0.95, 100), {}, {}
      for i = 1, 100 do
        for j = 1, 100 do sizes[#sizes + 1], momenta[#momenta + 1] = eta[i], mu[j] end
      end
      local hb = optim.hb{loss = L, eta = sizes, mu = momenta}
      return function() ensemble = hb:run({2.8, 3.5}, 200, {every = "last"}) end,
        function()
          local ends, total = ensemble:final(), 0
          for i = 1, #ends do total = total + L(ends[i]) end
          return total / #ends
        end
    end,
  },
  {
    name = "call", -- the gradient of the two-parameter model, one call at a time
    units = 10000,
    prepare = function()
      local L, b, gradient = losses.product{x = 1, y = 0.6}, vec{2.8, 3.5}, nil
      return function()
          for _ = 1, 10000 do gradient = L:gradient(b) end
        end,
        function() return gradient[1] end
    end,
  },
  {
    name = "sharpness", -- the largest Hessian eigenvalue of digits-wide at its start, to 1e-6
    units = 1,
    prepare = function()
      local N, start = digits({200, 200}, "f64")
      local found
      return function() found = diagnostics.sharpness(N, start, {tolerance = 1e-6}) end, function() return found end
    end,
  },
  {
    name = "ensemble", -- heavy ball from 10,000 points; a unit is one member's step
    units = 10000 * 200,
    prepare = function()
      local hb, starts = plane(5e-3), mat(10000, 2)
      for i = 1, 10000 do
        starts:set(i, 1, 2.8 + 1e-5 * i)
        starts:set(i, 2, 3.5 - 1e-5 * i)
      end
      return function() hb:run(starts, 200, {every = "last"}) end
    end,
  },
}

-- What a call costs: checked functions of Swift's, and the same in C.
for _, way in ipairs{"c", "swift"} do
  local function calls() return way == "c" and by_hand() or {radius = hbf.radius, matrix = mat} end
  table.insert(workloads, {
    name = "call-function-" .. way,
    units = 1000000,
    prepare = function()
      local radius, found = calls().radius, nil
      return function()
        for _ = 1, 1000000 do found = radius(0.7) end
      end, function() return found end
    end,
  })
  table.insert(workloads, {
    name = "call-method-" .. way,
    units = 1000000,
    prepare = function()
      local m = calls().matrix(3, 3)
      return function()
        for _ = 1, 1000000 do m:get(2, 3) end
      end
    end,
  })
end

if diagnostics.machine_code(plane(5e-3)) then -- machine code for the two-parameter model; a unit is a compilation
  table.insert(workloads, {
    name = "compile",
    units = 1000,
    prepare = function()
      local hb = plane(5e-3)
      return function()
        for _ = 1, 1000 do diagnostics.machine_code(hb) end
      end
    end,
  })
end

for order = 6, 12 do -- the exact series through so many nodes: a line for each order
  table.insert(workloads, {
    name = "series" .. order,
    group = "series",
    units = 1,
    prepare = function() return function() hbf.series(order) end end,
  })
end

---Elementary functions on rows, and the sum of those; a unit is a number.
for _, f in ipairs{{"exp", exp}, {"log", log}, {"tanh", tanh}, {"sin", sin}, {"power", function(b) return b^1.7 end}} do
  workloads[#workloads + 1] = {
    name = "rows-" .. f[1],
    group = "rows",
    units = 10000 * 500,
    prepare = function()
      local L, b = losses.define(10000, function(b) return sum(f[2](b)) end), 0.1 + random.new(0):uniform(10000)
      return function()
        for _ = 1, 500 do L(b) end
      end, function() return L(b) end
    end,
  }
end

---The shortest of several runs, after one that is not counted: seven, or as many as fit into two seconds.
---@param work fun()
---@return number seconds
local function best_time(work)
  work()
  local best, total, runs = math.huge, 0, 0
  while runs < 7 and total < 2 or runs < 3 do
    local start = diagnostics.clock()
    work()
    local elapsed = diagnostics.clock() - start
    best, total, runs = math.min(best, elapsed), total + elapsed, runs + 1
  end
  return best
end

---@param message string
local function fail(message)
  io.stderr:write("bench: ", message, "\n")
  os.exit(1)
end

---What a file with lines of this program's form says, by workload.
---@param path string
---@return table<string, {each: number, check: number?}>
local function earlier(path)
  local file <close>, why = io.open(path)
  if not file then return fail(why) end
  local found = {}
  for line in file:lines() do
    local name, each, check = line:match("^(%S+) %S+ %d+ (%S+) ?(%S*)")
    if name then found[name] = {each = tonumber(each), check = tonumber(check)} end
  end
  return next(found) and found or fail(path .. " has no line NAME SECONDS UNITS SECONDS-PER-UNIT")
end

---How a figure stands beside an earlier one.
---@param workload Workload
---@param each number  seconds a unit
---@param check number?
---@param before {each: number, check: number?}?
---@return string
local function ratio(workload, each, check, before)
  if not before then return "" end
  local text = (" ratio %.2f"):format(each / before.each)
  local tolerance = (workload.name:find("f32") or workload.name:find("mlp")) and 1e-6 or 1e-9
  if check and before.check and math.abs(check - before.check) > tolerance * math.abs(before.check) then
    text = text .. (" (CHECK was %.10g)"):format(before.check)
  end
  return text
end

---Takes the option and its value out of the arguments.
---@param arguments string[]
---@return string? path
local function comparison(arguments)
  for i, argument in ipairs(arguments) do
    if argument == "--compare" then
      table.remove(arguments, i)
      return table.remove(arguments, i) or fail("--compare needs the name of a file")
    end
  end
end

---@param names string[]
---@return table<string, boolean>?  wanted  nil for all
local function selection(names)
  if #names == 0 then return nil end
  local known, list, wanted = {}, {}, {}
  for _, workload in ipairs(workloads) do
    local name = workload.group or workload.name
    if not known[name] then list[#list + 1] = name end
    known[name], known[workload.name] = true, true
  end
  for _, name in ipairs(names) do
    if name == "--help" or name == "-h" then
      print("usage: bench.lua [--compare FILE] [workload ...]\n\nTimes the workloads, all where none is named:")
      print("  " .. table.concat(list, "\n  "))
      os.exit(0)
    end
    local beginning = name:match("^(.+)%*$")
    if beginning then
      for _, workload in ipairs(workloads) do
        if workload.name:sub(1, #beginning) == beginning then wanted[workload.name], wanted[name] = true, true end
      end
    else
      wanted[name] = known[name]
    end
    if not wanted[name] then
      fail(("no workload '%s'; there are %s"):format(name, table.concat(list, ", ")))
    end
  end
  return wanted
end

local path = comparison(arg)
local wanted, before = selection(arg), path and earlier(path) or {}
for _, workload in ipairs(workloads) do
  if not wanted or wanted[workload.name] or wanted[workload.group] then
    local work, check = workload.prepare()
    local seconds = best_time(work)
    io.write(("%s %.6f %d %.3e"):format(workload.name, seconds, workload.units, seconds / workload.units))
    local found = check and check()
    io.write(found and (" %.10g"):format(found) or "")
    io.write(ratio(workload, seconds / workload.units, found, before[workload.name]), "\n")
    io.flush()
  end
end
