---Polyak as a module of stock Lua 5.4: `lua5.4 Tests/Installed/library.lua FOLDER`, where FOLDER holds polyak.so.

package.cpath = arg[1] .. "/?.so;" .. package.cpath

local before = {}
for name in pairs(_G) do before[name] = true end
local polyak = require "polyak"
for name in pairs(_G) do assert(before[name], "require 'polyak' made a global: " .. name) end
assert(polyak == require "polyak")

local L = polyak.losses.product{x = 1, y = 0.6}
local start, eta, mu = polyak.vec{2.8, 3.5}, 5e-3, 0.7

---@param found Vector
---@param expected number[]
---@param format string  with as many digits as are known
local function check(found, expected, format)
  for i, x in ipairs(expected) do
    assert(format:format(found[i]) == format:format(x), ("%.9g is not %.9g"):format(found[i], x))
  end
end

-- The end points of the paper's Figure 2.
local hb = polyak.optim.hb{loss = L, eta = eta, mu = mu}:run(start, 200)
check(polyak.optim.gd{loss = L, eta = eta}:run(start, 200):final(), {0.299029, 2.103702}, "%.6f")
check(hb:final(), {0.330306, 1.816497}, "%.6f")
local ends = {{0.28391, 2.11335}, {0.31003, 1.93530}, {0.33022, 1.81698}}
local squares = {"9.03e-02", "1.45e-02", "2.4e-07"}
for order = 1, 3 do
  local flow = polyak.hbf.flow{loss = L, eta = eta, mu = mu, order = order, form = "limit"}
  local run = flow:integrate(start, 200, {method = "euler", substeps = 10})
  check(run:final(), ends[order], "%.5f")
  local error = polyak.hbf.discretization_error(run, hb)
  local format = #squares[order] > 7 and "%.2e" or "%.1e"
  assert(format:format(error[201] ^ 2) == squares[order], format:format(error[201] ^ 2))
end

-- Calls are made in processes of their own, and a sweep keeps what they give.
local function process() return io.open("/proc/self/stat"):read "n" end
local here = process()
assert(polyak.workers.map(2, function() return process() ~= here and "elsewhere" or "here" end)[2] == "elsewhere")
local folder = arg[1] .. "/sweep"
for _ = 1, 2 do
  local results = polyak.sweep{
    name = "squares", folder = folder, runs = {{x = 3}}, run = function(run) return run.x ^ 2 end,
  }
  assert(results[1] == 9)
end

-- Errors are Lua errors, and modules written in Lua come along.
local ok, message = pcall(polyak.optim.hb, {loss = L, eta = -1, mu = mu})
local refusal = "optim.hb: option 'eta' must be a number > 0, a function of the step's number or a vector, got -1"
assert(not ok and tostring(message):find(refusal, 1, true), message)
local file = os.tmpname()
polyak.plot{{hb.t, hb.loss}, log = "y", file = file .. ".svg"}
assert(os.remove(file .. ".svg"))
os.remove(file)

-- Tables of integers, NumPy's default_rng(7).permutation(5) + 1.
assert(table.concat(polyak.random.new(7):permutation(5), " ") == "3 1 5 2 4")

-- A coroutine, and the end of the state with objects alive.
local co = coroutine.wrap(function()
  return polyak.losses.define(1, function(b) return polyak.exp(b[1]) end):gradient{0}[1]
end)
assert(co() == 1)
print("ok: Polyak in " .. _VERSION)
