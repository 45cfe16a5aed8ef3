---Series of a figure that show means over repetitions, such as seeds, and the repetitions themselves.
local means = {}

---What the repetitions gave at one place of the x axis; those that are left out are not among them.
---@class means.Group
---@field x number
---@field values number[]

---A series of points, one for each value.
---@param groups means.Group[]
---@param style table  # options of the series, to which the points are added
---@return table series
function means.points(groups, style)
  style.x, style.y, style.style = {}, {}, "points"
  for _, group in ipairs(groups) do
    for _, value in ipairs(group.values) do
      table.insert(style.x, group.x)
      table.insert(style.y, value)
    end
  end
  return style
end

---Lines through the means. Where a repetition is left out there is no mean: it would be of others than its neighbours
---are. There the line has a gap, and is two series.
---@param groups means.Group[]
---@param count integer  # of repetitions
---@param style table  # options of the lines; the first alone has the name
---@return table[] series
function means.lines(groups, count, style)
  local pieces, line = {}, nil
  for _, group in ipairs(groups) do
    if #group.values < count then
      line = nil
    else
      if not line then
        line = {x = {}, y = {}}
        for key, value in pairs(style) do line[key] = value end
        if #pieces > 0 then line.name = nil end
        table.insert(pieces, line)
      end
      local total = 0
      for _, value in ipairs(group.values) do total = total + value end
      table.insert(line.x, group.x)
      table.insert(line.y, total / count)
    end
  end
  for _, piece in ipairs(pieces) do
    -- As a line it would be a dot, which looks like one of the repetitions.
    if #piece.x == 1 then piece.style = "points" end
  end
  return pieces
end

---Adds the lines to a figure, and where there are several repetitions a dot for each.
---@param figure table
---@param groups means.Group[]
---@param count integer  # of repetitions
---@param style table  # options of the lines, with a name
function means.add(figure, groups, count, style)
  local pieces = means.lines(groups, count, style)
  table.move(pieces, 1, #pieces, #figure + 1, figure)
  if count == 1 then return end
  local dots = means.points(groups, {color = style.color, marker = "dot", name = #pieces == 0 and style.name or nil})
  if #dots.x > 0 then table.insert(figure, dots) end
end

---Adds an entry to the legend for marks of several colours.
---@param figure table
---@param name string
---@param marker string
function means.add_key(figure, name, marker)
  table.insert(figure, {x = {}, y = {}, name = name, marker = marker, color = "gray", style = "points"})
end

return means
