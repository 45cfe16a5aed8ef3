---Labels with formulas between dollar signs, read into trees.
---
---    tree = require("plot.label.parser").parse("loss of $\\|\\epsilon_k\\|^2$")
---    #tree, tree[1].text == "loss of "  --> 2	true
local formula = require "plot.label.formula"
local text = require "plot.text"

local parser = {}

---A part of a label: text as it is, or a formula.
---@class plot.label.Part
---@field text? string
---@field formula? plot.label.Node
---@field tex? string  # the formula as LaTeX takes it

-- Labels are measured again and again while a picture is laid out.
---@type table<string, plot.label.Part[]>
local known, count = {}, 0

---The parts of a label: formulas stand between `$` and `$`; `\$` is a dollar sign, and so is one without a second.
---@param label string
---@return plot.label.Part[]|nil  # nil where a formula cannot be read
---@return string|nil complaint  # "has the unknown command '\epsiln' (did you mean '\epsilon'?)"
function parser.parse(label)
  if known[label] then return known[label] end
  local source = text.clean(label)
  local pieces, from, at = {}, 1, 1
  while true do
    local place = string.find(source, "[\\$]", at)
    if not place then break end
    if string.sub(source, place, place) == "\\" then
      at = place + 2
    else
      pieces[#pieces + 1] = string.sub(source, from, place - 1)
      from, at = place + 1, place + 1
    end
  end
  pieces[#pieces + 1] = string.sub(source, from)
  if #pieces == 2 then pieces = {source} end
  if #pieces % 2 == 0 then return nil, "has a '$' without its second: write '\\$' for the sign itself" end
  local parts = {}
  for i, piece in ipairs(pieces) do
    if i % 2 == 0 then
      local ok, part = pcall(formula.read, piece)
      if not ok then
        if type(part) ~= "table" or not part.complaint then error(part, 0) end
        return nil, part.complaint
      end
      parts[#parts + 1] = part
    elseif piece ~= "" then
      parts[#parts + 1] = {text = (string.gsub(piece, "\\%$", "$"))}
    end
  end
  if count >= 1000 then known, count = {}, 0 end
  known[label], count = parts, count + 1
  return parts
end

---@param label string
---@return boolean
function parser.has_formula(label)
  for _, part in ipairs(parser.parse(label) or {}) do
    if part.formula then return true end
  end
  return false
end

return parser
