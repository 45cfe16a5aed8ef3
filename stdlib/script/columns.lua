---Text in columns, for tables in the terminal.
local entrance = require "polyak.entrance"

---How many places a text takes: letters, not bytes.
---@param text string
---@return integer
local function width(text) return utf8.len(text) or #text end

---Rows of cells as lines: the first column to the left, the others to the right, two blanks between.
---
---    columns = require "script.columns"
---    columns({{"gd", "1.2e-3"}}, "  ")  --> "  gd  1.2e-3\n"
---@param rows string[][]  # rows may be of different lengths
---@param indent? string  # before each line
---@return string  # with a newline at the end of each line
local function columns(rows, indent)
  local widths = {}
  for _, row in ipairs(rows) do
    for j, cell in ipairs(row) do widths[j] = math.max(widths[j] or 0, width(cell)) end
  end
  local lines = {}
  for i, row in ipairs(rows) do
    local cells = {}
    for j, cell in ipairs(row) do
      local blanks = string.rep(" ", widths[j] - width(cell))
      cells[j] = j == 1 and cell .. blanks or blanks .. cell
    end
    lines[i] = string.gsub(((indent or "") .. table.concat(cells, "  ")), "%s+$", "") .. "\n"
  end
  return table.concat(lines)
end

columns = entrance.of("columns", "rows: table, indent: string?", columns)

return columns
