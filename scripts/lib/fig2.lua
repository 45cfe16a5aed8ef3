---The curves of Figure 2 and its two panels.
local plane = require "lib.plane"

local fig2 = {}

-- Of the curve of minima: its points, and the place of its dashes.
local MINIMA, DOTTED = 80, 3
-- Of the flows, by order; a curve has the same in both panels. What is discrete is solid.
local COLORS = {"blue", "orange", "green", "purple", "red", "sky", "yellow", "gray"}
local DASHES = {2, 4, 5, 6, 8, 2, 4, 5}

---A method or a flow, with its run.
---@class fig2.Curve
---@field key string  # in names of columns
---@field name string  # in tables and legends
---@field run Trajectory
---@field color string  # the same in both panels
---@field dash integer  # the same too

---@param run Trajectory
---@return fig2.Curve
function fig2.gradient_descent(run) return {key = "gd", name = "GD", color = "gray", dash = 1, run = run} end

---@param run Trajectory
---@return fig2.Curve
function fig2.heavy_ball(run) return {key = "hb", name = "HB", color = "black", dash = 1, run = run} end

---A flow in the paper's form, or in phase space.
---@param order integer
---@param form "limit"|"phase"
---@param run Trajectory
---@return fig2.Curve
function fig2.flow(order, form, run)
  local is_rescaled = order == 1 and form == "limit"
  local name = is_rescaled and "RGF" or ("HBF order %d"):format(order)
  return {
    key = form == "phase" and "phase" .. order or is_rescaled and "rgf" or "hbf" .. order,
    name = form == "phase" and name .. ", phase" or name, color = COLORS[order], dash = DASHES[order], run = run,
  }
end

---@param flows fig2.Curve[]
---@param hb fig2.Curve
---@return Vector[] squares  # of the norm of epsilon_k, by flow
function fig2.squared_errors(flows, hb)
  local squares = {}
  for i, flow in ipairs(flows) do squares[i] = hbf.discretization_error(flow.run, hb.run) ^ 2 end
  return squares
end

---The points with a1 a2 = 0.6, at which the loss is 0, as far as the start is from the axes.
---@return table series
local function minima()
  local least, x, y = plane.target / plane.start[2], {}, {}
  for i = 0, MINIMA do
    -- At equal ratios: near either axis the curve turns as fast.
    x[i + 1] = least * (plane.start[1] / least) ^ (i / MINIMA)
    y[i + 1] = plane.target / x[i + 1]
  end
  return {x = x, y = y, name = "minima", color = "black", style = "dashed", dash = DOTTED}
end

---@param eta number
---@param mu number
---@param gd fig2.Curve
---@param hb fig2.Curve
---@param flows fig2.Curve[]
---@return table figure  # for plot, without a file
function fig2.orbits(eta, mu, gd, hb, flows)
  local figure = {title = ("Figure 2(a): η = %g, µ = %g"):format(eta, mu), xlabel = "$a_1$", ylabel = "$a_2$"}
  for _, curve in ipairs{gd, hb, table.unpack(flows)} do
    local beta = curve.run.beta
    table.insert(figure, {
      x = beta:column(1):totable(), y = beta:column(2):totable(), name = curve.name, color = curve.color,
      dash = curve.dash,
    })
  end
  table.insert(figure, minima())
  local final = hb.run:final()
  table.insert(figure, {
    x = {final[1]}, y = {final[2]}, name = "end of HB", color = "black", marker = "star", style = "points",
  })
  return figure
end

---@param flows fig2.Curve[]
---@param squares Vector[]
---@return table figure
function fig2.errors(flows, squares)
  local figure = {
    title = "Figure 2(b): squared discretization error",
    xlabel = "$k$", ylabel = [[$\|\epsilon_k\|^2$]], log = "y",
  }
  for i, flow in ipairs(flows) do
    -- Both start at the same point: there is nothing to show at k = 0.
    local k, y = {}, {}
    for n = 2, #squares[i] do k[n - 1], y[n - 1] = n - 1, squares[i][n] end
    table.insert(figure, {x = k, y = y, name = flow.name, color = flow.color, dash = flow.dash})
  end
  return figure
end

return fig2
