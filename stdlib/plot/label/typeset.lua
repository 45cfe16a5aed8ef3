---Sets labels: where each letter, rule and bracket stands, and how much room the whole takes. After TeX's rules (Knuth,
---The TeXbook, appendix G), with few of its cases.
local box = require "plot.label.box"
local font = require "plot.font"
local formula = require "plot.label.formula"
local parser = require "plot.label.parser"
local text = require "plot.text"

local typeset = {}

-- In sizes of the letters: how thick rules are, where the middle of a minus sign is, and how large scripts are.
local rule, axis, script_scale, fraction_scale, large_scale = 0.05, 0.314, 0.7, 0.72, 1.15
-- How far a superscript is raised beside a letter.
local raise = 0.38

---@param code integer
---@param face plot.label.Font
---@return plot.label.Box|nil
local function letter(code, face)
  local glyph, file, found = font.glyph(code, face)
  if not glyph then return nil end
  local units = font.units
  local slanted = face == "italic"
  return {
    width = glyph.advance / units, height = glyph.high / units, depth = -glyph.low / units,
    slant = slanted and font.slant * (glyph.high - font.pivot) / units or 0,
    pieces = {{x = 0, y = 0, scale = 1, glyph = glyph, file = file, code = found, slanted = slanted}},
  }
end

---Text in letters that are not among the outlines: whoever shows the picture has them, and its width is about right.
---@param source string
---@return plot.label.Box
local function foreign(source)
  local cells = text.width(source)
  return {
    -- East Asian letters are as wide as high.
    width = utf8.len(source) == 1 and cells == 2 and 1 or 0.65 * cells, height = 0.76, depth = 0.24, slant = 0,
    pieces = {{x = 0, y = 0, scale = 1, text = source}},
  }
end

