---The numbers of a figure as its page has them: those of long curves and large grids thinned.
local json = require "report.json"
local unicode = require "plot.label.unicode"

local values = {}

---Cells of a grid for each point of a curve.
local cells = 10

---Which points of a curve stay: of each piece the first, the last, the lowest and the highest.
---@param y number[]
---@param most integer
---@return integer[]|nil  # nil where all do
local function chosen(y, most)
  local count = #y
  if count <= most then return nil end
  local pieces, list = math.max(1, most // 4), {}
  local function add(at)
    if at > (list[#list] or 0) then list[#list + 1] = at end
  end
  for piece = 1, pieces do
    local first, last = (piece - 1) * count // pieces + 1, piece * count // pieces
    local low, high
    for i = first, last do
      local value = y[i]
      if value == value then
        if not low or value < y[low] then low = i end
        if not high or value > y[high] then high = i end
      end
    end
    low, high = low or first, high or first
    add(first)
    add(math.min(low, high))
    add(math.max(low, high))
    add(last)
  end
  return list
end

---@param count integer
---@param most integer
---@return integer[]  # places from the first to the last
local function spread(count, most)
  local list = {}
  if count <= most then
    for i = 1, count do list[i] = i end
  else
    for i = 0, most - 1 do list[i + 1] = i * (count - 1) // (most - 1) + 1 end
  end
  return list
end

---@param edges number[]
---@param list integer[]  # the cells that stay
---@return string  # edges half way between them
local function bounds(edges, list)
  local bordering = {edges[1]}
  for i = 1, #list - 1 do bordering[i + 1] = edges[(list[i] + list[i + 1]) // 2 + 1] end
  bordering[#list + 1] = edges[#edges]
  return json.list(bordering)
end

---@param fig plot.Figure
---@param axis "x"|"y"
---@param numbers number[]
---@param list integer[]  # which of them stay
---@return string  # a field with their names on the axis; nothing where they have none
local function names_of(fig, axis, numbers, list)
  local known, labels = fig.names[axis] or {}, {}
  for i, at in ipairs(list) do
    labels[i] = known[math.tointeger(numbers[at]) or 0]
    if not labels[i] then return "" end
  end
  return string.format(',"%snames":%s', axis, json.list(labels))
end

---@param one plot.Values
---@param most integer
---@param notes string[]
---@param fig plot.Figure
---@return string
local function of_grid(one, most, notes, fig)
  local grid = one.grid
  local wide, high = #grid.x, #grid.y
  local part = math.min(1, math.sqrt(cells * most / (wide * high)))
  local xs = spread(wide, math.max(2, math.ceil(part * wide)))
  local ys = spread(high, math.max(2, math.ceil(part * high)))
  local rows = {}
  for i, row in ipairs(ys) do rows[i] = json.list(grid.z[row], xs) end
  if #xs < wide or #ys < high then
    notes[#notes + 1] = string.format("The values have %d x %d of %d x %d cells", #xs, #ys, wide, high)
  end
  return string.format('{"name":%s,"x":%s,"y":%s,"xedges":%s,"yedges":%s,"z":[%s]%s%s}',
    json.text(one.zlabel and unicode.letters(one.zlabel) or "z"), json.list(grid.x, xs), json.list(grid.y, ys),
    bounds(grid.xedges, xs), bounds(grid.yedges, ys), table.concat(rows, ","), names_of(fig, "x", grid.x, xs),
    names_of(fig, "y", grid.y, ys))
end

---@param one plot.Values
---@param most integer
---@param notes string[]
---@return string
local function of_columns(one, most, notes)
  local columns, y = {}, one.y or one.columns[2][2]
  local list = chosen(y, most)
  for i, column in ipairs(one.columns) do
    columns[i] = string.format("[%s,%s]", json.text(column[1]), json.list(column[2], list))
  end
  local name = one.name and unicode.letters(one.name) or ""
  local fields = {string.format('"name":%s,"columns":[%s]', json.text(name), table.concat(columns, ","))}
  if one.rgb then fields[#fields + 1] = string.format('"color":"#%06x"', one.rgb) end
  if one.right then fields[#fields + 1] = '"right":true' end
  if one.x then fields[#fields + 1] = '"x":' .. json.list(one.x, list) end
  if one.y then fields[#fields + 1] = '"y":' .. json.list(one.y, list) end
  if list then
    fields[#fields + 1] = string.format('"total":%d', #y)
    notes[#notes + 1] = string.format("The values%s have %d of %d points: of each piece the ends, the least and the "
      .. "greatest", name ~= "" and " of " .. name or "", #list, #y)
  end
  return "{" .. table.concat(fields, ",") .. "}"
end

---@param scale plot.Scale|nil
---@return string
local function axis(scale)
  if not scale then return "null" end
  return string.format('{"log":%s,"low":%s,"high":%s}', scale.log, json.number(scale.low), json.number(scale.high))
end

---Where the axes of a figure are.
---@param boxed plot.Boxed
---@return string  # fields
local function axes_of(boxed)
  local box = boxed.box
  return string.format('"box":%s,"x":%s,"y":%s,"y2":%s', json.list {boxed.x + box.left, boxed.y + box.top, box.width,
    box.height}, axis(box.x), axis(box.y), axis(box.y2))
end

---@param drawing plot.Drawing
---@return string  # fields
local function size_of(drawing)
  return string.format('"width":%s,"height":%s', json.number(drawing.width), json.number(drawing.height))
end

---@param drawing plot.Drawing
---@param also plot.Drawing|nil  # of the same figure for narrow screens
---@param most integer  # points of a curve
---@return string data  # JSON
---@return string[] notes  # on what is not all there
function values.of(drawing, also, most)
  local boxes, others, notes = {}, {}, {}
  for i, boxed in ipairs(drawing.boxes) do
    local given, layers = boxed.fig.options, {}
    for k, one in ipairs(boxed.fig.values) do
      layers[k] = (one.grid and of_grid or of_columns)(one, most, notes, boxed.fig)
    end
    local function name(axis_name) return json.text(unicode.letters(given[axis_name .. "label"] or axis_name)) end
    boxes[i] = string.format('{%s,"names":[%s,%s,%s],"layers":[%s]}', axes_of(boxed), name "x", name "y", name "y2",
      table.concat(layers, ",\n"))
    if also then others[i] = "{" .. axes_of(also.boxes[i]) .. "}" end
  end
  local slim = also and string.format(',"slim":{%s,"boxes":[%s]}', size_of(also), table.concat(others, ",")) or ""
  return string.format('{%s,"boxes":[%s]%s}', size_of(drawing), table.concat(boxes, ",\n"), slim), notes
end

return values
