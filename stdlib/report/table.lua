---A table of a report as HTML.
local json = require "report.json"
local markup = require "plot.markup"
local unicode = require "plot.label.unicode"

local tables = {}

---@param value number
---@return string  # six digits of it
local function short(value)
  local is_whole = math.type(value) == "integer" or value % 1 == 0 and math.abs(value) < 1e15
  if is_whole or value - value ~= 0 then return json.exact(value) end
  return (string.gsub(string.format("%.6g", value), ",", "."))
end

---Digits behind the point.
---@param written string
---@return integer
local function decimals(written) return #(string.match(written, "%.(%d+)$") or "") end

---Digits of a power of ten.
---@param written string
---@return integer
local function exponent(written) return #(string.match(written, "e[+-](%d+)$") or "") end

---Numbers of a column, their points one under the other: blanks as wide as digits stand for those that others have.
---@param list table<integer, number>  # with gaps
---@return table<integer, string>
local function aligned(list)
  local texts, most, has_power, longest = {}, 0, false, 0
  for i, value in pairs(list) do
    texts[i] = short(value)
    has_power = has_power or string.find(texts[i], "%de") ~= nil
    most = math.max(most, decimals(texts[i]))
  end
  for i, value in pairs(has_power and list or {}) do
    if value - value == 0 then texts[i] = string.gsub(string.format("%.5e", value), ",", ".") end
    longest = math.max(longest, exponent(texts[i]))
  end
  for i, value in pairs(list) do
    if value - value ~= 0 then
      texts[i] = string.gsub(texts[i], "Infinity", "∞")
    elseif has_power then
      texts[i] = texts[i] .. string.rep("\u{2007}", longest - exponent(texts[i]))
    elseif most > 0 then
      local own = decimals(texts[i])
      texts[i] = texts[i] .. (own == 0 and "\u{2008}" or "") .. string.rep("\u{2007}", most - own)
    end
    texts[i] = string.gsub(texts[i], "-", "\u{2212}")
  end
  return texts
end

---@param value any
---@return string  # as text, and exact
local function exact(value)
  return math.type(value) and json.exact(value) or tostring(value)
end

---The cells of a column as HTML.
---@param one report.Table
---@param j integer
---@return string[]
local function cells(one, j)
  local numbers, written = {}, {}
  for i, row in ipairs(one.rows) do
    if math.type(row[j]) then numbers[i] = row[j] end
  end
  local texts = aligned(numbers)
  for i, row in ipairs(one.rows) do
    local value = row[j]
    if value == nil then
      written[i] = "<td></td>"
    elseif texts[i] then
      written[i] = string.format('<td class="n" data-v="%s">%s</td>', exact(value), texts[i])
    elseif type(value) == "boolean" then
      written[i] = string.format('<td data-v="%s" data-k="boolean">%s</td>', value, value)
    else
      -- An empty text is not one that is missing.
      written[i] = string.format(value == "" and '<td data-k="text">%s</td>' or "<td>%s</td>", markup.escape(value))
    end
  end
  return written
end

---@param one report.Table
---@param caption string|nil  # HTML
---@param page report.Page
---@return string  # HTML
function tables.write(one, caption, page)
  local number, columns, head = page:count "table", {}, {}
  for j, name in ipairs(one.names) do
    columns[j] = cells(one, j)
    local is_number = one.rows[1] and math.type(one.rows[1][j])
    head[j] = string.format('<th scope="col"%s data-v="%s">%s</th>', is_number and ' class="n"' or "",
      markup.escape(unicode.letters(name)), page:label(name))
  end
  local out = {
    string.format('<figure id="table-%d" class="box data">\n<figcaption><b>Table %d.</b> %s</figcaption>', number,
      number, caption or ""),
    string.format('<div class="scroll" tabindex="0" role="region" aria-label="Table %d">\n<table>', number),
    "<thead><tr>" .. table.concat(head) .. "</tr></thead>\n<tbody>",
  }
  for i = 1, #one.rows do
    local row = {}
    for j = 1, #columns do row[j] = columns[j][i] end
    out[#out + 1] = "<tr>" .. table.concat(row) .. "</tr>"
  end
  out[#out + 1] = "</tbody>\n</table>\n</div>\n</figure>"
  return table.concat(out, "\n")
end

return tables
