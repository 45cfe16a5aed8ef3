---Labels in scripts for gnuplot.
local parser = require "plot.label.parser"
local unicode = require "plot.label.unicode"

local label = {}

---A string that gnuplot takes as it is: between single quotes it looks for nothing but their end. Of two at the
---beginning it takes the second for the end, so quotes that a text begins with stand between others.
---@param source string
---@return string
local function quoted(source)
  local first, rest = string.match(source, "^('*)(.*)$")
  return (first ~= "" and '"' .. first .. '".' or "") .. "'" .. string.gsub(rest, "'", "''") .. "'"
end

---@param source string
---@param enhanced boolean  # whether gnuplot takes marks of scripts in it
---@return string
function label.marked(source, enhanced)
  return quoted(enhanced and unicode.gnuplot(source) or unicode.letters(source))
end

---@param source string
---@return string  # with the word that says whether it has marks
function label.of(source)
  local enhanced = parser.has_formula(source)
  return string.format("%s %senhanced", label.marked(source, enhanced), enhanced and "" or "no")
end

return label
