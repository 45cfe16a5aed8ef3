---The panels of Figure 4 that compare heavy ball with gradient descent: how fast each is from several scales, as the
---paper shows it, and how much either shrinks kappa, by which section C.3.2 explains where they end.
local looks = require "lib.fig4.looks"
local means = require "lib.means"

local comparison = {}

-- Curves from more scales cannot be told apart.
local MOST_SCALES = 4
local COLORS = {"green", "blue", "orange", "purple"}

---At most so many of the scales: the first, the last and some between.
---@param scales number[]
---@return number[]
local function some(scales)
  local count, list = math.min(#scales, MOST_SCALES), {}
  for i = 1, count do list[i] = scales[count == 1 and 1 or 1 + (i - 1) * (#scales - 1) // (count - 1)] end
  return list
end

---The momentum of the paper's panel, if it is there, else the largest.
---@param momenta number[]
---@return number
local function shown(momenta)
  local largest = 0
  for _, mu in ipairs(momenta) do
    if mu == 0.9 then return mu end
    largest = math.max(largest, mu)
  end
  return largest
end

---@param runs fig4.Run[]
---@param results fig4.Result[]
---@param seed integer
---@param mu number
---@param s number
---@return fig4.Result|nil
local function training_of(runs, results, seed, mu, s)
  for i, run in ipairs(runs) do
    if run.seed == seed and run.mu == mu and run.s == s then return results[i] end
  end
end

---The loss along the trainings of the first seed, from several scales; nothing where there is one.
---@param options table  # the script's
---@param runs fig4.Run[]
---@param results fig4.Result[]
---@return table figure
function comparison.scales(options, runs, results)
  local mu = shown(options.mu)
  local figure = {
    title = "Figure 4(b), several scales: HB solid, GD dashed", xlabel = "$k$", ylabel = "$L$", log = "xy",
    legend = "outside",
  }
  local ways = {{0, "dashed", 2}, mu > 0 and {mu, "line", 1} or nil}
  for i, s in ipairs(#options.s > 1 and some(options.s) or {}) do
    for _, way in ipairs(ways) do
      local result = training_of(runs, results, options.seeds[1], way[1], s)
      if result then
        local x, y = {}, {}
        -- Step 0 has no place on a logarithmic axis.
        for k = 2, #result.curve.steps do
          x[k - 1], y[k - 1] = result.curve.steps[k], result.curve.losses[k]
        end
        table.insert(figure, {
          x = x, y = y, name = ("%s, s = %g"):format(looks.method(way[1]), s), color = COLORS[i], style = way[2],
          dash = way[3],
        })
      end
    end
  end
  return figure
end

---@param values number[]
---@return number
local function total(values)
  local sum = 0
  for _, value in ipairs(values) do sum = sum + value end
  return sum
end

---Heavy ball's sum of ln(kappa/kappa(0)) over gradient descent's, and its integral of the squared gradient over that of
---gradient descent, beside what the theory of order 2 says, (1+mu)/(1-mu)^2 and 1 - mu. Where the first is above 1
---heavy ball's kappa is the smaller one. Nothing where there is not either method.
---@param options table  # the script's
---@param runs fig4.Run[]
---@param results fig4.Result[]
---@return table figure
function comparison.mechanism(options, runs, results)
  local figure = {
    title = "C.3.2, why they end apart: HB over GD", xlabel = "$s$", ylabel = "ratio", log = "xy", legend = "outside",
  }
  local low, high, theories = math.min(table.unpack(options.s)), math.max(table.unpack(options.s)), {}
  for i, mu in ipairs(options.mu) do
    local kappas, integrals = {}, {}
    for j, s in ipairs(mu > 0 and options.s or {}) do
      kappas[j], integrals[j] = {x = s, values = {}}, {x = s, values = {}}
      for _, seed in ipairs(options.seeds) do
        local hb = training_of(runs, results, seed, mu, s)
        local gd = training_of(runs, results, seed, 0, s)
        if hb and gd and hb.ending == "loss" and gd.ending == "loss" then
          table.insert(integrals[j].values, hb.integral / gd.integral)
          if hb.kappa and gd.kappa then table.insert(kappas[j].values, total(hb.kappa) / total(gd.kappa)) end
        end
      end
    end
    local before = #figure
    for k, what in ipairs{{kappas, [[$\sum\ln\kappa$]], "line"}, {integrals, [[$\int|\nabla L|^2$]], "dashed"}} do
      local style = looks.look(i)
      style.name, style.dash, style.open, style.style = ("%s, µ = %g"):format(what[2], mu), k, k == 2, what[3]
      means.add(figure, what[1], #options.seeds, style)
    end
    for _, theory in ipairs(#figure > before and low < high and {(1 + mu) / (1 - mu) ^ 2, 1 - mu} or {}) do
      table.insert(theories, {
        x = {low, high}, y = {theory, theory}, color = looks.look(i).color, style = "dashed", dash = 3,
      })
    end
  end
  if #theories > 0 then
    table.move(theories, 1, #theories, #figure + 1, figure)
    table.insert(figure, {x = {}, y = {}, name = "theory of order 2", color = "gray", style = "dashed", dash = 3})
  end
  return figure
end

return comparison
