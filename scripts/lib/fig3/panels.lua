---Figure 3 in the paper's arrangement, and by momentum with every model.
local panels = {}

-- By model, the same in every figure.
local MARKERS = {"circle", "square", "triangle", "diamond", "down", "plus", "cross"}
-- By momentum, where all are in one figure.
local COLORS = {"blue", "orange", "green", "purple", "red", "sky", "black", "gray"}
-- The place of a dotted line's dashes.
local DOTTED = 3
local FORMULAS = {mean = [[$L = \|Xw - y\|^2/(2n)$]], sum = [[$L = \|Xw - y\|^2$]]}
local YLABEL = [[$\|w_k - w(t_k)\|^2$]]

---Both start at the same point: there is nothing to show at k = 0.
---@param steps integer[]
---@param squares number[]|Vector  # of the distance of the predictors; short where the flow failed
---@return integer[] x
---@return number[] y
local function behind_start(steps, squares)
  local x, y = {}, {}
  for i = 2, #squares do x[i - 1], y[i - 1] = steps[i], squares[i] end
  return x, y
end

---Every model at one momentum.
---@param models fig3.Model[]
---@param eta number
---@param run fig3.Run
---@param result fig3.Result
---@return table figure
function panels.errors(models, eta, run, result)
  local figure = {
    title = ("Figure 3: µ = %g, η = %g, %s"):format(run.mu, eta, FORMULAS[run.normalization]), xlabel = "$k$",
    ylabel = YLABEL, log = "y", legend = "outside",
  }
  for j, model in ipairs(models) do
    local x, y = behind_start(result.steps, result.squares[model.key])
    if #x > 0 then
      table.insert(figure, {
        x = x, y = y, name = model.name, color = model.color, style = model.style, marker = MARKERS[j],
        -- Dashes are for what the paper does not show.
        dash = model.style == "line" and 1 or nil,
      })
    end
  end
  return figure
end

---What the paper shows of a momentum.
---@class fig3.Pair
---@field mu number
---@field steps integer[]
---@field rescaled number[]|Vector  # squared errors of rescaled gradient flow
---@field second number[]|Vector  # of the flow of order 2

---The paper's arrangement: all momenta, rescaled gradient flow solid and the flow of order 2 dotted.
---@param normalization "mean"|"sum"
---@param eta number
---@param curves fig3.Pair[]
---@return table figure
function panels.together(normalization, eta, curves)
  local figure = {
    title = ("Figure 3, all momenta: η = %g, %s"):format(eta, FORMULAS[normalization]), xlabel = "$k$",
    ylabel = YLABEL, log = "y", legend = "outside",
  }
  for i, pair in ipairs(curves) do
    for _, model in ipairs{{"rescaled", "RGF", "line", 1}, {"second", "HBF", "dashed", DOTTED}} do
      local x, y = behind_start(pair.steps, pair[model[1]])
      if #x > 0 then
        table.insert(figure, {
          x = x, y = y, name = ("%s, µ = %g"):format(model[2], pair.mu), color = COLORS[(i - 1) % #COLORS + 1],
          style = model[3], dash = model[4],
        })
      end
    end
  end
  return figure
end

return panels
