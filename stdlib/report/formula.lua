---Formulas as drawings that stand in a line of text, and are as large as it.
local font = require "plot.font"
local markup = require "plot.markup"
local typeset = require "plot.label.typeset"
local unicode = require "plot.label.unicode"

---What a page draws letters with: each is drawn once, and used by figures and formulas.
---@class report.Formulas
---@field letters plot.label.Glyphs
---@field private depths table<integer, true>  # how far formulas reach under the line, in hundredths of its size
local Formulas = {}
Formulas.__index = Formulas

---@param letters plot.label.Glyphs
---@return report.Formulas
function Formulas.new(letters) return setmetatable({letters = letters, depths = {}}, Formulas) end

---Letters of labels are larger than those of a text of the same size.
local size = 0.88

---@param source string  # a label
---@return string  # an element
function Formulas:write(source)
  local line = typeset.label(source)
  if #line.pieces == 0 then return "" end
  -- Room at the sides for what leans over.
  local side, over, under = 0.06, math.max(line.height, 0.7) + 0.05, math.max(line.depth, 0.2) + 0.05
  local depth = math.ceil(100 * size * under)
  self.depths[depth] = true
  local scale, pieces = string.gsub(string.format("%.6f", 100 / font.units), ",", "."), {}
  for i, piece in ipairs(line.pieces) do pieces[i] = self.letters:use(piece) end
  local wide, high = line.width + 2 * side, over + under
  return markup.fill('<svg class="formula d$depth" width="$wide$unit" height="$high$unit" viewBox="0 0 $across $down" '
    .. 'role="img" aria-label="$label"><g transform="translate($left $base)scale($scale-$scale)" '
    .. 'fill="currentColor">$pieces</g></svg>', {
    depth = string.format("%d", depth), wide = size * wide, high = size * high, unit = "em", across = 100 * wide,
    down = 100 * high, left = 100 * side, base = 100 * over, scale = scale,
    label = markup.escape(unicode.letters(source)), pieces = table.concat(pieces),
  })
end

---@return string  # rules of the style sheet for the formulas written so far
function Formulas:style()
  local depths, rules = {}, {}
  for depth in pairs(self.depths) do depths[#depths + 1] = depth end
  table.sort(depths)
  for i, depth in ipairs(depths) do rules[i] = string.format(".d%d{vertical-align:-%s}\n", depth,
    markup.number(depth / 100) .. "em") end
  return table.concat(rules)
end

return Formulas
