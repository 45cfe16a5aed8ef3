---Sizes of files, their letters and lines: pixels, of which there are 96 to an inch, or lengths on paper.
---
---    sizes = require "plot.sizes"
---    sizes.pixels "2.54cm"  --> 96.0
local sizes = {}

---What an inch is in each unit.
local units = {cm = 2.54, mm = 25.4, ["in"] = 1, pt = 72, px = 96}

---A column and the whole width of a page of two columns, in inches, as the Physical Review has them.
local columns = {column = 3.375, page = 7}

---What letters of ticks measure in points where nothing is said; those of names and titles are larger in proportion.
local usual = 9

---@param size any  # a number of pixels, or a length such as "8.5cm", "column", "page"
---@return number|nil  # nil where it is none
function sizes.pixels(size)
  if math.type(size) then return size end
  if type(size) ~= "string" then return nil end
  if columns[size] then return 96 * columns[size] end
  local number, unit = string.match(size, "^%s*(%d*%.?%d*)%s*(%a+)%s*$")
  local amount = number and tonumber(number)
  return amount and units[unit] and amount / units[unit] * 96 or nil
end

---The least size of a layout, in pixels: a box with its labels has no room in less.
local least = {width = 143, height = 95}

---@param given table  # a figure's options
---@param across? number  # how many panels have their places in its width; 1 if left out
---@param down? number  # in its height
---@return number  # how much larger than usual everything is drawn, so that letters have the size asked for, or that
---for which a very small picture has room
function sizes.scale(given, across, down)
  -- A part of a picture is laid out in the size that it is given.
  if given.is_part then return 1 end
  local scale, counts = (given.fontsize or usual) / usual, {width = across or 1, height = down or 1}
  for name, length in pairs(least) do
    local pixels = sizes.pixels(given[name])
    if pixels then scale = math.min(scale, pixels / counts[name] / length) end
  end
  return scale
end

---The size that a figure is laid out in, which its scale then enlarges. One whose width is a length on paper has a
---height in proportion where none is given.
---@param given table
---@param wide? number  # where no width is given: 600
---@param high? number  # where no height is given: 400
---@param across? number  # as `scale` says
---@param down? number
---@return number width
---@return number height
function sizes.layout(given, wide, high, across, down)
  wide, high = wide or 600, high or 400
  local scale, width = sizes.scale(given, across, down), sizes.pixels(given.width)
  local height = sizes.pixels(given.height) or type(given.width) == "string" and width * high / wide or high
  return (width or wide) / scale, height / scale
end

---@param given table
---@param wide? number
---@param high? number
---@return number width  # of the file, in pixels
---@return number height
function sizes.file(given, wide, high)
  local width, height = sizes.layout(given, wide, high)
  local scale = sizes.scale(given)
  return scale * width, scale * height
end

---@param points number
---@return number  # the same in pixels
function sizes.of_points(points) return points * 96 / 72 end

return sizes