---@param source string  # clean
---@param face plot.label.Font
---@return plot.label.Box
local function words(source, face)
  local line, run, before = box.new(), "", nil
  local function close()
    if run ~= "" then box.append(line, foreign(run)) end
    run = ""
  end
  local at = 1
  while at <= #source do
    -- With the marks that stand over it.
    local cluster = string.match(source, "^" .. utf8.charpattern, at)
    while true do
      local mark = string.match(source, "^" .. utf8.charpattern, at + #cluster)
      if not mark or text.width(mark) > 0 then break end
      cluster = cluster .. mark
    end
    at = at + #cluster
    local code = utf8.codepoint(cluster)
    local one = utf8.len(cluster) == 1 and letter(code, face)
    if one then
      close()
      box.append(line, one, before and face == "upright" and font.kerning(before, code) / font.units or 0)
      before = code
    elseif text.width(cluster) == 2 then
      close()
      box.append(line, foreign(cluster))
      before = nil
    else
      run, before = run .. cluster, nil
    end
  end
  close()
  return line
end

---How a formula is set.
---@class plot.label.Setter
---@field depth integer  # within how many scripts it is
local Setter = {}
Setter.__index = Setter

---@type table<string, fun(self: plot.label.Setter, node: plot.label.Node): plot.label.Box>
local setters = {}

---@param node plot.label.Node
---@return plot.label.Box
function Setter:set(node) return setters[node.kind](self, node) end

---@param node plot.label.Node
---@return plot.label.Box
function Setter:script(node)
  self.depth = self.depth + 1
  local inner, scaled = self:set(node), box.new()
  self.depth = self.depth - 1
  -- Scripts of scripts of scripts stay as large.
  box.put(scaled, inner, 0, 0, self.depth < 2 and script_scale or 1)
  return scaled
end

function setters.symbol(self, node)
  local symbol = node.symbol
  local line, other = words(symbol.letter, formula.face(node)), box.new()
  if symbol.class == "large" then
    -- About the axis.
    box.put(other, line, 0, axis * (1 - large_scale), large_scale)
  elseif symbol.letter == "′" and self.depth > 0 then
    -- The letter is raised and small already.
    box.put(other, line, 0, -raise / script_scale, 1 / script_scale)
    other.depth = 0
  else
    return line
  end
  return other
end

function setters.text(_, node) return words(node.text, "upright") end

function setters.space(_, node) return {width = node.width, height = 0, depth = 0, slant = 0, pieces = {}} end

---@param node plot.label.Node
---@return plot.label.Class|nil
local function class(node)
  local kernel = node.kind == "scripts" and node.base or node
  if kernel.kind == "symbol" then return kernel.symbol.class end
  return node.kind ~= "space" and (node.kind == "fence" or node.kind == "fraction") and "inner" or "ord"
end

---TeX's gaps between neighbours, in eighteenths; those in brackets are not there in scripts.
local thin, medium, thick = 3, -4, -5
local gaps = {
  ord = {["function"] = thin, large = thin, binary = medium, relation = thick, inner = thin},
  ["function"] = {ord = thin, ["function"] = thin, large = thin, relation = thick, inner = thin},
  binary = {ord = medium, ["function"] = medium, large = medium, open = medium, inner = medium},
  relation = {ord = thick, ["function"] = thick, large = thick, open = thick, inner = thick},
  open = {},
  close = {["function"] = thin, large = thin, binary = medium, relation = thick, inner = thin},
  comma = {
    ord = thin, ["function"] = thin, large = thin, relation = thin, open = thin, close = thin, comma = thin,
    inner = thin,
  },
  inner = {ord = thin, ["function"] = thin, large = thin, binary = medium, relation = thick, open = thin, comma = thin,
    inner = thin},
}
gaps.large = gaps["function"]

---The classes of a row's items. What stands where no operation can is a sign.
---@param items plot.label.Node[]
---@return plot.label.Class[]
local function classes(items)
  local list, before = {}, nil
  for i, item in ipairs(items) do
    local kind = item.kind == "space" and "space" or class(item)
    local is_first = not before or before == "binary" or before == "relation" or before == "open" or before == "comma"
      or before == "function" or before == "large"
    if kind == "binary" and is_first then kind = "ord" end
    if (kind == "relation" or kind == "close" or kind == "comma") and before == "binary" then
      for k = i - 1, 1, -1 do
        if list[k] == "binary" then
          list[k] = "ord"
          break
        end
      end
    end
    list[i] = kind
    if kind ~= "space" then before = kind end
  end
  for i = #list, 1, -1 do
    if list[i] ~= "space" then
      if list[i] == "binary" then list[i] = "ord" end
      break
    end
  end
  return list
end

function setters.row(self, node)
  local line, kinds, before = box.new(), classes(node.items), nil
  for i, item in ipairs(node.items) do
    local kind = kinds[i]
    local gap = before and gaps[before] and gaps[before][kind] or 0
    if gap < 0 then gap = self.depth == 0 and -gap or 0 end
    if gap == thin and self.depth > 0 and kind ~= "function" and before ~= "function" then gap = 0 end
    box.append(line, self:set(item), gap / 18)
    if kind ~= "space" then before = kind end
  end
  return line
end

function setters.scripts(self, node)
  local base = node.base and self:set(node.base) or box.new()
  local line = box.new()
  box.append(line, base)
  local is_letter = not node.base or node.base.kind == "symbol" and node.base.symbol.class ~= "large"
  local above, below = node.above and self:script(node.above), node.below and self:script(node.below)
  local up = is_letter and raise or math.max(raise, base.height - 0.36)
  local down = (is_letter and 0 or math.max(0, base.depth - 0.1)) + (above and 0.22 or 0.16)
  if above and below then
    local between = (up - above.depth) - (below.height - down)
    if between < 0.1 then down = down + 0.1 - between end
  end
  local lean = base.slant or 0
  if below then box.put(line, below, base.width - (is_letter and 0.3 * lean or 0), -down) end
  if above then box.put(line, above, base.width + lean * 0.9, up) end
  line.width = line.width + 0.04
  line.slant = 0
  return line
end

function setters.fraction(self, node)
  local line = box.new()
  local parts = {}
  self.depth = self.depth + 1
  for _, name in ipairs {"above", "below"} do
    parts[name] = box.new()
    box.put(parts[name], self:set(node[name]), 0, 0, self.depth < 3 and fraction_scale or 1)
  end
  self.depth = self.depth - 1
  local above, below = parts.above, parts.below
  local width, gap, edge = math.max(above.width, below.width) + 0.1, 0.1, 0.06
  box.put(line, above, edge + (width - above.width) / 2, axis + rule / 2 + gap + above.depth)
  box.put(line, below, edge + (width - below.width) / 2, axis - rule / 2 - gap - below.height)
  box.stroke(line, edge, axis, edge + width, axis, rule)
  line.width = width + 2 * edge
  return line
end

function setters.root(self, node)
  local inside, line = self:set(node.inside), box.new()
  local height, depth = math.max(inside.height, 0.56) + 0.12, math.max(inside.depth, 0)
  local total, start = height + depth, 0
  if node.degree then
    local degree = box.new()
    box.put(degree, self:script(node.degree), 0, 0, 0.8)
    box.put(line, degree, 0.04, -depth + 0.55 * total + degree.depth)
    start = math.max(0, degree.width - 0.18)
  end
  -- A hook, a stroke down, one up, and the bar.
  local bottom, lean = -depth - 0.02, 0.12 + 0.16 * math.min(total, 2)
  local foot = start + 0.3
  box.stroke(line, start + 0.04, bottom + 0.42 * total, start + 0.15, bottom + 0.5 * total, rule)
  box.stroke(line, start + 0.13, bottom + 0.5 * total, foot, bottom, 1.9 * rule)
  box.stroke(line, foot, bottom, foot + lean, height, rule)
  box.stroke(line, foot + lean - 0.01, height - rule / 2, foot + lean + inside.width + 0.12, height - rule / 2, rule)
  box.put(line, inside, foot + lean + 0.05, 0)
  line.width = foot + lean + inside.width + 0.12
  line.height, line.depth = math.max(line.height, height + rule), math.max(line.depth, -bottom)
  return line
end

---Of the accents that are letters: the letter, and how large it is.
local accents = {
  tilde = {0x2DC, 1}, widetilde = {0x2DC, 1}, dot = {0x2D9, 1}, ddot = {0xA8, 1}, vec = {0x2192, 0.7},
}

function setters.accent(self, node)
  local inside, line = self:set(node.inside), box.new()
  box.append(line, inside)
  local is_letter = node.inside.kind == "symbol"
  local base = math.max(inside.height, 0.55) + 0.07
  local middle = inside.width / 2 + (is_letter and 0.85 * (inside.slant or 0) or 0)
  local accent = accents[node.accent]
  if accent then
    local one = letter(accent[1], "upright")
    local scale, glyph = accent[2], one.pieces[1].glyph
    local center = (glyph.left + glyph.right) / 2 / font.units
    box.put(line, one, middle - scale * center, base - scale * glyph.low / font.units, scale)
    line.height = base + scale * (glyph.high - glyph.low) / font.units
  else
    local is_bar = node.accent == "bar" or node.accent == "overline"
    local half = node.accent == "overline" and inside.width / 2
      or (is_letter and 0.2 or math.min(inside.width, 1.2) / 2 * 0.8)
    if is_bar then
      box.stroke(line, middle - half, base + rule, middle + half, base + rule, rule)
      line.height = base + 2 * rule
    else
      box.stroke(line, middle - half, base, middle + 0.015, base + 0.16, 1.1 * rule)
      box.stroke(line, middle - 0.015, base + 0.16, middle + half, base, 1.1 * rule)
      line.height = base + 0.2
    end
  end
  line.width, line.slant = inside.width, inside.slant
  return line
end

function setters.fence(self, node)
  local inside, line = self:set(node.inside), box.new()
  local reach = math.max(inside.height - axis, inside.depth + axis, 0.4) + 0.04
  ---@param symbol plot.label.Symbol|false
  local function bracket(symbol)
    if not symbol then return end
    local one = words(symbol.letter, "upright")
    local glyph = one.pieces[1].glyph
    if glyph then
      local high, low = glyph.high / font.units, glyph.low / font.units
      local stretch = math.max(1, 2 * reach / (high - low))
      local piece = one.pieces[1]
      piece.stretch, piece.y = stretch, axis - stretch * (high + low) / 2
      one.height, one.depth = piece.y + stretch * high, -piece.y - stretch * low
    end
    box.append(line, one)
  end
  bracket(node.open)
  box.append(line, inside)
  bracket(node.close)
  line.slant = 0
  return line
end

---@type table<string, plot.label.Box>
local known, count = {}, 0

---The box of a label.
---@param source string
---@return plot.label.Box
function typeset.label(source)
  if known[source] then return known[source] end
  local line = box.new()
  for _, part in ipairs(parser.parse(source) or {{text = text.clean(source)}}) do
    box.append(line, part.text and words(part.text, "upright")
      or setmetatable({depth = 0}, Setter):set(part.formula))
  end
  if count >= 1000 then known, count = {}, 0 end
  known[source], count = line, count + 1
  return line
end

---A label of ticks such as "1e-06" or "-2.5e+07": powers of ten raised, true minus signs.
---@param label string
---@return string  # a label
function typeset.numeral(label)
  if not tonumber(label) then return label end
  local mantissa, sign, exponent = string.match(label, "^(.-)e([+-])0*(%d+)$")
  if not mantissa then return (string.gsub(label, "-", "−")) end
  if exponent == "" then exponent = "0" end
  local power = "10^{" .. (sign == "-" and "-" or "") .. exponent .. "}"
  return "$" .. (mantissa == "1" and "" or mantissa .. "\\times ") .. power .. "$"
end

return typeset
