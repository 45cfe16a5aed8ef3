---Panels in a terminal, those of a row side by side.
local panels = require "plot.panels"
local text = require "plot.text"
local unicode = require "plot.label.unicode"

local gap = 2

---@param line string
---@return integer  # cells, without what colours take
local function width_of(line) return text.width((string.gsub(line, "\27%[[%d;]*m", ""))) end

---@param fig plot.Panels
---@param screen plot.Screen
---@param render fun(fig: plot.Figure, screen: plot.Screen): string
---@return string
local function render_panels(fig, screen, render)
  local given = fig.options
  local width = math.tointeger(given.width) or screen.columns
  local natural = math.max(fig.rows == 1 and screen.lines * 3 // 4 or screen.lines - 2, 10 * fig.rows)
  local height = math.tointeger(given.height) or natural
  local wide = math.max(20, (width - gap * (fig.columns - 1)) // fig.columns)
  local high = math.max(8, (height - (given.title and 1 or 0)) // fig.rows)
  local out = {}
  if given.title then
    local title = text.cut((screen.unicode and unicode.letters or unicode.ascii)(given.title), width)
    out[1] = string.rep(" ", (width - text.width(title)) // 2) .. title
  end
  local row = {}
  local function finish()
    local most, first = 0, #out
    for _, one in ipairs(row) do most = math.max(most, one.head) end
    for column, one in ipairs(row) do
      -- Boxes begin in one line, whatever stands above each.
      for i, line in ipairs(one.lines) do
        local at = first + most - one.head + i
        for missing = #out + 1, at do out[missing] = "" end
        out[at] = out[at] .. string.rep(" ", math.max(0, (column - 1) * (wide + gap) - width_of(out[at]))) .. line
      end
    end
    row = {}
  end
  for _, panel, _, column in panels.each(fig) do
    if column == 0 then finish() end
    -- A note under a panel would make it longer than those beside it; all notes stand below.
    local quiet = panels.sized(panel, wide, high)
    quiet.notes = {}
    local one = {lines = {}, head = 0}
    for line in string.gmatch(render(quiet, screen), "([^\n]*)\n") do
      one.lines[#one.lines + 1] = line
      if one.head == 0 and (string.find(line, "┌", 1, true) or string.find(line, "^ *%+%-")) then
        one.head = #one.lines
      end
    end
    row[#row + 1] = one
  end
  finish()
  for _, note in ipairs(fig.notes) do out[#out + 1] = screen.unicode and text.clean(note) or text.ascii(note) end
  return table.concat(out, "\n") .. "\n"
end

return render_panels
