---How the panels of Figure 4 show a momentum, and which trainings stand at one place of their axes.
local looks = {}

-- By momentum, the same in every panel.
local COLORS = {"black", "blue", "orange", "red", "green", "purple", "sky", "gray"}
local MARKERS = {"circle", "square", "triangle", "diamond", "down", "plus", "cross", "star"}

---@param mu number
---@return string
function looks.method(mu) return mu == 0 and "GD" or ("HB µ = %g"):format(mu) end

---How a momentum is drawn, whatever else a panel shows.
---@param i integer  # its place among --mu
---@return {color: string, dash: integer, marker: string}
function looks.look(i)
  local place = (i - 1) % #COLORS + 1
  return {color = COLORS[place], dash = place, marker = MARKERS[place]}
end

---The results of one momentum, by scale: `f` of each seed's.
---@param options table  # the script's
---@param runs fig4.Run[]
---@param results fig4.Result[]
---@param mu number
---@param f fun(result: fig4.Result): number?  # nil leaves the training out
---@return means.Group[]
function looks.by_scale(options, runs, results, mu, f)
  local groups = {}
  for i, s in ipairs(options.s) do
    groups[i] = {x = s, values = {}}
    for j, run in ipairs(runs) do
      local value = run.mu == mu and run.s == s and f(results[j])
      if value then table.insert(groups[i].values, value) end
    end
  end
  return groups
end

return looks
