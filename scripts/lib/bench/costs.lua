---Workloads that are about what is done and not on what: schedules, many members, single calls, compilations, exact
---series, elementary functions.
local subjects = require "lib.bench.subjects"

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
      local N, start = subjects.digits({200, 200}, "f64")
      local found
      return function() found = diagnostics.sharpness(N, start, {tolerance = 1e-6}) end, function() return found end
    end,
  },
  {
    name = "ensemble", -- heavy ball from 10,000 points; a unit is one member's step
    units = 10000 * 200,
    prepare = function()
      local hb, starts = subjects.plane(5e-3), mat(10000, 2)
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

-- Machine code for the two-parameter model; a unit is a compilation.
if diagnostics.machine_code(subjects.plane(5e-3)) then
  table.insert(workloads, {
    name = "compile",
    units = 1000,
    prepare = function()
      local hb = subjects.plane(5e-3)
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

return workloads
