---The panels of Figure 4.
local looks = require "lib.fig4.looks"
local means = require "lib.means"
local training = require "lib.fig4.training"

local panels = {}

local method, look, by_scale = looks.method, looks.look, looks.by_scale

---@param options table  # the script's
---@param runs fig4.Run[]
---@param results fig4.Result[]
---@return table figure
function panels.distances(options, runs, results)
  local figure = {
    title = ("Figure 4(a): η = %g, %d %s"):format(
      options.eta, #options.seeds, #options.seeds == 1 and "seed" or "seeds"),
    xlabel = "$s$", ylabel = "$\\|w - w^*\\|$", log = "xy",
  }
  local unfinished = {}
  for i, mu in ipairs(options.mu) do
    local style = look(i)
    style.name = method(mu)
    means.add(figure, by_scale(options, runs, results, mu, function(result)
      return result.ending == "loss" and result.distance or nil
    end), #options.seeds, style)
    local crosses = means.points(by_scale(options, runs, results, mu, function(result)
      return result.ending == "completed" and result.distance or nil
    end), {color = style.color, marker = "cross"})
    if #crosses.x > 0 then table.insert(unfinished, crosses) end
  end
  if #figure > 0 and #options.seeds > 1 then means.add_key(figure, "a seed", "dot") end
  table.move(unfinished, 1, #unfinished, #figure + 1, figure)
  if #unfinished > 0 then means.add_key(figure, "not converged", "cross") end
  return figure
end

---@param options table  # the script's
---@param runs fig4.Run[]
---@param results fig4.Result[]
---@return table figure
function panels.losses_along(options, runs, results)
  local figure = {
    title = ("Figure 4(b): s = %g"):format(options.curve), xlabel = "$k$", ylabel = "$L$", log = "y",
  }
  for i, mu in ipairs(options.mu) do
    for j, run in ipairs(runs) do
      if run.mu == mu and run.s == options.curve and run.seed == options.seeds[1] then
        local style = look(i)
        style.x, style.y, style.name = results[j].curve.steps, results[j].curve.losses, method(mu)
        table.insert(figure, style)
      end
    end
  end
  return figure
end

-- What the third panel holds the trainings against.
local theories = {
  {what = "block", name = "block", without = "block"},
  {what = "second", name = "joint, order 2", marker = "plus"},
  {what = "joint", name = "joint, order 3", without = "joint"},
}

---What every component's kappa became against what the two corollaries say, the joint one to both orders, for the first
---seed's trainings from the scale that is shown.
---@param options table  # the script's
---@param runs fig4.Run[]
---@param results fig4.Result[]
---@return table figure
function panels.kappas(options, runs, results)
  local figure = {
    title = ("Figure 4(c): κ at the end, s = %g"):format(options.curve),
    xlabel = [[$\ln(\kappa/\kappa(0))$ measured]], ylabel = "predicted",
  }
  local least = 0
  -- From the last momentum to the first: kappa moves least without momentum, and those points would be hidden.
  for i = #options.mu, 1, -1 do
    for j, run in ipairs(runs) do
      local result = results[j]
      if run.mu == options.mu[i] and run.s == options.curve and run.seed == options.seeds[1] and result.kappa then
        local color, marker = look(i).color, look(i).marker
        local words = training.marks(result):gsub("^r", "r > 1")
        for _, theory in ipairs(theories) do
          -- Without momentum both orders are the same.
          if run.mu > 0 or theory.what ~= "second" then
            table.insert(figure, {
              x = result.kappa, y = result[theory.what], style = "points", color = color,
              marker = theory.marker or marker, open = theory.what ~= "joint",
              name = ("%s, %s%s"):format(
                method(run.mu), run.mu == 0 and theory.without or theory.name,
                words == "" and "" or (" (%s)"):format(words)),
            })
          end
        end
        for _, x in ipairs(result.kappa) do least = math.min(least, x) end
      end
    end
  end
  if #figure > 0 then
    table.insert(figure, 1, {x = {least, 0}, y = {least, 0}, name = "equal", color = "gray", style = "dashed"})
  end
  return figure
end

---@param options table  # the script's
---@param runs fig4.Run[]
---@param results fig4.Result[]
---@return table figure
function panels.errors(options, runs, results)
  local figure = {
    title = "Figure 4(d): relative errors of converged trainings with r ≤ 1", xlabel = "$s$", ylabel = "error",
    log = "xy", legend = "outside",
  }
  for i, mu in ipairs(options.mu) do
    for k, what in ipairs{{"error_joint", "joint"}, {"error_block", "block"}, {"kkt", "KKT residual"}} do
      local groups = by_scale(options, runs, results, mu, function(result)
        return result.ending == "loss" and training.is_inside(result) and result[what[1]] or nil
      end)
      -- Here dashes tell what is measured, and the momentum has its colour alone.
      local style = look(i)
      style.name, style.dash, style.open = ("%s, %s"):format(method(mu), what[2]), k, k == 2
      style.style = what[1] == "kkt" and "dashed" or "line"
      means.add(figure, groups, #options.seeds, style)
    end
  end
  if #figure > 0 and #options.seeds > 1 then means.add_key(figure, "a seed", "dot") end
  return figure
end

return panels
