---Lists of numbers that runs gave as curves, of some of the runs where there are many.
local means = require "sweep.report.means"

---@param column sweep.Column  # of lists
---@param by table<string, sweep.Column>
---@param parameters sweep.Parameter[]
---@param count integer
---@return report.Section|nil
local function curves(column, by, parameters, count)
  local places, figure = {}, {xlabel = "place", ylabel = means.label(column.name), legend = "outside"}
  for i = 1, count do
    if means.are_numbers(column.values[i]) then places[#places + 1] = i end
  end
  local shown, least, greatest = math.min(8, #places), math.huge, 0
  if shown == 0 then return nil end
  for k = 1, shown do
    local i = places[shown == 1 and 1 or (k - 1) * (#places - 1) // (shown - 1) + 1]
    local parts = {}
    for _, parameter in ipairs(parameters) do
      local value = by[parameter.name].values[i]
      local form = math.type(value) and "%s = %.4g" or "%s = %s"
      parts[#parts + 1] = string.format(form, parameter.name, math.type(value) and value or tostring(value))
    end
    figure[k] = {y = column.values[i], name = #parts > 0 and means.label(table.concat(parts, ", ")) or nil}
    for _, value in ipairs(column.values[i]) do
      if value - value == 0 then least, greatest = math.min(least, value), math.max(greatest, value) end
    end
  end
  figure.log = least > 0 and greatest > 100 * least and "y" or nil
  local some = #places > shown and string.format(" of %d of %d runs", shown, #places) or ""
  return {plot = figure, caption = column.name .. some}
end

return curves
