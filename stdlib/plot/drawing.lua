---A drawing: what a kind of file that Polyak writes itself paints, one element over the other, in pixels from the upper
---left corner. An SVG is one way to write it down.
---
---    drawing = require("plot.drawing").new(60, 40)
---    drawing:path("M10 10l40 20", {stroke = "#0072b2", width = 1.8})
---    drawing:text(30, 35, "k", {anchor = "middle", size = 12, color = "#333"})
---    #drawing.elements  --> 2
---
---Paths are written as SVG writes them, with M, L, H, V, Q, C, A and Z and their relative forms; A is for half circles.
local drawing = {}

---How a path is painted. Colours are "#rrggbb".
---@class plot.Paint
---@field fill? string
---@field opacity? number  # of the fill, 0 to 1
---@field rule? "evenodd"  # what lies within two closed lines of a path is outside
---@field stroke? string
---@field width? number  # of the stroke
---@field dash? string|false  # lengths of stroke and gap, with spaces between
---@field cap? "round"
---@field join? "round"

---@class plot.Lettering
---@field anchor? "start"|"middle"|"end"  # what of the text is at the place; its start
---@field size number
---@field color string
---@field turn? number  # degrees counterclockwise about its place; 90 reads upwards

---@class plot.Element
---@field kind "path"|"box"|"text"|"image"|"group"
---@field d? string  # of a path
---@field x? number  # of a box its left edge, of a text its anchor
---@field y? number  # of a box its upper edge, of a text its baseline
---@field width? number  # of a box
---@field height? number
---@field radius? number  # of a box' corners
---@field label? string  # of a text
---@field raster? plot.Raster  # of an image
---@field elements? plot.Element[]  # of a group, from its own upper left corner
---@field look? plot.Paint|plot.Lettering

---A figure's box on a drawing.
---@class plot.Boxed
---@field fig plot.Figure
---@field box plot.Box
---@field x number  # what is added to places of the box: a panel's upper left corner
---@field y number

---@class plot.Drawing
---@field width number
---@field height number
---@field scale number  # how much larger it is shown
---@field title? string  # what a reader who cannot see it is told
---@field notes string[]  # on what is not shown
---@field elements plot.Element[]
---@field boxes plot.Boxed[]  # what lies in which box, for those who find numbers by places
local Drawing = {}
Drawing.__index = Drawing

---@param width number
---@param height number
---@return plot.Drawing
function drawing.new(width, height)
  return setmetatable({width = width, height = height, scale = 1, notes = {}, elements = {}, boxes = {}}, Drawing)
end

---@param element plot.Element
function Drawing:add(element) self.elements[#self.elements + 1] = element end

---@param d string  # nothing is drawn where it is empty
---@param look plot.Paint
function Drawing:path(d, look)
  if d ~= "" then self:add {kind = "path", d = d, look = look} end
end

---@param x number
---@param y number
---@param width number
---@param height number
---@param look plot.Paint
---@param radius? number  # of its corners
function Drawing:box(x, y, width, height, look, radius)
  self:add {kind = "box", x = x, y = y, width = width, height = height, look = look, radius = radius}
end

---@param x number
---@param y number
---@param label string
---@param look plot.Lettering
function Drawing:text(x, y, label, look)
  self:add {kind = "text", x = x, y = y, label = label, look = look}
end

---An image over a rectangle.
---@param x number  # of its left edge
---@param y number  # of its upper edge
---@param width number
---@param height number
---@param raster plot.Raster
function Drawing:image(x, y, width, height, raster)
  self:add {kind = "image", x = x, y = y, width = width, height = height, raster = raster}
end

---A drawing within the drawing.
---@param x number  # of its left edge
---@param y number  # of its upper edge
---@param elements plot.Element[]
function Drawing:group(x, y, elements) self:add {kind = "group", x = x, y = y, elements = elements} end

---Paints elements made elsewhere.
---@param elements plot.Element[]
function Drawing:append(elements)
  for _, element in ipairs(elements) do self:add(element) end
end

return drawing
