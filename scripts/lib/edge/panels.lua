---What heavy ball at its edge and the flows beside it are drawn as.
local panels = {}

---Heavy ball, or a flow beside it.
---@class edge.Model
---@field key string  # in data
---@field name string
---@field flow "none"|"nudged"|"gradient"|"phase"|"edge"
---@field order? integer
---@field modes? "none"|"followed"

-- Heavy ball, once with other last bits, the flows that do not oscillate and the one without modes; then edge flows by
-- their place.
local STYLES = {
  {color = "black", dash = 1}, {color = "black", dash = 3}, {color = "gray", dash = 2}, {color = "orange", dash = 3},
  {color = "green", dash = 4},
}
local EDGE_COLORS = {"blue", "red", "purple", "orange", "green", "gray"}

---@param j integer
---@return {color: string, dash: integer}
local function style_of(j)
  return STYLES[j] or {color = EDGE_COLORS[(j - #STYLES - 1) % #EDGE_COLORS + 1], dash = 1}
end

---@param models edge.Model[]
---@param results edge.Result[]  # of each
---@param figure table  # its options
---@param values fun(result: edge.Result): number[]?
---@return table figure
local function filled(models, results, figure, values)
  figure.xlabel, figure.legend = "$k$", "outside"
  for j, model in ipairs(models) do
    local y, style = values(results[j]), style_of(j)
    if y and #y > 0 then
      table.insert(figure, {x = results[j].steps, y = y, name = model.name, color = style.color, dash = style.dash})
    end
  end
  return figure
end

---The figures of a momentum, by their names.
---@param models edge.Model[]
---@param results edge.Result[]
---@param mu number
---@param settings edge.Settings
---@return fun(): string?, table?
function panels.all(models, results, mu, settings)
  local numbers = (": η = %g, µ = %g"):format(settings.eta, mu)
  local all = {
    {"sharpness", filled(models, results, {
      title = "Sharpness over its threshold" .. numbers, ylabel = [[$\eta\lambda/(2(1+\mu))$]],
    }, function(result)
      return #result.sharpness > 0 and vec(result.sharpness) * (settings.eta / (2 * (1 + mu))) or nil
    end)},
    {"distance", filled(models, results, {
      title = "Distance from the midpoints" .. numbers, ylabel = "distance", log = "y",
    }, function(result) return result.distance end)},
    {"amplitude", filled(models, results, {
      title = "What alternates" .. numbers, ylabel = [[$\|x\|$]], log = "y",
    }, function(result) return result.amplitude end)},
    {"loss", filled(models, results, {
      title = "Loss at midpoints" .. numbers, ylabel = "$L$", log = "y",
    }, function(result) return result.loss end)},
  }
  table.insert(all[4][2], {
    x = results[1].steps, y = results[1].run_loss, name = "at iterates", color = "black", style = "dashed", dash = 2,
  })
  local i = 0
  return function()
    i = i + 1
    if all[i] then return all[i][1], all[i][2] end
  end
end

return panels
