---The panels of Figure 1.
local panels = {}

---The mean over the last three fifths.
---@param values number[]
---@return number
function panels.late_mean(values)
  local first, total = math.floor(0.4 * #values) + 1, 0
  for i = first, #values do total = total + values[i] end
  return total / (#values - first + 1)
end

---Means of so many values in turn, of which the eye can tell no more, and what they spread over.
---@param values number[]
---@param count integer
---@return number[] places
---@return number[] means
---@return number[][] band  # the least and the greatest of each group
local function averaged(values, count)
  local all, places, means, low, high = vec(values), {}, {}, {}, {}
  for first = 1, #values, count do
    local last = math.min(first + count - 1, #values)
    local group = all:slice(first, last)
    table.insert(places, (first + last) / 2 - 1)
    table.insert(means, mean(group))
    table.insert(low, min(group))
    table.insert(high, max(group))
  end
  return places, means, {low, high}
end

---@param methods fig1.Method[]
---@param runs table<string, fig1.Progress>
---@param figure table  # its options
---@param curve fun(run: fig1.Progress): number[], number[], number[][]?  # x, y and a band
---@return table figure
local function filled(methods, runs, figure, curve)
  figure.xlabel = "epoch"
  for _, method in ipairs(methods) do
    local x, y, band = curve(runs[method.key])
    table.insert(figure, {x = x, y = y, band = band, name = method.label, color = method.color, dash = 1})
  end
  return figure
end

---Adds the largest curvature at which each method is stable: 2/eta, and with momentum 2 (1 + mu)/eta.
---@param figure table
---@param methods fig1.Method[]
---@param settings {eta: number, epochs: integer}
---@return table figure
local function bounded(figure, methods, settings)
  for i, method in ipairs(methods) do
    local bound = 2 * (1 + method.mu) / settings.eta
    table.insert(figure, {
      x = {0, settings.epochs}, y = {bound, bound}, color = method.color, style = "dashed", dash = i + 1,
      name = i == 1 and [[$2/\eta$ (GD)]] or [[$2(1+\mu)/\eta$ (HB)]],
    })
  end
  return figure
end

---@param methods fig1.Method[]
---@param runs table<string, fig1.Progress>
---@param settings {eta: number, epochs: integer}
---@return table[] figures
function panels.all(methods, runs, settings)
  local group = math.max(1, settings.epochs // 300)
  return {
    bounded(filled(methods, runs, {
      title = ("Figure 1: directional smoothness, η = %g"):format(settings.eta), ylabel = [[$\mathcal{D}$]],
    }, function(run) return averaged(run.smoothness, group) end), methods, settings),
    bounded(filled(methods, runs, {title = "sharpness", ylabel = "largest eigenvalue"}, function(run)
      return run.looks, run.sharpness
    end), methods, settings),
    filled(methods, runs, {title = "loss", ylabel = "$L$", log = "y"}, function(run)
      local epochs, means = averaged(run.loss, group)
      return epochs, means
    end),
    filled(methods, runs, {title = "accuracy", ylabel = "of the rows"}, function(run)
      return run.looks, run.accuracy
    end),
  }
end

return panels
